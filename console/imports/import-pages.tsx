import './imports.css';
import './records.css';
import { Route, Switch } from 'wouter';
import { NothingPage } from '../nothing-page.tsx';
import { ImportPage } from './import-page.tsx';
import { ImportsPage } from './imports-page.tsx';
import { NewImportPage } from './new-import-page.tsx';
import { TemplatesPage } from './templates-page.tsx';
import { WarningListsPage } from './warning-lists-page.tsx';

/** The pages of imports, and of what they need. */
export function ImportPages({ isAdmin }: { readonly isAdmin: boolean }) {
  return (
    <Switch>
      <Route path="/imports" component={ImportsPage} />
      <Route path="/imports/new" component={NewImportPage} />
      <Route path="/imports/:id">{({ id }) => <ImportPage id={id} />}</Route>
      <Route path="/templates" component={TemplatesPage} />
      <Route path="/warning-lists">
        <WarningListsPage isAdmin={isAdmin} />
      </Route>
      <Route component={NothingPage} />
    </Switch>
  );
}
