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
