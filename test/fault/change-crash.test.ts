// kill -9 of the server and of PostgreSQL at random moments of a change of many objects, and of its undo:
// both come to their end by themselves, and each object is changed exactly once. CRASH_ROUNDS is how many
// times, CRASH_OBJECTS how many objects are changed, CRASH_SEED gives a failed run's moments once more.
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  call,
  hasEnded,
  kill,
  makeCollection,
  objectsOf,
  startRandom,
  type Victim,
  waitFor,
} from '../support/crash.ts';
import {
  compare,
  type Delivered,
  NOTHING,
  openLedger,
  readAll,
  step,
  TAXII,
} from '../support/delivery.ts';
import { type ServerProcess, startProcess } from '../support/process.ts';

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 2);
const OBJECTS = Number(process.env.CRASH_OBJECTS ?? 4000);
const SEED = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
const OTHERS = OBJECTS / 4;
const OURS = OBJECTS - OTHERS;
const PATIENCE_MS = 180_000;
const PAGE = 1000;
// A batch takes longer: so a moment falls anywhere in one.
const BATCH_MS = 150;

const random = startRandom(SEED);
const moment = () => ({ part: random() * 0.85, pause: Math.floor(random() * BATCH_MS) });
const victims: readonly Victim[] = ['server', 'PostgreSQL'];
const rounds = Array.from({ length: ROUNDS }, (_, n) => ({
  round: n + 1,
  victim: victims[(n + SEED) % victims.length] ?? 'server',
  inChange: moment(),
  inUndo: moment(),
}));

/** A change as the API describes it, as far as it is the same however often it was broken off. */
interface Change {
  readonly id: string;
  readonly state: string;
  readonly done: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly undone: number;
  readonly kept: number;
}

type Moment = ReturnType<typeof moment>;

let server: ServerProcess;

beforeAll(async () => {
  server = await startProcess();
});
afterAll(() => server.stop());

/** Objects of ours, which get new versions, and objects of others, whose annotations are told in notes. */
async function fill(alias: string): Promise<void> {
  await makeCollection(server, alias);
  await call(
    server,
    `collections/${alias}`,
    'PATCH',
    JSON.stringify({ publish_annotations: true }),
  );
  const rows = Array.from({ length: OURS }, (_, n) => `url,https://ours.example/${n}\n`);
  const query = `imports?collection=${alias}&source=Crash&now=2026-01-01T00:00:00Z`;
  const { id } = await call(server, query, 'POST', `type,value\n${rows.join('')}`);
  await waitFor(server, id, hasEnded);
  const objects = Array.from({ length: OTHERS }, (_, n) => theirs(n));
  const answer = await fetch(`${server.url}${objectsOf(alias)}`, {
    method: 'POST',
    headers: { accept: TAXII, 'content-type': TAXII, authorization: server.authorization },
    body: JSON.stringify({ objects }),
  });
  expect(answer.status).toBe(202);
}

function theirs(n: number) {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--8e2e2d2b-17d4-4cbf-938f-${String(n).padStart(12, '0')}`,
    ...{ created: at, modified: at, valid_from: at },
    pattern: `[url:value = 'https://theirs.example/${n}']`,
    pattern_type: 'stix',
  };
}

const taggedOf = (alias: string) => ({
  collection: alias,
  where: JSON.stringify({ field: 'label', op: 'is', value: 'crashed' }),
});

async function countTagged(alias: string): Promise<number> {
  const query = new URLSearchParams(taggedOf(alias));
  return (await call<{ count: number }>(server, `intel/count?${query}`)).count;
}

/** Kills somebody when it has come so far, and waits until it has ended by itself. */
async function breakOff(
  id: string,
  victim: Victim | null,
  { part, pause }: Moment,
  progress: (one: Change) => number,
): Promise<Change> {
  let isStruck = victim === null;
  for (;;) {
    const one = await call<Change>(server, `changes/${id}`);
    if (hasEnded({ ...one, counts: {} })) return one;
    if (!isStruck && victim !== null && progress(one) >= part * OBJECTS) {
      isStruck = true;
      await sleep(pause);
      await kill(server, victim);
    }
    await sleep(5);
  }
}

/** How many versions each object has, by what becomes of it. */
function countVersions(
  stored: Delivered,
): Readonly<Record<string, Readonly<Record<number, number>>>> {
  const versions = new Map<string, number>();
  for (const version of stored.keys()) {
    const [id = ''] = version.split(' ');
    versions.set(id, (versions.get(id) ?? 0) + 1);
  }
  const counts: Record<string, Record<number, number>> = {};
  for (const [id, count] of versions) {
    const [type = ''] = id.split('--');
    const kind = id.startsWith('indicator--8e2e2d2b-17d4') ? 'theirs' : type;
    const ofKind = counts[kind] ?? {};
    counts[kind] = { ...ofKind, [count]: (ofKind[count] ?? 0) + 1 };
  }
  return counts;
}

describe(`a change of many objects that is broken off (CRASH_SEED=${SEED})`, () => {
  test.each(rounds)(
    'round $round: kill -9 of $victim in the change and in its undo',
    async ({ round, victim, inChange, inUndo }) => {
      const alias = `round-${round}`;
      await fill(alias);
      let isOver = false;
      const polling = step(server, openLedger(), () => isOver, PAGE, objectsOf(alias));
      const where = { field: 'type', op: 'is', value: 'indicator' };
      const action = { add_labels: ['crashed'], confidence: 80 };
      const body = JSON.stringify({ collection: alias, where, action });
      const { id } = await call<Change>(server, 'changes', 'POST', body);
      const done = await breakOff(id, victim, inChange, (one) => one.done);
      const counts = { count: OBJECTS, changed: OBJECTS, unchanged: 0, refused: 0 };
      expect(done).toMatchObject({ state: 'completed', done: OBJECTS, ...counts, undone: 0 });
      expect(await countTagged(alias)).toBe(OBJECTS);
      expect(countVersions(await readAll(server, openLedger(), objectsOf(alias)))).toMatchObject({
        indicator: { 2: OURS },
        theirs: { 1: OTHERS },
        note: { 1: OTHERS },
      });
      await call(server, `changes/${id}/undo`, 'POST');
      const undone = await breakOff(id, victim, inUndo, (one) => one.undone + one.kept);
      expect(undone).toMatchObject({ state: 'undone', ...counts, undone: OBJECTS, kept: 0 });
      expect(await countTagged(alias)).toBe(0);
      isOver = true;
      const delivered = await polling;
      const stored = await readAll(server, openLedger(), objectsOf(alias));
      expect(countVersions(stored)).toMatchObject({
        indicator: { 3: OURS },
        theirs: { 1: OTHERS },
        note: { 2: OTHERS },
      });
      const lasts = new Map([...stored.keys()].map((one) => [one.split(' ')[0], one]));
      const ledger = { ...openLedger(), versions: new Set(stored.keys()) };
      expect(compare(ledger, lasts.values(), delivered)).toEqual(NOTHING);
    },
    PATIENCE_MS,
  );
});
