// What the matrix of rights is made of: callers with all kinds of rights, and whom an operation lets in.

/** Who asks. The writer cannot read; the owner can both, and has made the things. */
export const CALLERS = [
  'nobody',
  'stranger',
  'looker',
  'reader',
  'writer',
  'owner',
  'admin',
] as const;
export type Caller = (typeof CALLERS)[number];

type Outcome = 'in' | 401 | 403 | 404 | 422;

/** Whom operations let in: by the `x-role` that they may have, and the outcome for each caller. */
export const KINDS = {
  public: [['public'], 'in', 'in', 'in', 'in', 'in', 'in', 'in'],
  account: [['authenticated'], 401, 'in', 'in', 'in', 'in', 'in', 'in'],
  admin: [['admin'], 401, 403, 403, 403, 403, 403, 'in'],
  /** What belongs to an account. */
  self: [['self-or-admin'], 401, 403, 403, 403, 403, 'in', 'in'],
  /** What everybody sees, and only its maker and administrators change. */
  mine: [['authenticated'], 401, 403, 403, 403, 403, 'in', 'in'],
  root: [['root', 'authenticated'], 401, 404, 'in', 'in', 'in', 'in', 'in'],
  /** A status is for the account that has pushed. */
  sender: [['root'], 401, 404, 404, 404, 404, 'in', 404],
  collection: [['collection', 'authenticated'], 401, 404, 'in', 'in', 'in', 'in', 'in'],
  read: [['read', 'authenticated'], 401, 404, 403, 'in', 403, 'in', 'in'],
  write: [['write'], 401, 404, 403, 403, 'in', 'in', 'in'],
  /** Where the collection is not in the path. */
  into: [['authenticated'], 401, 422, 403, 403, 'in', 'in', 'in'],
  /** What only its maker sees. */
  own: [['authenticated'], 401, 404, 404, 404, 404, 'in', 404],
  /** What its maker and administrators see. */
  ours: [['authenticated'], 401, 404, 404, 404, 404, 'in', 'in'],
  /** Where an import is named in the body. */
  decide: [['authenticated'], 401, 422, 422, 422, 'in', 'in', 'in'],
  /** Section 5.7 of TAXII 2.1: neither right 404, one of them 403. */
  delete: [['delete'], 401, 404, 404, 403, 403, 'in', 'in'],
  /** Its uploader, whoever may write to its collection, and administrators. */
  import: [['authenticated'], 401, 404, 404, 404, 'in', 'in', 'in'],
  /** As an import, but of an upload of somebody else the collection must be readable as well. */
  file: [['authenticated'], 401, 404, 404, 404, 403, 'in', 'in'],
} as const satisfies Record<string, readonly [readonly string[], ...Outcome[]]>;
export type Kind = keyof typeof KINDS;

/** What an operation does to this caller. */
export function outcomeOf(kind: Kind, caller: Caller): Outcome {
  const [, ...outcomes] = KINDS[kind];
  return outcomes[CALLERS.indexOf(caller)] ?? 401;
}
