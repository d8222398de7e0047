// Records that repeat an earlier one of the same file, wherever that was. What an import has stored
// tells them as well; this is for what it did not store: unchanged records, and all of a dry run.
import { hash } from 'node:crypto';
import type { Database } from '../../store/database.ts';
import { openSeen, type Seen, type Vanished, type VanishedFrom } from '../../store/seen.ts';
import type { Candidate } from '../candidate.ts';
import type { Outcome } from '../settle.ts';
import { addToSieve, mayHold, type Sieve, startSieve } from '../sieve.ts';

export interface Repeats {
  /** What became of candidates that repeat an earlier record, by their places. */
  readonly find: (candidates: readonly Candidate[]) => Promise<ReadonlyMap<number, Outcome>>;
  /** Remembers records that are the first of their kind. */
  readonly add: (candidates: readonly Candidate[]) => Promise<void>;
  /** Remembers objects that a file names, and does not make. */
  readonly spare: (uuids: readonly string[]) => Promise<void>;
  /** The next objects of a collection that none of the records added is. */
  readonly vanished: (from: VanishedFrom) => Promise<readonly Vanished[]>;
  readonly close: () => Promise<void>;
}

/** Begins with nothing; the table and its sieve are made for the first record. */
export function startRepeats(db: Database): Repeats {
  let opening: Promise<Seen> | null = null;
  // Nearly all records of a file are the first of their kind, and need not be asked for.
  let sieve: Sieve | null = null;
  return {
    find: async (candidates) => {
      const outcomes = new Map<number, Outcome>();
      const places = sieve === null ? [] : placesIn(sieve, candidates);
      if (opening === null || places.length === 0) return outcomes;
      const seen = await opening;
      const asked = places.flatMap((place) => candidates[place] ?? []);
      for (const { place, line, says_other } of await seen.find(columnsOf(asked))) {
        const kind = says_other ? 'conflict' : 'duplicate';
        outcomes.set(places[place] ?? 0, { kind, date_added: 0, first_line: line });
      }
      return outcomes;
    },
    add: async (candidates) => {
      if (candidates.length === 0) return;
      opening ??= openSeen(db);
      const seen = await opening;
      const lines = candidates.map(({ import_line = 0 }) => import_line);
      await seen.add(columnsOf(candidates), lines);
      sieve ??= startSieve();
      addToSieve(
        sieve,
        candidates.map(({ stix_uuid }) => stix_uuid),
      );
    },
    spare: async (uuids) => {
      if (uuids.length === 0) return;
      opening ??= openSeen(db);
      await (await opening).spare(uuids);
    },
    vanished: async (from) => {
      opening ??= openSeen(db);
      return (await opening).vanished(from);
    },
    close: async () => {
      const seen = await opening?.catch(() => null);
      seen?.close();
    },
  };
}

// Records that repeat each other are of one object.
function placesIn(sieve: Sieve, candidates: readonly Candidate[]): number[] {
  return [...candidates.keys()].filter((place) =>
    mayHold(sieve, candidates[place]?.stix_uuid ?? ''),
  );
}

const DIGITS = 32;

// As settle.ts tells them: a row is its id, a STIX object its version, and its content where it has none.
function columnsOf(candidates: readonly Candidate[]) {
  const keys = candidates.map((candidate) => {
    const { stix_type, stix_uuid, version, spec_version, content_hash } = candidate;
    if (candidate.is_sent !== true) return stix_uuid;
    const name = `${stix_type} ${stix_uuid} ${spec_version} ${version ?? content_hash}`;
    return hash('sha256', name, 'hex').slice(0, DIGITS);
  });
  const contents = candidates.map((one, at) =>
    one.is_sent === true ? one.content_hash : (keys[at] ?? ''),
  );
  return { keys, contents };
}
