import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import {
  IconBook,
  IconClipboardSearch,
  IconDatabase,
  IconFileImport,
  IconFilter,
  IconHistory,
  IconHourglass,
  IconLayoutDashboard,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import type { Schemas } from './api.ts';
import { FaultAlert } from './fault-alert.tsx';
import { Brand, Skip } from './head.tsx';
import { useSignOut } from './queries.ts';

interface FrameProps {
  readonly session: Schemas['Session'];
  readonly children: ReactNode;
}

/** What is around every page: the menu, who is signed in, the way out. */
export function Frame({ session, children }: FrameProps) {
  const { mutate: signOut, error, isPending } = useSignOut();
  // Objects are found among the intelligence, whatever collection they are in.
  const [isObject] = useRoute('/collections/:collection/objects/:id');
  return (
    <div className="frame">
      <Skip />
      <header className="side">
        <Brand />
        <nav aria-label="Pages">
          <MenuLink href="/" isExact icon={<IconLayoutDashboard size={18} aria-hidden />}>
            Overview
          </MenuLink>
          <MenuLink
            href="/intel"
            isExact
            {...(isObject && { isHere: true })}
            icon={<IconSearch size={18} aria-hidden />}
          >
            Intelligence
          </MenuLink>
          <MenuLink href="/intel/lookup" icon={<IconClipboardSearch size={18} aria-hidden />}>
            Look up
          </MenuLink>
          <MenuLink href="/intel/changes" icon={<IconHistory size={18} aria-hidden />}>
            Changes
          </MenuLink>
          <MenuLink
            href="/imports"
            also={['/templates', '/warning-lists']}
            icon={<IconFileImport size={18} aria-hidden />}
          >
            Imports
          </MenuLink>
          <MenuLink href="/set-aside" icon={<IconHourglass size={18} aria-hidden />}>
            Set aside
          </MenuLink>
          <MenuLink
            href="/collections"
            {...(isObject && { isHere: false })}
            icon={<IconDatabase size={18} aria-hidden />}
          >
            Collections
          </MenuLink>
          {session.role === 'admin' && (
            <MenuLink href="/rules" icon={<IconFilter size={18} aria-hidden />}>
              Rules
            </MenuLink>
          )}
          {session.role === 'admin' && (
            <MenuLink href="/admin" icon={<IconSettings size={18} aria-hidden />}>
              Administration
            </MenuLink>
          )}
          <MenuLink href="/docs" icon={<IconBook size={18} aria-hidden />}>
            API reference
          </MenuLink>
        </nav>
        <div className="who">
          <div>
            <Link href="/account" className="own-account" title="Your account">
              {session.name}
            </Link>
            <div className="quiet">{session.role === 'admin' ? 'administrator' : 'member'}</div>
          </div>
          <ColorSchemeSwitch />
        </div>
        <Button
          variant="default"
          size="xs"
          loading={isPending}
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => signOut()}
        >
          Sign out
        </Button>
        {error !== null && <FaultAlert fault={error} />}
      </header>
      <main id="page" className="page" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

interface MenuLinkProps {
  readonly href: string;
  /** Pages that belong to it and are not below it. */
  readonly also?: readonly string[];
  /** Pages below it have a link of their own. */
  readonly isExact?: boolean;
  /** Says so where the address does not. */
  readonly isHere?: boolean;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

function MenuLink(props: MenuLinkProps) {
  const { href, also = [], isExact, icon: picture, children } = props;
  const [isBelow] = useRoute(isExact === true ? href : `${href}/*?`);
  const [path] = useLocation();
  const { isHere = isBelow || also.includes(path) } = props;
  return (
    <Link href={href} className="menu-link" aria-current={isHere ? 'page' : undefined}>
      {picture}
      {children}
    </Link>
  );
}

function ColorSchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="default"
      aria-label={isDark ? 'Light colours' : 'Dark colours'}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={16} aria-hidden /> : <IconMoon size={16} aria-hidden />}
    </ActionIcon>
  );
}
