// The audit under /api/v1/audit: who changed what, when, and from where. Of whom TAXII authenticates:
// OASIS TAXII 2.1 section 1.6.9.
import { type AuditRow, selectAudit } from '../../store/audit.ts';
import type { Handler, Input } from '../operation.ts';
import { answerList, badNext, readPart } from './list.ts';

const WHOLE = /^\d{1,18}$/;

/** Changes, newest first. */
export const listAudit: Handler = async ({ query }, { db }) => {
  const { limit, after } = readPart(query, 2);
  const [micros = '', id = ''] = after ?? [];
  if (after !== null && !(WHOLE.test(micros) && WHOLE.test(id))) throw badNext();
  const filter = {
    account: textOf(query, 'account'),
    action: textOf(query, 'action'),
    target: textOf(query, 'target'),
    after: textOf(query, 'after'),
    before: textOf(query, 'before'),
    last: after && { micros, id },
  };
  const rows = await selectAudit(db.work, filter, limit + 1);
  return answerList(rows, limit, (row) => [row.micros, String(row.id)], resource);
};

function resource({ micros: _, ...row }: AuditRow): object {
  return row;
}

// PostgreSQL has no text with a NUL: nothing is named so.
function textOf(query: Input['query'], name: string): string | null {
  const value = query[name];
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : null;
}
