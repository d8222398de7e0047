// Pasted text → what is known of the values in it. What is found can be polled as well (OASIS TAXII 2.1
// section 5.4).
import type { components } from '../../generated/api.ts';
import { type Broader, broaderThan } from '../../ingest/make/broader.ts';
import { type FoundValue, findValues } from '../../ingest/make/found-values.ts';
import { type HolderRow, selectHolders, type WantedValue } from '../../store/intel-lookup.ts';
import { bodyOf } from '../manage/change.ts';
import type { Handler } from '../operation.ts';
import { intelItem } from './item.ts';
import { type ReadScope, readScope } from './scope.ts';

type LookupItem = components['schemas']['LookupItem'];

const MOST_VALUES = 1000;
// An answer of a thousand values stays within some megabytes.
const FEW_VALUES = 50;
const MATCHES = { few: 20, many: 3 };
// A number is nothing without its kind.
const NUMBERED = 'autonomous-system:number';

/** Looks up every indicator in a text: as it is, and what holds it. */
export const lookUpValues: Handler = async (input, context) => {
  const { text } = bodyOf(input, 'LookupRequest');
  const scope = await readScope(input, context);
  const found = findValues(text, MOST_VALUES + 1);
  const values = found.slice(0, MOST_VALUES);
  const asked = values.map((one) => ({ one, broader: broaderThan(one.kind, one.value) }));
  const wanted = new Map<string, WantedValue>();
  for (const { one, broader } of asked)
    for (const each of [wantedOf(one), ...[...broader.networks, ...broader.parents].map(anyKind)])
      wanted.set(keyOf(each), each);
  const list = [...wanted.values()];
  const most = values.length > FEW_VALUES ? MATCHES.many : MATCHES.few;
  const ids = scope.collections.map(({ id }) => id);
  const holders = new Map<string, HolderRow[]>();
  for (const row of await selectHolders(context.db, ids, list, most)) {
    const key = keyOf(list[row.wanted] ?? anyKind(''));
    holders.set(key, [...(holders.get(key) ?? []), row]);
  }
  const items = asked.map(({ one, broader }) => describe(one, broader, holders, scope));
  const known = items.filter((item) => item.match_count > 0).length;
  const body = {
    items,
    known_count: known,
    unknown_count: items.length - known,
    truncated: found.length > MOST_VALUES,
  };
  return { status: 200, body };
};

function describe(
  one: FoundValue,
  { networks, parents }: Broader,
  holders: ReadonlyMap<string, readonly HolderRow[]>,
  scope: ReadScope,
): LookupItem {
  const rowsOf = (each: WantedValue) => holders.get(keyOf(each)) ?? [];
  const itemsOf = (each: WantedValue) => rowsOf(each).map((row) => intelItem(row, scope));
  const own = wantedOf(one);
  return {
    ...one,
    matches: itemsOf(own),
    match_count: rowsOf(own)[0]?.holders ?? 0,
    networks: networks.flatMap((text) => itemsOf(anyKind(text))),
    parents: parents.flatMap((text) => itemsOf(anyKind(text))),
  };
}

function wantedOf({ kind, value }: FoundValue): WantedValue {
  return { kind: kind === NUMBERED ? kind : null, value };
}

function anyKind(value: string): WantedValue {
  return { kind: null, value };
}

function keyOf({ kind, value }: WantedValue): string {
  return `${kind ?? ''} ${value}`;
}
