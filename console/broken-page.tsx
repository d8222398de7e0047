import { Button, Paper, Text, Title } from '@mantine/core';
import { useEffect } from 'react';

/** Instead of a page that cannot be drawn: it has a fault (a script that is not to be had: later.tsx). */
export function BrokenPage({ thrown }: { readonly thrown: unknown }) {
  // A step back leads to a page that can be shown.
  useEffect(() => {
    window.addEventListener('popstate', reload);
    return () => window.removeEventListener('popstate', reload);
  }, []);
  return (
    <main className="sign-in">
      <Paper withBorder p="xl" role="alert" className="narrow">
        <Title order={1} size="h3">
          This page cannot be shown
        </Title>
        <Text my="md">
          The connection may be lost, or the server has a newer version by now. What was saved is
          there still.
        </Text>
        <Text my="md" size="xs" c="dimmed">
          <code>{String(thrown)}</code>
        </Text>
        <Button onClick={reload}>Load it once more</Button>
      </Paper>
    </main>
  );
}

function reload(): void {
  window.location.reload();
}
