// A header → which column means what, decided once for all records that have these names.
import { type Finding, fileWarning } from '../entry.ts';
import { type Feed, recogniseFeed } from './feeds.ts';
import type { Attribute, ValueType } from './field.ts';
import { attributeOf, fieldOf, isValueType, nForm, precedenceOf, valueTypeOf } from './names.ts';

/** A column that may hold the value. */
export interface ValueColumn {
  readonly type: ValueType;
  readonly column: number;
  /** The column with the other half of a pair: the hash's algorithm, the network's prefix. */
  readonly partner?: number;
}

/** What each column of a header means. */
export interface Plan {
  /** Names as written, repeats numbered. */
  readonly names: readonly string[];
  readonly feed: Feed | null;
  readonly scalars: Readonly<Partial<Record<Attribute, number>>>;
  readonly lists: Readonly<Partial<Record<Attribute, readonly number[]>>>;
  /** In the order of precedence. */
  readonly values: readonly ValueColumn[];
  /** Columns of an error file: not read at all. */
  readonly ignored: ReadonlySet<number>;
  readonly findings: readonly Finding[];
}

type Field = Attribute | ValueType | 'extra';

// Attributes that take several cells and several values.
const LIST_ATTRIBUTES: ReadonlySet<Attribute> = new Set([
  'labels',
  'threat_types',
  'malware',
  'kill_chain',
  'references',
  'mitre',
  'cwe',
] satisfies Attribute[]);

const WEAK: ReadonlySet<ValueType> = new Set([
  'asn',
  'cidr',
  'email',
  'user',
] satisfies ValueType[]);

/**
 * How many of these names mean something, and whether one of them can hold the value. A name whose
 * column is mapped by number alone is unknown: it may be the first value of a table without a header.
 */
export function countKnown(
  names: readonly string[],
  columns: Readonly<Record<string, string>>,
): { readonly known: number; readonly hasValue: boolean; readonly unknown: readonly string[] } {
  const fields = names.map((name, index) => fieldOfName(name, index, columns, null));
  return {
    known: fields.filter((field) => field !== null).length,
    hasValue: fields.some((field) => field !== null && isValueType(field)),
    unknown: names.filter((name) => fieldOfName(name, -1, columns, null) === null),
  };
}

/**
 * Decides what the columns mean; null where none of them can hold a value. `given` is the feed, where
 * not the names tell it.
 */
export function planColumns(
  header: readonly string[],
  columns: Readonly<Record<string, string>>,
  given: Feed | null,
): Plan | null {
  const feed = given ?? recogniseFeed(header.filter((name) => !isOurs(name)).map(nForm));
  const names = header.map((name, index) => (name === '' ? `column_${index + 1}` : name));
  const draft = {
    scalars: {} as Partial<Record<Attribute, number>>,
    lists: {} as Partial<Record<Attribute, number[]>>,
    values: [] as ValueColumn[],
    ignored: new Set<number>(),
  };
  const repeats = numberRepeats(names);
  for (const [index, name] of names.entries()) {
    const field = fieldOfName(name, index, columns, feed);
    if (isOurs(name)) {
      draft.ignored.add(index);
    } else if (field !== null) {
      place(field, index, draft, repeats.repeated.has(index));
    }
  }
  const values = pairUp(sortValues(draft.values), names, feed);
  if (values.length === 0) {
    return null;
  }
  return { ...draft, names: repeats.names, feed, values, findings: repeats.findings };
}

/** What a column means, and what says so; neither for one that is kept under its name, or ignored. */
export interface Meaning {
  readonly field: string | null;
  readonly by: 'given' | 'content' | 'feed' | 'name' | null;
}

/** What each of these columns means. `fields` are those that were told by what is in them. */
export function describeColumns(
  header: readonly string[],
  given: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>>,
  feedName: Feed | null,
): readonly Meaning[] {
  const feed = feedName ?? recogniseFeed(header.filter((name) => !isOurs(name)).map(nForm));
  return header.map((name, index): Meaning => {
    const tell = (by: Meaning['by'], columns: typeof given, told: Feed | null) => {
      const field = isOurs(name) ? null : fieldOfName(name, index, columns, told);
      return field === null ? null : { field, by };
    };
    const isGiven = ownOf(given, name) ?? ownOf(given, String(index + 1));
    if (isGiven !== undefined) return tell('given', given, null) ?? { field: null, by: null };
    const byName = tell('name', {}, null);
    const byFeed = tell('feed', {}, feed);
    const byContent = tell('content', fields, null);
    if (byContent !== null && byName === null) return byContent;
    const isOfFeed = byFeed !== null && byFeed.field !== byName?.field;
    return (isOfFeed ? byFeed : byName) ?? { field: null, by: null };
  });
}

// The columns that an error file adds.
function isOurs(name: string): boolean {
  return /^import_/i.test(name);
}

interface PlanDraft {
  readonly scalars: Partial<Record<Attribute, number>>;
  readonly lists: Partial<Record<Attribute, number[]>>;
  readonly values: ValueColumn[];
}

function fieldOfName(
  name: string,
  index: number,
  columns: Readonly<Record<string, string>>,
  feed: Feed | null,
): Field | null {
  const manual = ownOf(columns, name) ?? ownOf(columns, String(index + 1));
  if (manual !== undefined) {
    return (
      fieldOf(manual) ?? valueTypeOf.get(nForm(manual)) ?? attributeOf.get(nForm(manual)) ?? null
    );
  }
  const wanted = nForm(name);
  return (
    (feed === null ? undefined : ownOf(feed.overrides, wanted)) ??
    byTables(wanted) ??
    byTables(nForm(name.slice(name.lastIndexOf('.') + 1)))
  );
}

// A column may be called `constructor`, which every object has.
function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function byTables(name: string): Field | null {
  return attributeOf.get(name) ?? valueTypeOf.get(name) ?? null;
}

function place(field: Field, index: number, draft: PlanDraft, isRepeated: boolean): void {
  if (field === 'extra') {
    return;
  }
  if (isValueType(field)) {
    if (!isRepeated || field === 'hash') {
      draft.values.push({ type: field, column: index });
    }
  } else if (LIST_ATTRIBUTES.has(field)) {
    // A record may have a hundred thousand of them: no copies.
    draft.lists[field] ??= [];
    draft.lists[field].push(index);
  } else {
    draft.scalars[field] ??= index;
  }
}

function sortValues(values: readonly ValueColumn[]): readonly ValueColumn[] {
  const strong = values.filter((value) => !WEAK.has(value.type));
  const kept = strong.length > 0 ? strong : values;
  const rank = (value: ValueColumn) => precedenceOf.get(value.type) ?? 0;
  return [...kept].sort((a, b) => rank(a) - rank(b) || a.column - b.column);
}

function pairUp(
  values: readonly ValueColumn[],
  names: readonly string[],
  feed: Feed | null,
): readonly ValueColumn[] {
  const forms = names.map(nForm);
  const hashTypes = forms.flatMap((form, index) =>
    attributeOf.get(form) === 'hash_type' ? [index] : [],
  );
  let nth = 0;
  return values.map((value) => {
    if (value.type === 'hash') {
      const partner = hashTypes[nth];
      nth += 1;
      return partner === undefined ? value : { ...value, partner };
    }
    const netblock = forms.indexOf('netblock');
    return feed?.name === 'dshield' && value.type === 'cidr' && netblock !== -1
      ? { ...value, partner: netblock }
      : value;
  });
}

function numberRepeats(names: readonly string[]): {
  readonly names: readonly string[];
  readonly repeated: ReadonlySet<number>;
  readonly findings: readonly Finding[];
} {
  const seen = new Map<string, number>();
  const repeated = new Set<number>();
  let isWorthSaying = false;
  const numbered = names.map((name, index) => {
    const form = nForm(name);
    const field = byTables(form);
    const times = (seen.get(form) ?? 0) + 1;
    seen.set(form, times);
    if (times === 1) {
      return name;
    }
    repeated.add(index);
    isWorthSaying ||= field !== 'hash' && field !== 'hash_type';
    return `${name}_${times}`;
  });
  const message = 'Some columns have the same name; the leftmost of each was used.';
  const hint = 'Give each column its own name.';
  const findings = isWorthSaying ? [fileWarning('HEADER_DUPLICATE', message, hint)] : [];
  return { names: numbered, repeated, findings };
}
