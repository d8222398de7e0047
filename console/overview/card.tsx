import { Anchor, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface CardProps {
  readonly title: string;
  /** What is behind the picture. */
  readonly href?: string;
  readonly children: ReactNode;
}

/** A picture with its title, which leads to what is behind it. */
export function Card({ title, href, children }: CardProps) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title} className="card">
      <Title order={2} size="h5">
        {href === undefined ? (
          title
        ) : (
          <Anchor component={Link} href={href} inherit c="inherit">
            {title}
          </Anchor>
        )}
      </Title>
      {children}
    </Paper>
  );
}
