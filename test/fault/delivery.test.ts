// Nothing lost, nothing doubled: writers and pollers over HTTP on the built server, also when the
// server or PostgreSQL is killed in the middle. DELIVERY_SECONDS is how long the first test writes.
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ask,
  compare,
  type Delivered,
  follow,
  type Ledger,
  NOTHING,
  openLedger,
  readAll,
  step,
  TAXII,
  write,
} from '../support/delivery.ts';
import { type ServerProcess, startProcess, until } from '../support/process.ts';

const SECONDS = Number(process.env.DELIVERY_SECONDS ?? 20);
const WRITERS = 8;
// Envelopes that are acknowledged before and after something is killed.
const ENVELOPES = 80;
const OBJECTS = '/taxii2/intel/collections/indicators/objects/';

let server: ServerProcess;
let ledger: Ledger;

beforeEach(async () => {
  ledger = openLedger();
  server = await startProcess();
});

afterEach(() => server.stop());

/** Eight writers and two pollers, until `during` is over. */
async function writeAndPoll(during: () => Promise<void>): Promise<readonly Delivered[]> {
  let isWriting = true;
  let isPolling = true;
  const writers = Array.from({ length: WRITERS }, () => write(server, ledger, () => !isWriting));
  const pollers = [
    step(server, ledger, () => !isPolling),
    follow(server, ledger, () => !isPolling),
  ];
  try {
    await during();
  } finally {
    isWriting = false;
    await Promise.all(writers);
    isPolling = false;
  }
  return Promise.all(pollers);
}

async function expectWhole(pollers: readonly Delivered[]): Promise<void> {
  const lasts = [...ledger.last.values()];
  expect(lasts.length).toBeGreaterThan(100);
  for (const delivered of pollers) expect(compare(ledger, lasts, delivered)).toEqual(NOTHING);
  const stored = await readAll(server, ledger);
  expect(compare(ledger, ledger.versions, stored)).toEqual(NOTHING);
}

async function moreEnvelopes(): Promise<void> {
  const enough = ledger.acknowledged + ENVELOPES;
  await until(() => ledger.acknowledged >= enough);
}

/** What clients were told meanwhile: 503 with the time to wait, and nothing else. */
function expectOnlyUnavailable(): void {
  for (const { status, retryAfter, text } of ledger.refusals) {
    expect({ status, text }).toMatchObject({ status: 503 });
    expect(Number(retryAfter)).toBeGreaterThan(0);
  }
}

describe('delivery', () => {
  test('eight writers, a poller by added_after and one by next: nothing lost, nothing doubled', async () => {
    const end = Date.now() + SECONDS * 1000;
    const pollers = await writeAndPoll(() => until(() => Date.now() >= end));
    await expectWhole(pollers);
    expect(ledger.refusals).toEqual([]);
  }, 120_000);

  test('kill -9 of the server loses nothing that was acknowledged', async () => {
    const pollers = await writeAndPoll(async () => {
      await moreEnvelopes();
      await server.kill();
      await server.start();
      await moreEnvelopes();
    });
    await expectWhole(pollers);
    expectOnlyUnavailable();
  });

  test('kill -9 of PostgreSQL loses nothing, and the server recovers by itself', async () => {
    const pollers = await writeAndPoll(async () => {
      await moreEnvelopes();
      server.killPostgres();
      await moreEnvelopes();
    });
    await expectWhole(pollers);
    expect(ledger.refusals.length).toBeGreaterThan(0);
    expectOnlyUnavailable();
  });

  test('while PostgreSQL is away clients are told to come back, then all is well by itself', async () => {
    const version = join(server.cluster, 'PG_VERSION');
    // Without this file it does not start again.
    renameSync(version, `${version}.away`);
    server.killPostgres();
    await until(async () => (await ask(server, OBJECTS))?.status === 503);
    const object = { type: 'ipv4-addr', spec_version: '2.1', value: '198.51.100.7' };
    const id = 'ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd';
    const envelope = JSON.stringify({ objects: [{ ...object, id }] });
    for (const answer of [await ask(server, OBJECTS), await ask(server, OBJECTS, envelope)]) {
      expect(answer?.status).toBe(503);
      expect(answer?.headers.get('content-type')).toBe(TAXII);
      expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.parse(answer?.text ?? '')).toMatchObject({
        title: expect.any(String),
        http_status: '503',
      });
    }
    expect((await ask(server, '/healthz'))?.status).toBe(200);
    expect((await ask(server, '/readyz'))?.status).toBe(503);
    renameSync(`${version}.away`, version);
    await until(async () => (await ask(server, '/readyz'))?.status === 200);
    expect((await ask(server, OBJECTS, envelope))?.status).toBe(202);
    expect((await ask(server, OBJECTS))?.text).toContain(id);
  });
});
