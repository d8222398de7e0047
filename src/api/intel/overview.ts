// What is here, what comes in and what goes out (OASIS TAXII 2.1 section 5.4), in figures; each with the
// search that leads to what it counts.
import { TLP_LEVELS, type TlpLevel } from '../../stix/tlp.ts';
import {
  type ContentRow,
  type OverlapRow,
  selectContent,
  selectImportDays,
  selectOverlap,
} from '../../store/overview.ts';
import { selectTraffic } from '../../store/traffic.ts';
import { formatDateAdded } from '../../taxii/timestamp.ts';
import type { Context, Handler } from '../operation.ts';
import { type ReadScope, readScope } from './scope.ts';

const DAY = 86_400_000_000;
const DEFAULT_DAYS = 30;
const KEPT_MS = 60_000;
// Beyond, every so many-th value stands for its neighbours.
const SAMPLE = 50_000;
const MOST_KEPT = 20;

interface Kept {
  readonly until: number;
  readonly figures: Promise<object>;
}

const kept = new WeakMap<Context, Map<string, Kept>>();

/** The figures, kept for a minute: nobody looks closer, and many look at once. */
export const getOverview: Handler = async (input, context) => {
  const days = typeof input.query.days === 'number' ? input.query.days : DEFAULT_DAYS;
  const scope = await readScope(input, context);
  const key = `${days} ${scope.collections.map(({ id }) => id).join(' ')}`;
  const known = kept.get(context) ?? new Map<string, Kept>();
  kept.set(context, known);
  const now = Date.now();
  for (const [old, { until }] of known) if (until <= now) known.delete(old);
  const found = known.get(key) ?? {
    until: now + KEPT_MS,
    figures: readFigures(scope, days, context),
  };
  if (known.size < MOST_KEPT) known.set(key, found);
  found.figures.catch(() => known.delete(key));
  return { status: 200, body: await found.figures };
};

async function readFigures(scope: ReadScope, days: number, context: Context): Promise<object> {
  const { db } = context;
  const ids = scope.collections.map(({ id }) => id);
  const firstDay = Math.floor(scope.now / DAY) - days + 1;
  await context.flushTraffic();
  const content = await selectContent(db, ids, scope.now, firstDay);
  const total = sum(content, 'count');
  const share = 2 ** Math.max(0, Math.ceil(Math.log2(total / SAMPLE)));
  const [overlap, imports, served] = await Promise.all([
    selectOverlap(db, ids, share),
    selectImportDays(db, ids, firstDay),
    selectTraffic(db, ids, firstDay),
  ]);
  const nameOf = (row: ContentRow) => scope.sourceOf(row.collection_id, row.creator);
  return {
    at: formatDateAdded(scope.now),
    days: Array.from({ length: days }, (_, at) => dayText(firstDay + at)),
    totals: {
      objects: total,
      revoked: sum(content, 'revoked'),
      expired: sum(content, 'expired'),
    },
    types: countBy(content, (row) => row.stix_type, is('type')),
    tlp: countBy(content, (row) => row.tlp, is('tlp')).sort(
      (a, b) => levelOf(a.key) - levelOf(b.key),
    ),
    sources: freshness(content, nameOf),
    added: addedByDay(content, nameOf),
    expiring: [7, 30].map((within) => ({
      days: within,
      count: sum(content, within === 7 ? 'expiring_7' : 'expiring_30'),
      where: {
        all: [
          { field: 'valid_until', op: 'after', value: 'now' },
          { field: 'valid_until', op: 'before', value: `now+${within}d` },
          { field: 'revoked', op: 'is', value: false },
        ],
      },
    })),
    imports,
    overlap: overlapOf(overlap, share, scope),
    served: served.map(({ collection_id, ...row }) => ({
      ...row,
      collection: { id: collection_id, title: scope.byId.get(collection_id)?.title ?? '' },
    })),
  };
}

type Counted = 'count' | 'revoked' | 'expired' | 'expiring_7' | 'expiring_30';

function sum(rows: readonly ContentRow[], name: Counted): number {
  return rows.reduce((all, row) => all + row[name], 0);
}

function is(field: string): (key: string | null) => object {
  return (key) =>
    key === null ? { field, op: 'exists', value: false } : { field, op: 'is', value: key };
}

interface Group {
  readonly key: string | null;
  readonly count: number;
  readonly where: object;
}

// Most first.
function countBy(
  rows: readonly ContentRow[],
  keyOf: (row: ContentRow) => string | null,
  whereOf: (key: string | null) => object,
): Group[] {
  const counts = new Map<string | null, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + row.count);
  const groups = [...counts].map(([key, count]) => ({ key, count, where: whereOf(key) }));
  return groups.sort((a, b) => b.count - a.count);
}

function levelOf(key: string | null): number {
  return TLP_LEVELS.indexOf(key as TlpLevel);
}

// The stalest last.
function freshness(rows: readonly ContentRow[], nameOf: (row: ContentRow) => string | null) {
  const last = new Map<string | null, number>();
  for (const row of rows)
    last.set(nameOf(row), Math.max(last.get(nameOf(row)) ?? 0, row.last_added));
  return countBy(rows, nameOf, is('source'))
    .map((group) => ({ ...group, last_added: last.get(group.key) ?? 0 }))
    .sort((a, b) => b.last_added - a.last_added)
    .map((group) => ({ ...group, last_added: formatDateAdded(group.last_added) }));
}

// What came in on each of the days, by type, TLP and source; days without anything are left out.
function addedByDay(rows: readonly ContentRow[], nameOf: (row: ContentRow) => string | null) {
  const byDay = new Map<number, ContentRow[]>();
  for (const row of rows) {
    if (row.day === null) continue;
    const of = byDay.get(row.day);
    if (of === undefined) byDay.set(row.day, [row]);
    else of.push(row);
  }
  const counts = (of: readonly ContentRow[], keyOf: (row: ContentRow) => string | null) =>
    countBy(of, keyOf, () => ({})).map(({ key, count }) => ({ key, count }));
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day, of]) => ({
      day: dayText(day),
      count: sum(of, 'count'),
      types: counts(of, (row) => row.stix_type),
      tlp: counts(of, (row) => row.tlp),
      sources: counts(of, nameOf),
      where: {
        all: [
          { field: 'added', op: 'after', value: new Date((day * DAY) / 1000 - 1).toISOString() },
          { field: 'added', op: 'before', value: dayText(day + 1) },
        ],
      },
    }));
}

// By name: the same source may be in several collections.
function overlapOf(rows: readonly OverlapRow[], share: number, scope: ReadScope) {
  const pairs = new Map<string, number>();
  let shared = 0;
  for (const { makers, count } of rows) {
    const names = [...new Set(makers.map((maker) => nameOfMaker(maker, scope)))].sort();
    if (names.length > 1) shared += count;
    for (const [at, one] of names.entries())
      for (const other of names.slice(at + 1)) {
        const key = JSON.stringify([one, other]);
        pairs.set(key, (pairs.get(key) ?? 0) + count);
      }
  }
  const most = [...pairs].sort(([, a], [, b]) => b - a).slice(0, 100);
  return {
    is_estimate: share > 1,
    values: shared * share,
    pairs: most.map(([key, count]) => ({ sources: JSON.parse(key), values: count * share })),
  };
}

function nameOfMaker(maker: string, scope: ReadScope): string {
  const [collection = '', creator = ''] = maker.split(' ');
  return scope.sourceOf(collection, creator) ?? `identity--${creator}`;
}

function dayText(day: number): string {
  return new Date((day * DAY) / 1000).toISOString().slice(0, 10);
}
