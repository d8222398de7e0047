// The console: the sign-in page for nobody, the frame with its pages for everybody else.
import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { OwnAccountPage } from './account/own-account-page.tsx';
import { CollectionPage } from './collection-page.tsx';
import { CollectionsPage } from './collections-page.tsx';
import { FaultAlert } from './fault-alert.tsx';
import { Frame } from './frame.tsx';
import { LookupPage } from './intel/lookup-page.tsx';
import { SearchPage } from './intel/search-page.tsx';
import { NothingPage } from './nothing-page.tsx';
import { useSession } from './queries.ts';
import { SignInPage } from './sign-in-page.tsx';

// Loaded when somebody opens them.
const ImportPages = lazy(async () => {
  const { ImportPages: pages } = await import('./imports/import-pages.tsx');
  return { default: pages };
});
const Administration = lazy(async () => {
  const { Administration: page } = await import('./admin/administration.tsx');
  return { default: page };
});

const ConnectPage = lazy(async () => {
  const { ConnectPage: page } = await import('./connect/connect-page.tsx');
  return { default: page };
});

const ObjectPage = lazy(async () => {
  const { ObjectPage: page } = await import('./intel/object-page.tsx');
  return { default: page };
});

const SetAsidePage = lazy(async () => {
  const { SetAsidePage: page } = await import('./set-aside/set-aside-page.tsx');
  return { default: page };
});

const RulesPage = lazy(async () => {
  const { RulesPage: page } = await import('./rules/rules-page.tsx');
  return { default: page };
});

const ChangesPage = lazy(async () => {
  const { ChangesPage: page } = await import('./intel/edit/changes-page.tsx');
  return { default: page };
});

const OverviewPage = lazy(async () => {
  const { OverviewPage: page } = await import('./overview/overview-page.tsx');
  return { default: page };
});

const ReferencePage = lazy(async () => {
  const { ReferencePage: page } = await import('./reference/reference-page.tsx');
  return { default: page };
});

export function App() {
  return (
    <Suspense fallback={<Loader aria-label="Loading" />}>
      <Switch>
        <Route path="/docs" component={ReferencePage} />
        <Route component={SignedIn} />
      </Switch>
    </Suspense>
  );
}

function SignedIn() {
  const { data: session, error, refetch } = useSession();
  if (session === undefined)
    return (
      <Center h="100vh" component="main" p="md">
        {error === null ? (
          <Loader aria-label="Loading" />
        ) : (
          <FaultAlert fault={error} onRetry={() => void refetch()} />
        )}
      </Center>
    );
  if (session === null) return <SignInPage />;
  return (
    <Frame session={session}>
      <Suspense fallback={<Loader aria-label="Loading" />}>
        <Switch>
          <Route path="/">
            <OverviewPage isAdmin={session.role === 'admin'} />
          </Route>
          <Route path="/intel" component={SearchPage} />
          <Route path="/intel/lookup" component={LookupPage} />
          <Route path="/intel/changes" component={ChangesPage} />
          <Route path="/collections/:collection/objects/:id">
            {({ collection, id }) => (
              <ObjectPage key={`${collection} ${id}`} {...{ collection, id }} />
            )}
          </Route>
          <Route path="/collections">
            <CollectionsPage isAdmin={session.role === 'admin'} />
          </Route>
          <Route path="/collections/:id">
            {({ id }) => <CollectionPage id={id} isAdmin={session.role === 'admin'} />}
          </Route>
          <Route path="/collections/:id/connect">
            {({ id }) => <ConnectPage id={id} session={session} />}
          </Route>
          {['/imports/*?', '/templates', '/warning-lists'].map((path) => (
            <Route key={path} path={path}>
              <ImportPages isAdmin={session.role === 'admin'} />
            </Route>
          ))}
          <Route path="/set-aside" component={SetAsidePage} />
          <Route path="/account">
            <OwnAccountPage name={session.name} role={session.role} />
          </Route>
          {session.role === 'admin' && <Route path="/rules" component={RulesPage} />}
          {session.role === 'admin' && <Route path="/admin/*?" component={Administration} />}
          <Route component={NothingPage} />
        </Switch>
      </Suspense>
    </Frame>
  );
}
