import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Fault } from './api.ts';

interface FaultAlertProps {
  readonly fault: Fault;
  readonly onRetry?: () => void;
}

/** What failed, why, and a way to try again. */
export function FaultAlert({ fault, onRetry }: FaultAlertProps) {
  return (
    <Alert color="red" title={fault.title} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Text size="sm">{fault.detail}</Text>
      {fault.error_id !== undefined && (
        <Text size="xs" mt="xs">
          In the log of the server: <code>{fault.error_id}</code>
        </Text>
      )}
      {onRetry !== undefined && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
