// The status resource of a push (TAXII 2.1 §4.3.1). Pushes are finished before they are answered,
// so a status is complete from its start and never changes.

import { formatDateAdded } from './timestamp.ts';

/** An element that was stored, or was there already. */
export interface Success {
  readonly id: string;
  readonly version: string;
  readonly message?: string;
}

/** An element that was not stored, and why. */
export interface Failure {
  readonly id: string;
  readonly version: string;
  readonly message: string;
}

/** What became of a push. */
export interface Outcomes {
  readonly id: string;
  /** Microseconds since 1970 UTC. */
  readonly requestTimestamp: number;
  readonly successes: readonly Success[];
  readonly failures: readonly Failure[];
}

/** The status resource as it is sent. */
export interface StatusResource {
  readonly id: string;
  readonly status: 'complete';
  readonly request_timestamp: string;
  readonly total_count: number;
  readonly success_count: number;
  readonly successes?: readonly Required<Success>[];
  readonly failure_count: number;
  readonly failures?: readonly Failure[];
  readonly pending_count: 0;
}

/** Makes the status resource: the counts add up, every element is listed, no list is empty. */
export function buildStatus({
  id,
  requestTimestamp,
  successes,
  failures,
}: Outcomes): StatusResource {
  const stored = successes.map((success) => ({
    id: success.id,
    version: success.version,
    message: success.message ?? 'stored',
  }));
  return {
    id,
    status: 'complete',
    request_timestamp: formatDateAdded(requestTimestamp),
    total_count: successes.length + failures.length,
    success_count: successes.length,
    ...(stored.length > 0 && { successes: stored }),
    failure_count: failures.length,
    ...(failures.length > 0 && { failures }),
    pending_count: 0,
  };
}
