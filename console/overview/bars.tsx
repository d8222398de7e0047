import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

const NUMBER = new Intl.NumberFormat();

export interface Bar {
  readonly key: string;
  readonly name: ReactNode;
  readonly count: number;
  readonly href: string;
  readonly note?: ReactNode;
}

interface BarsProps {
  readonly label: string;
  readonly bars: readonly Bar[];
  /** What stands there when there are none. */
  readonly empty: string;
}

/** Counts as bars: each is a link, and a number for whoever cannot see its length. */
export function Bars({ label, bars, empty }: BarsProps) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  if (bars.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <ul className="bars" aria-label={label}>
      {bars.map(({ key, name, count, href, note }) => (
        <li key={key}>
          <Anchor component={Link} href={href} className="bar-name" c="inherit">
            {name}
          </Anchor>
          <span className="number">{NUMBER.format(count)}</span>
          <span className="bar" aria-hidden style={{ width: `${(100 * count) / most}%` }} />
          {note !== undefined && <span className="quiet">{note}</span>}
        </li>
      ))}
    </ul>
  );
}
