import { Button, Paper, Text, Title } from '@mantine/core';
import { Link } from 'wouter';

interface Step {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly href: string;
}

interface FirstStepsProps {
  readonly isAdmin: boolean;
  readonly mayWrite: boolean;
  /** A collection that the account sees. */
  readonly collection: string | undefined;
}

const IMPORT: Step = {
  title: 'Import a file',
  text: 'Indicators in a table, a list, a workbook or STIX: drop it, look at what was recognised, import.',
  action: 'Import a file',
  href: '/imports/new',
};

/** For an installation with nothing in it: what to do first. */
export function FirstSteps({ isAdmin, mayWrite, collection }: FirstStepsProps) {
  const steps: Step[] = [
    ...(mayWrite ? [IMPORT] : []),
    {
      title: 'Connect a client',
      text: 'Sentinel, OpenCTI, MISP, Cortex XSOAR, Elastic, Splunk, QRadar or a script: with recipes to copy.',
      action: 'Connect a client',
      href: collection === undefined ? '/collections' : `/collections/${collection}/connect`,
    },
    isAdmin
      ? {
          title: 'Make a collection',
          text: 'One for each audience: rights are given by collection.',
          action: 'Make a collection',
          href: '/admin/collections',
        }
      : {
          title: 'Look at your rights',
          text: 'An administrator gives them by collection: to read, to write, or both.',
          action: 'Your account',
          href: '/account',
        },
  ];
  return (
    <section aria-label="First steps">
      <Title order={2} size="h4">
        Nothing is here yet. {steps.length === 3 ? 'Three' : 'Two'} steps to begin with:
      </Title>
      <ol className="steps">
        {steps.map(({ title, text, action, href }) => (
          <Paper key={title} component="li" withBorder p="lg">
            <Title order={3} size="h5">
              {title}
            </Title>
            <Text size="sm" my="sm">
              {text}
            </Text>
            <Button component={Link} href={href} variant="default" size="xs">
              {action}
            </Button>
          </Paper>
        ))}
      </ol>
    </section>
  );
}
