import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';

/** What may be wider than the page, within reach of the keyboard. */
export function Sheet({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <Paper withBorder className="sheet" tabIndex={0} role="region" aria-label={label}>
      {children}
    </Paper>
  );
}
