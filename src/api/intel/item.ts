// A stored version as lists show it: IntelItem of openapi.yaml.
import type { components } from '../../generated/api.ts';
import type { IntelRow } from '../../store/intel-page.ts';
import { formatDateAdded } from '../../taxii/timestamp.ts';
import type { ReadScope } from './scope.ts';

type IntelItem = components['schemas']['IntelItem'];

/** Shows a row to whoever may read its collection. */
export function intelItem(row: IntelRow, scope: ReadScope): IntelItem {
  const collection = scope.byId.get(row.collection_id);
  return {
    id: `${row.stix_type}--${row.stix_uuid}`,
    type: row.stix_type,
    collection: {
      id: row.collection_id,
      title: collection?.title ?? '',
      api_root: collection?.api_root ?? '',
      ...(collection?.alias ? { alias: collection.alias } : {}),
    },
    name: row.name,
    values: [...row.values],
    value_count: row.value_count,
    source: scope.sourceOf(row.collection_id, row.creator),
    creator: row.creator === null ? null : `identity--${row.creator}`,
    created: showTime(row.created),
    modified: showTime(row.modified),
    added: formatDateAdded(row.date_added),
    valid_from: showTime(row.valid_from),
    valid_until: showTime(row.valid_until),
    confidence: row.confidence,
    tlp: row.tlp,
    revoked: row.revoked,
    expired: row.valid_until !== null && row.valid_until <= scope.now,
    labels: [...row.labels],
    kinds: [...row.kinds],
    import: row.import_id,
    can_write: collection?.can_write ?? false,
  };
}

/** A time of an object, with the milliseconds that are kept of it. */
export function showTime(micros: number | null): string | null {
  return micros === null ? null : new Date(micros / 1000).toISOString();
}
