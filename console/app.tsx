// The console: the sign-in page for nobody, the frame with its pages for everybody else.
import { Center, Loader } from '@mantine/core';
import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { OwnAccountPage } from './account/own-account-page.tsx';
import { CollectionPage } from './collection-page.tsx';
import { CollectionsPage } from './collections-page.tsx';
import { FaultAlert } from './fault-alert.tsx';
import { Frame } from './frame.tsx';
import { LookupPage } from './intel/lookup-page.tsx';
import { SearchPage } from './intel/search-page.tsx';
import { later } from './later.tsx';
import { NothingPage, NotYoursPage } from './nothing-page.tsx';
import { useSession } from './queries.ts';
import { SignInPage } from './sign-in-page.tsx';

// Loaded when somebody opens them.
const ImportPages = later(async () => (await import('./imports/import-pages.tsx')).ImportPages);
const Administration = later(
  async () => (await import('./admin/administration.tsx')).Administration,
);
const ConnectPage = later(async () => (await import('./connect/connect-page.tsx')).ConnectPage);
const ObjectPage = later(async () => (await import('./intel/object-page.tsx')).ObjectPage);
const SetAsidePage = later(
  async () => (await import('./set-aside/set-aside-page.tsx')).SetAsidePage,
);
const RulesPage = later(async () => (await import('./rules/rules-page.tsx')).RulesPage);
const ChangesPage = later(async () => (await import('./intel/edit/changes-page.tsx')).ChangesPage);
const OverviewPage = later(async () => (await import('./overview/overview-page.tsx')).OverviewPage);
const ReferencePage = later(
  async () => (await import('./reference/reference-page.tsx')).ReferencePage,
);

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
          <Route path="/rules" component={session.role === 'admin' ? RulesPage : NotYoursPage} />
          <Route
            path="/admin/*?"
            component={session.role === 'admin' ? Administration : NotYoursPage}
          />
          <Route component={NothingPage} />
        </Switch>
      </Suspense>
    </Frame>
  );
}
