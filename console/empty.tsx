import { Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Where a list has nothing: says why, and what to do next. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <Paper withBorder p="xl" className="empty">
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" mt="xs" component="div">
        {children}
      </Text>
    </Paper>
  );
}
