// Records → drafts for a whole file: keeps the plan of its header, or of each set of names that JSON
// records come with.
import { type Entry, type Finding, fileWarning } from '../entry.ts';
import { type Plan, planColumns } from './columns.ts';
import { type Draft, draftRecord } from './draft.ts';
import { feedNamed } from './feeds.ts';

/** Turns the entries of one file into drafts. */
export interface Mapper {
  /** The feed by the header, or by the first record's names. */
  readonly feed: () => string | null;
  readonly findings: () => readonly Finding[];
  /** A draft; a finding where no member can hold a value; null where there is no record. */
  readonly map: (entry: Entry) => Draft | Finding | null;
}

// Both together bound what a file of ever new names can make us remember.
const MAX_PLANS = 1000;
const MAX_KEY = 10_000;

/** Starts to map; null where the header has no column that can hold a value. */
export function startMapper(
  header: readonly string[] | null,
  columns: Readonly<Record<string, string>>,
  feedName: string | null,
): Mapper | null {
  const feed = feedName === null ? null : feedNamed(feedName);
  const fixed = header === null ? null : planColumns(header, columns, feed);
  if (header !== null && fixed === null) {
    return null;
  }
  const plans = new Map<string, Plan | null>();
  let first: Plan | null = fixed;
  const planFor = (entry: Entry): Plan | null => {
    if (fixed !== null || entry.names === undefined) {
      return fixed;
    }
    const key = entry.names.join('\u0000');
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = planColumns(entry.names, columns, feed);
      if (plans.size >= MAX_PLANS) {
        plans.clear();
      }
      if (key.length <= MAX_KEY) {
        plans.set(key, plan);
      }
      first ??= plan;
    }
    return plan;
  };
  return {
    feed: () => feedName ?? first?.feed?.name ?? null,
    findings: () => fixed?.findings ?? [],
    map: (entry) => {
      const plan = planFor(entry);
      return plan === null ? noValue(entry.line) : draftRecord(entry, plan);
    },
  };
}

function noValue(line: number): Finding {
  const message = 'The record has no member that is known to hold a value.';
  const hint = 'Name the member value, or say what the members are with `columns`.';
  return { ...fileWarning('VALUE_EMPTY', message, hint), kind: 'rejection', line };
}
