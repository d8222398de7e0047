import { Empty } from './empty.tsx';
import { Page } from './page.tsx';

/** For addresses that no page has. */
export function NothingPage() {
  return (
    <Page title="Nothing here">
      <Empty title="There is no page at this address">
        It may have moved, or the address has a typing error. The pages are in the menu.
      </Empty>
    </Page>
  );
}

/** For pages of administrators, to everybody else. */
export function NotYoursPage() {
  return (
    <Page title="For administrators">
      <Empty title="Your account may not see this page">
        Ask an administrator to do what you came for, or sign in as one. Your own password and
        tokens are under your name.
      </Empty>
    </Page>
  );
}
