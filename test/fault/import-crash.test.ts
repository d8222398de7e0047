// kill -9 of the server, of one of its threads and of PostgreSQL at random moments of an import: it comes
// to its end by itself, and nothing tells that anything had happened. CRASH_ROUNDS is how many times,
// CRASH_ROWS how long the file is, CRASH_SEED gives a failed run's moments once more.
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  call,
  type End,
  expectSame,
  hasEnded,
  kill,
  makeCollection,
  objectsOf,
  readEnd,
  startRandom,
  type Victim,
  waitFor,
} from '../support/crash.ts';
import { compare, type Delivered, NOTHING, openLedger, step } from '../support/delivery.ts';
import { MORTAL_THREADS, type ServerProcess, startProcess } from '../support/process.ts';

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 6);
const ROWS = Number(process.env.CRASH_ROWS ?? 20_000);
const SEED = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
const PATIENCE_MS = 120_000;
const PAGE = 2000;
// A batch takes longer: so a moment falls anywhere in one.
const BATCH_MS = 200;

const random = startRandom(SEED);
const victims: readonly Victim[] = [
  'server',
  'make',
  'PostgreSQL',
  'server',
  'import',
  'PostgreSQL',
];
const rounds = Array.from({ length: ROUNDS }, (_, n) => ({
  round: n + 1,
  victim: victims[n % victims.length] ?? 'server',
  after: Math.floor(random() * ROWS * 0.9),
  pause: Math.floor(random() * BATCH_MS),
}));

let server: ServerProcess;
let untroubled: End;

beforeAll(async () => {
  server = await startProcess(MORTAL_THREADS);
  untroubled = (await importInto('untroubled', async () => undefined)).end;
}, PATIENCE_MS);
afterAll(() => server.stop());

const HEADER = 'type,value,description,kill_chain_phases,to_ids\n';

/** Good rows, bad ones, repeated ones near and far, rows with a warning, rows to pass over. */
function row(n: number): string {
  if (n % 97 === 5) return `ip,999.0.0.${n},bad,,1\n`;
  if (n % 101 === 60) return row(n - 7);
  if (n % 103 === 60) return row(n >> 1);
  if (n % 89 === 5) return `url,https://warned.example/${n},odd,no such phase ${n},1\n`;
  if (n % 107 === 5) return `url,https://passed.example/${n},context,,0\n`;
  return `url,https://crash.example/${n},row ${n},,1\n`;
}

/** What the collection holds already: some of the rows, every other one with something else said of it. */
function earlierRow(n: number): string {
  return `url,https://crash.example/${n},${n % 20 === 0 ? 'said before' : `row ${n}`},,1\n`;
}

const numbers = Array.from({ length: ROWS }, (_, n) => n);
const file = HEADER + numbers.map(row).join('');
const earlier =
  HEADER +
  numbers
    .filter((n) => n % 10 === 0)
    .map(earlierRow)
    .join('');

async function importInto(
  alias: string,
  trouble: (id: string) => Promise<void>,
): Promise<{ readonly end: End; readonly delivered: Delivered }> {
  await makeCollection(server, alias);
  const query = `imports?collection=${alias}&source=Crash&now=2026-01-01T00:00:00Z`;
  const first = await call(server, query, 'POST', earlier);
  await waitFor(server, first.id, hasEnded);
  let isOver = false;
  const polling = step(server, openLedger(), () => isOver, PAGE, objectsOf(alias));
  const { id } = await call(server, query, 'POST', file);
  await trouble(id);
  await waitFor(server, id, hasEnded);
  isOver = true;
  const delivered = await polling;
  return { end: await readEnd(server, alias, id), delivered };
}

describe(`an import that is broken off (CRASH_SEED=${SEED})`, () => {
  test('has all kinds of rows, so that each of them can be lost', () => {
    const { total, ...counts } = untroubled.counts;
    expect({ state: untroubled.state, total }).toEqual({
      state: 'completed_with_errors',
      total: ROWS,
    });
    for (const kind of [
      'created',
      'updated',
      'unchanged',
      'duplicate',
      'rejected',
      'skipped',
      'warned',
    ])
      expect({ kind, count: counts[kind] }).not.toEqual({ kind, count: 0 });
  });

  test.each(rounds)(
    'round $round: kill -9 of $victim, $pause ms after record $after',
    async ({ round, victim, after, pause }) => {
      const { end, delivered } = await importInto(`round-${round}`, async (id) => {
        const isThere = ({ state, counts }: { state: string; counts: Record<string, number> }) =>
          state === 'running' && Number(counts.total) >= after;
        await waitFor(server, id, (one) => isThere(one) || hasEnded(one));
        await sleep(pause);
        await kill(server, victim);
      });
      expectSame(end, untroubled);
      expectEachOnce(end, delivered);
    },
    PATIENCE_MS,
  );
});

/** The poller got the last version of each object, and none of any version twice. */
function expectEachOnce({ versions }: End, delivered: Delivered): void {
  const ledger = { ...openLedger(), versions: new Set(versions) };
  const lasts = new Map(versions.map((version) => [version.split(' ')[0], version]));
  expect(compare(ledger, lasts.values(), delivered)).toEqual(NOTHING);
}
