import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { Page } from '../page.tsx';

const PAGES = [
  ['/admin/collections', 'API roots and collections'],
  ['/admin/accounts', 'Accounts'],
  ['/admin/rights', 'Rights'],
  ['/admin/audit', 'Audit log'],
] as const;

interface AdminPageProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** A page of the administration, with the way to the others. */
export function AdminPage({ title, lead, children }: AdminPageProps) {
  return (
    <Page title={title} lead={lead}>
      <nav aria-label="Administration" className="sub-menu">
        {PAGES.map(([href, name]) => (
          <SubLink key={href} href={href}>
            {name}
          </SubLink>
        ))}
      </nav>
      {children}
    </Page>
  );
}

function SubLink({ href, children }: { readonly href: string; readonly children: string }) {
  const [isHere] = useRoute(`${href}/*?`);
  return (
    <Link href={href} aria-current={isHere ? 'page' : undefined}>
      {children}
    </Link>
  );
}
