// One large import on the built server: a poller beside it gets every object once, and kill -9 in the
// middle changes nothing about its end. IMPORT_ROWS is how many rows: 1000000 is the full measure.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Delivered, type Ledger, openLedger, readAll, step } from '../support/delivery.ts';
import { type ServerProcess, startProcess, until } from '../support/process.ts';

const ROWS = Number(process.env.IMPORT_ROWS ?? 200_000);
const PAGE = 5000;
const PATIENCE_MS = 60_000 + ROWS;

interface Import {
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

let server: ServerProcess;
let ledger: Ledger;

beforeEach(async () => {
  ledger = openLedger();
  server = await startProcess();
});

afterEach(() => server.stop());

function makeFile(): Blob {
  const rows = Array.from(
    { length: ROWS },
    (_, n) => `ipv4,45.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}\n`,
  );
  return new Blob(['type,value\n', ...rows]);
}

async function manage(path: string, body?: Blob): Promise<Import> {
  const answer = await fetch(`${server.url}/api/v1/imports${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: server.authorization },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return JSON.parse(text);
}

const upload = () =>
  manage('?collection=indicators&source=Delivery&file_name=rows.csv', makeFile());

async function ended(id: string): Promise<Import> {
  let last = await manage(`/${id}`);
  await until(async () => {
    last = await manage(`/${id}`);
    return last.state !== 'waiting' && last.state !== 'running';
  });
  return last;
}

function expectExact({ state, counts }: Import): void {
  expect({ state, ...counts }).toMatchObject({
    state: 'completed',
    total: ROWS,
    valid: ROWS,
    created: ROWS,
    updated: 0,
    unchanged: 0,
    duplicate: 0,
    rejected: 0,
  });
}

// Besides the rows there are the source's identity and the definition of our extension.
function expectEachOnce(delivered: Delivered): void {
  const indicators = [...delivered].filter(([version]) => version.startsWith('indicator--'));
  const ids = new Set(indicators.map(([version]) => version.split(' ')[0]));
  expect(indicators.filter(([, times]) => times > 1)).toEqual([]);
  expect(indicators.length).toBe(ROWS);
  expect(ids.size).toBe(ROWS);
}

describe('delivery of an import', () => {
  test(
    'a poller beside it gets every object once',
    async () => {
      let isOver = false;
      const poller = step(server, ledger, () => isOver, PAGE);
      const { id } = await upload();
      expectExact(await ended(id));
      isOver = true;
      expectEachOnce(await poller);
      expect(ledger.refusals).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'kill -9 in the middle: it is carried on, and its counts are exact',
    async () => {
      let isOver = false;
      const poller = step(server, ledger, () => isOver, PAGE);
      const { id } = await upload();
      await until(async () => ((await manage(`/${id}`)).counts.created ?? 0) > 0);
      expect((await manage(`/${id}`)).state).toBe('running');
      await server.kill();
      await server.start();
      expectExact(await ended(id));
      isOver = true;
      expectEachOnce(await poller);
      expectEachOnce(await readAll(server, ledger));
    },
    PATIENCE_MS,
  );
});
