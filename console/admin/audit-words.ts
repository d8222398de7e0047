// Actions of the audit log, which are named by operations, in words.
import type { Schemas } from '../api.ts';

const VERBS: Readonly<Record<string, string>> = {
  create: 'made',
  add: 'added',
  update: 'changed',
  put: 'set',
  delete: 'removed',
  edit: 'edited',
  order: 'ordered',
  remove: 'removed',
  replay: 'replayed',
  undo: 'undid',
  cancel: 'cancelled',
  release: 'released',
  discard: 'discarded',
  revoke: 'revoked',
};

/** `createApiRoot` → made API root. */
export function wordsOf(action: string): string {
  const [verb = '', ...words] = action.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  if (action === 'createSession') return 'signed in';
  return [VERBS[verb] ?? verb, ...words].join(' ').replace(/\bapi\b/, 'API');
}

// Complete by type: what the server keeps and what can be asked for cannot differ.
const KEPT: Readonly<Record<Schemas['AuditAction'], true>> = {
  cancelChange: true,
  cancelImport: true,
  createAccount: true,
  createApiRoot: true,
  createChange: true,
  createCollection: true,
  createImport: true,
  createObject: true,
  createRule: true,
  createSearch: true,
  createSession: true,
  createToken: true,
  deleteAccount: true,
  deleteAnnotation: true,
  deleteApiRoot: true,
  deleteCollection: true,
  deleteGrant: true,
  deleteImportTemplate: true,
  deleteObject: true,
  deleteRule: true,
  deleteSearch: true,
  deleteSession: true,
  deleteToken: true,
  deleteWarningList: true,
  discardSetAside: true,
  editObject: true,
  orderRules: true,
  putAnnotation: true,
  putGrant: true,
  putImportTemplate: true,
  putOwnPassword: true,
  putRule: true,
  putSearch: true,
  putWarningList: true,
  releaseSetAside: true,
  removeObject: true,
  replayImport: true,
  revokeObject: true,
  undoChange: true,
  undoImport: true,
  updateAccount: true,
  updateApiRoot: true,
  updateCollection: true,
};

/** The changes that can be asked for, in words. */
export const ACTIONS: readonly { readonly value: string; readonly label: string }[] = Object.keys(
  KEPT,
)
  .map((value) => ({ value, label: wordsOf(value) }))
  .sort((a, b) => a.label.localeCompare(b.label));

/** Where what was changed can be looked at; null for what has no page, or is gone with the change. */
export function placeOf(action: string, target: string): string | null {
  if (/^delete(Account|ApiRoot|Collection)$/.test(action)) return null;
  if (/(Account|Token|Session|Password)$/.test(action))
    return `/admin/accounts/${encodeURIComponent(target)}`;
  if (/(Collection|Grant)$/.test(action)) return `/collections/${target}`;
  if (/Import$/.test(action)) return `/imports/${target}`;
  return /ApiRoot$/.test(action) ? '/admin/collections' : null;
}

/** What else is known of a change, on one line. */
export function writeDetails(details: Readonly<Record<string, unknown>> | null): string {
  return Object.entries(details ?? {})
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
