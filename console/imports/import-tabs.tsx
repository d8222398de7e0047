import { Link, useRoute } from 'wouter';

const TABS = [
  ['/imports', 'History'],
  ['/templates', 'Templates'],
  ['/warning-lists', 'Warning lists'],
] as const;

/** The ways between the pages of imports. */
export function ImportTabs() {
  return (
    <nav className="tabs" aria-label="About imports">
      {TABS.map(([href, name]) => (
        <Tab key={href} href={href} name={name} />
      ))}
    </nav>
  );
}

function Tab({ href, name }: { readonly href: string; readonly name: string }) {
  const [isHere] = useRoute(href);
  return (
    <Link href={href} className="tab" aria-current={isHere ? 'page' : undefined}>
      {name}
    </Link>
  );
}
