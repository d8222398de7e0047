import { Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface PageProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly children: ReactNode;
}

/** A page: its title, also that of the window, and what is on it. */
export function Page({ title, lead, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Taxiway`;
  }, [title]);
  return (
    <>
      <Title order={1} size="h2">
        {title}
      </Title>
      {lead !== undefined && (
        <Text c="dimmed" mt={4}>
          {lead}
        </Text>
      )}
      <div className="page-body">{children}</div>
    </>
  );
}
