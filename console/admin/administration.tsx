// The administration, loaded when somebody opens it.
import './admin.css';
import { Redirect, Route, Switch } from 'wouter';
import { NothingPage } from '../nothing-page.tsx';
import { AccountPage } from './account-page.tsx';
import { AccountsPage } from './accounts-page.tsx';
import { AuditPage } from './audit-page.tsx';
import { RightsPage } from './rights-page.tsx';
import { RootsPage } from './roots-page.tsx';

// The router has taken a part of the percent signs out of its parameter, those of names among them.
function nameInAddress(): string {
  const written = window.location.pathname.split('/')[3] ?? '';
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/** The pages under /admin. */
export function Administration() {
  return (
    <Switch>
      <Route path="/admin">
        <Redirect to="/admin/collections" replace />
      </Route>
      <Route path="/admin/collections" component={RootsPage} />
      <Route path="/admin/accounts" component={AccountsPage} />
      <Route path="/admin/accounts/:name">{() => <AccountPage name={nameInAddress()} />}</Route>
      <Route path="/admin/rights" component={RightsPage} />
      <Route path="/admin/audit" component={AuditPage} />
      <Route component={NothingPage} />
    </Switch>
  );
}
