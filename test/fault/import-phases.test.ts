// kill -9 in the middle of what an import does besides storing its rows: while a snapshot revokes what has
// vanished, while an undo runs, and while an import of all or nothing is between its passes. One victim
// each; all of them with CRASH_ROUNDS=20. CRASH_SEED gives a failed run's moments once more.
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  call,
  type End,
  expectSame,
  hasEnded,
  type Import,
  kill,
  makeCollection,
  readEnd,
  startRandom,
  type Victim,
  waitFor,
} from '../support/crash.ts';
import { MORTAL_THREADS, type ServerProcess, startProcess } from '../support/process.ts';

const SEED = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
const IS_FULL = Number(process.env.CRASH_ROUNDS ?? 6) >= 20;
const ROWS = 10_000;
const LEFT = 2000;
const PATIENCE_MS = 120_000;
const BATCH_MS = 100;

const random = startRandom(SEED);
const victims: readonly Victim[] = ['server', 'PostgreSQL', 'import'];

/** Something that is broken off when it has come so far. */
interface Phase {
  readonly name: string;
  /** Begins it in a collection; what is waited for. */
  readonly begin: (alias: string) => Promise<string>;
  /** From 0 to 1. */
  readonly progress: (one: Import) => number;
}

let server: ServerProcess;

beforeAll(async () => {
  server = await startProcess(MORTAL_THREADS);
});
afterAll(() => server.stop());

const HEADER = 'type,value,description\n';

function fileOf(rows: number, step: number, says: string): string {
  const numbers = Array.from({ length: rows }, (_, n) => n * step);
  return HEADER + numbers.map((n) => `url,https://phase.example/${n},${says}\n`).join('');
}

async function upload(alias: string, query: string, file: string): Promise<string> {
  const settings = `collection=${alias}&source=Phases&now=2026-01-01T00:00:00Z${query}`;
  return (await call(server, `imports?${settings}`, 'POST', file)).id;
}

async function uploadWhole(alias: string, query: string, file: string): Promise<string> {
  const id = await upload(alias, query, file);
  await waitFor(server, id, hasEnded);
  return id;
}

const phases: readonly Phase[] = [
  {
    name: 'a snapshot revokes what has vanished',
    begin: async (alias) => {
      await uploadWhole(alias, '&snapshot=true', fileOf(ROWS, 1, 'there'));
      return upload(alias, '&snapshot=true', fileOf(LEFT, 5, 'there'));
    },
    progress: ({ counts }) => Number(counts.revoked) / (ROWS - LEFT),
  },
  {
    name: 'an undo takes an import back',
    begin: async (alias) => {
      await uploadWhole(alias, '', fileOf(LEFT, 5, 'before'));
      const id = await uploadWhole(alias, '', fileOf(ROWS, 1, 'after'));
      await call(server, `imports/${id}/undo`, 'POST');
      return id;
    },
    progress: ({ undo }) => (Number(undo?.revoked) + Number(undo?.restored)) / ROWS,
  },
  {
    name: 'an import of all or nothing is between its passes',
    begin: (alias) => upload(alias, '&mode=all-or-nothing', fileOf(ROWS, 1, 'once')),
    // Of the first pass. The second one begins to count anew.
    progress: ({ counts }) => Number(counts.total) / ROWS - 0.1,
  },
];

const rounds = phases.flatMap((phase, n) => {
  const struck = IS_FULL ? victims : [victims[(n + SEED) % victims.length] ?? 'server'];
  const pause = () => Math.floor(random() * BATCH_MS);
  return struck.map((victim) => ({ ...phase, victim, part: random() * 0.85, pause: pause() }));
});

describe(`kill -9 (CRASH_SEED=${SEED})`, () => {
  const untroubled = new Map<string, Promise<End>>();

  async function run(alias: string, { begin }: Phase, trouble: (id: string) => Promise<void>) {
    await makeCollection(server, alias);
    const id = await begin(alias);
    await trouble(id);
    await waitFor(server, id, hasEnded);
    return readEnd(server, alias, id);
  }

  test.each(rounds)(
    'of $victim while $name',
    async (round) => {
      const { name, victim, part, pause } = round;
      const place = phases.findIndex((phase) => phase.name === name);
      if (!untroubled.has(name))
        untroubled.set(
          name,
          run(`untroubled-${place}`, round, async () => undefined),
        );
      const wanted = await untroubled.get(name);
      const between = name.includes('passes') ? 0.8 : part;
      const end = await run(`${victim.toLowerCase()}-${place}`, round, async (id) => {
        await waitFor(server, id, (one) => hasEnded(one) || round.progress(one) >= between);
        await sleep(pause);
        await kill(server, victim);
      });
      expectSame(end, wanted);
    },
    PATIENCE_MS,
  );

  test(
    'of the thread whenever there is one: the import fails with a reason, and the next one is run',
    async () => {
      await makeCollection(server, 'worn');
      const id = await upload('worn', '', fileOf(10, 1, 'never'));
      await waitFor(server, id, (one) => {
        server.killThreads('make');
        return hasEnded(one);
      });
      const one = await call(server, `imports/${id}`);
      expect(one).toMatchObject({ state: 'failed', error: { code: 'UNEXPECTED' } });
      const next = await uploadWhole('worn', '', fileOf(10, 1, 'next'));
      expect((await call(server, `imports/${next}`)).state).toBe('completed');
    },
    PATIENCE_MS,
  );
});
