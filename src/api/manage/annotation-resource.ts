// An annotation as callers see it.
import { readMilliseconds } from '../../stix/timestamp.ts';
import type { AnnotationRow } from '../../store/annotations.ts';
import { refuseBody } from './change.ts';

/** An annotation as callers see it. */
export function describeAnnotation(row: AnnotationRow | null): object | null {
  if (row === null) return null;
  const { labels_added, labels_removed, confidence, tlp, opinion, comments } = row;
  const valid_until =
    row.valid_until === null ? null : new Date(row.valid_until / 1000).toISOString();
  const { updated_at, updated_by } = row;
  return {
    ...{ labels_added, labels_removed, confidence, tlp, valid_until, opinion, comments },
    ...{ updated_at, updated_by },
  };
}

/**
 * A time as columns have it.
 * @throws ApiError BAD_BODY for a day that no calendar has
 */
export function readTime(text: string | null): number | null {
  if (text === null) return null;
  const milliseconds = readMilliseconds(text);
  if (milliseconds === null)
    throw refuseBody('/valid_until', 'must be a time like 2026-03-01T09:00:00.000Z');
  return milliseconds * 1000;
}
