// The console: the sign-in page for nobody, the frame with its pages for everybody else.
import { Center, Loader } from '@mantine/core';
import { Redirect, Route, Switch } from 'wouter';
import { CollectionPage } from './collection-page.tsx';
import { CollectionsPage } from './collections-page.tsx';
import { FaultAlert } from './fault-alert.tsx';
import { Frame } from './frame.tsx';
import { ImportsPage } from './imports-page.tsx';
import { NothingPage } from './nothing-page.tsx';
import { useSession } from './queries.ts';
import { SignInPage } from './sign-in-page.tsx';

export function App() {
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
      <Switch>
        <Route path="/">
          <Redirect to="/collections" replace />
        </Route>
        <Route path="/collections">
          <CollectionsPage isAdmin={session.role === 'admin'} />
        </Route>
        <Route path="/collections/:id">
          {({ id }) => <CollectionPage id={id} isAdmin={session.role === 'admin'} />}
        </Route>
        <Route path="/imports" component={ImportsPage} />
        <Route component={NothingPage} />
      </Switch>
    </Frame>
  );
}
