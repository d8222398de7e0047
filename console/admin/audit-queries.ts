import { api, read, type Schemas } from '../api.ts';
import { usePages } from '../pages.ts';

/** What of the audit log is looked at; empty: all. */
export interface AuditFilter {
  readonly account: string;
  readonly action: string;
  readonly target: string;
  /** Days, as YYYY-MM-DD in the zone of the viewer. */
  readonly from: string;
  readonly to: string;
}

/** Changes, newest first. */
export function useAudit(filter: AuditFilter) {
  return usePages<Schemas['AuditEntry']>(
    ['audit', filter],
    (next) =>
      read(api.GET('/api/v1/audit', { params: { query: { ...queryOf(filter), ...next } } })),
    { staysShown: true },
  );
}

function queryOf({ account, action, target, from, to }: AuditFilter): Record<string, string> {
  const given = {
    account,
    action,
    target,
    after: from === '' ? '' : new Date(`${from}T00:00:00`).toISOString(),
    before: to === '' ? '' : new Date(`${to}T23:59:59.999`).toISOString(),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}
