// Actions of the audit log, which are named by operations, in words.

const VERBS: Readonly<Record<string, string>> = {
  create: 'made',
  add: 'added',
  update: 'changed',
  put: 'set',
  delete: 'removed',
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

/** Where what was changed can be looked at, as long as it is there. */
export function placeOf(action: string, target: string): string | null {
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
