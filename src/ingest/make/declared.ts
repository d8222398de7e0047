// What a record declares its value to be: the word of its type column, and the name of the value's
// own column. Where both say something they are reconciled.
import type { ValueColumn } from '../map/columns.ts';
import { type Draft, reject, textAt, textOf } from '../map/draft.ts';
import type { ValueType } from '../map/field.ts';
import { nForm, valueTypeOf } from '../map/names.ts';

/** A declared type; `any` is told by the shape. */
export interface Declared {
  readonly type: ValueType;
  /** A word of the type column that turned out to be a kind of threat. */
  readonly threatWord: string | null;
  /** Word and column contradict each other; the word wins. */
  readonly isConflict: boolean;
}

const NARROWER: Partial<Record<ValueType, readonly ValueType[]>> = {
  ip: ['ipv4', 'ipv6', 'cidr', 'endpoint'],
  ipv4: ['cidr'],
  ipv6: ['cidr'],
  host: ['domain', 'ip', 'ipv4', 'ipv6'],
  hash: 'md5 sha1 sha256 sha512 sha3256 sha3512 sha224 sha384 ssdeep tlsh authentihash imphash pehash cert'.split(
    ' ',
  ) as ValueType[],
  email: ['email-sender', 'email-recipient'],
  file: 'md5 sha1 sha256 sha512 sha3256 sha3512 sha224 sha384 hash file-name'.split(
    ' ',
  ) as ValueType[],
};

/** The declared type; null when the record was rejected for what it declares. */
export function declaredType(draft: Draft, where: ValueColumn): Declared | null {
  const byHeader = headerType(draft, where);
  if (byHeader === null) {
    return null;
  }
  const column = draft.plan.scalars.type;
  const word = textOf(draft, 'type');
  if (word === null || column === undefined) {
    return { type: byHeader, threatWord: null, isConflict: false };
  }
  const byWord = typeOfWord(word);
  if (byWord === undefined) {
    return unknownWord(draft, column, word, byHeader);
  }
  draft.used[column] = true;
  return reconcile(byHeader, byWord);
}

/** The type that a word of a type column stands for. */
export function typeOfWord(word: string): ValueType | undefined {
  const name = nForm(word.replace(/:value$/i, ''));
  // As a word it says nothing; as the name of a column it is unknown.
  return name === 'any' ? 'any' : valueTypeOf.get(name);
}

function unknownWord(
  draft: Draft,
  column: number,
  word: string,
  byHeader: ValueType,
): Declared | null {
  if (byHeader !== 'any') {
    draft.used[column] = true;
    return { type: byHeader, threatWord: word, isConflict: false };
  }
  const hint =
    'Use a known type such as domain, ipv4, url, email, md5 or sha256, or leave it empty.';
  reject(draft, column, 'TYPE_UNKNOWN', 'is no known type of value', hint);
  return null;
}

function reconcile(byHeader: ValueType, byWord: ValueType): Declared {
  if (byWord === 'any' || byWord === byHeader || NARROWER[byWord]?.includes(byHeader) === true) {
    return { type: byHeader, threatWord: null, isConflict: false };
  }
  const fits = byHeader === 'any' || NARROWER[byHeader]?.includes(byWord) === true;
  return { type: byWord, threatWord: null, isConflict: !fits };
}

function headerType(draft: Draft, where: ValueColumn): ValueType | null {
  if (where.type !== 'hash' || where.partner === undefined) {
    return where.type;
  }
  const word = textAt(draft, where.partner);
  if (word === null) {
    return 'hash';
  }
  const type = valueTypeOf.get(nForm(word));
  if (type === undefined) {
    const hint = 'Use MD5, SHA-1, SHA-256 or SHA-512.';
    reject(draft, where.partner, 'HASH_ALGORITHM_UNKNOWN', 'is no known hash algorithm', hint);
    return null;
  }
  draft.used[where.partner] = true;
  return type;
}
