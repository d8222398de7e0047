// Imports into a built server that is killed meanwhile, and all that can be seen of them afterwards: two
// imports of one file have the same end, whatever happened on the way.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { TAXII } from './delivery.ts';
import type { ServerProcess } from './process.ts';

/** An import as the API describes it. */
export interface Import {
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly undo?: Readonly<Record<string, number>>;
  readonly error?: unknown;
}

/** What is left of an import: the same, however often it was broken off. */
export interface End {
  readonly state: string;
  readonly error: unknown;
  readonly counts: Readonly<Record<string, number>>;
  readonly undo: Readonly<Record<string, number>> | null;
  readonly findings: readonly unknown[];
  readonly samples: readonly string[];
  /** Versions as `id modified`, in the order in which they were stored. */
  readonly versions: readonly string[];
  /** What these versions say but for their times, in the same order. */
  readonly bodies: readonly string[];
}

/** What is killed: a process, or a thread of the server by its name. */
export type Victim = 'server' | 'PostgreSQL' | 'make' | 'import';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function startRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** kill -9; a server is started again, everything else has to come back by itself. */
export async function kill(server: ServerProcess, victim: Victim): Promise<void> {
  if (victim === 'PostgreSQL') server.killPostgres();
  else if (victim === 'server') {
    await server.kill();
    await server.start();
  } else server.killThreads(victim);
}

/** Asks /api/v1, again and again while the database is away. */
export async function call<T = Import>(
  server: ServerProcess,
  path: string,
  method = 'GET',
  body?: string,
): Promise<T> {
  for (;;) {
    const answer = await fetch(`${server.url}/api/v1/${path}`, {
      method,
      headers: { authorization: server.authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    }).catch(() => null);
    const text = (await answer?.text().catch(() => null)) ?? null;
    if (answer?.ok === true && text !== null) return JSON.parse(text);
    if (answer !== null && answer.status !== 503) throw new Error(`${answer.status} ${text}`);
    await sleep(20);
  }
}

/** Asks for an import until it is as wanted. */
export async function waitFor(
  server: ServerProcess,
  id: string,
  holds: (one: Import) => boolean,
): Promise<Import> {
  for (;;) {
    const one = await call(server, `imports/${id}`);
    if (holds(one)) return one;
    await sleep(5);
  }
}

/** Whether it has come to its end. */
export function hasEnded({ state }: Import): boolean {
  return !['waiting', 'running', 'undoing'].includes(state);
}

/** A new collection. @returns its alias */
export async function makeCollection(server: ServerProcess, alias: string): Promise<string> {
  const collection = { api_root: 'intel', title: `Of ${alias}`, alias };
  await call(server, 'collections', 'POST', JSON.stringify(collection));
  return alias;
}

/** Where the objects of a collection are. */
export function objectsOf(alias: string): string {
  return `/taxii2/intel/collections/${alias}/objects/`;
}

/** All that can be seen of an import that has ended, and of the collection it went into. */
export async function readEnd(server: ServerProcess, alias: string, id: string): Promise<End> {
  const { state, error = null, counts, undo } = await call(server, `imports/${id}`);
  const { items } = await call<{ items: readonly { kind: string; line: number }[] }>(
    server,
    `imports/${id}/samples`,
  );
  const { requested_at, finished_at, ...undone } = undo ?? {};
  return {
    state,
    error,
    counts,
    undo: undo === undefined ? null : undone,
    findings: await readFindings(server, id),
    samples: items.map(({ kind, line }) => `${kind} ${line}`),
    ...(await readVersions(server, alias)),
  };
}

async function readFindings(server: ServerProcess, id: string): Promise<readonly unknown[]> {
  const findings: unknown[] = [];
  for (let next: string | undefined = ''; next !== undefined; ) {
    const query = next === '' ? '' : `&next=${encodeURIComponent(next)}`;
    const page: { items: readonly unknown[]; next?: string } = await call(
      server,
      `imports/${id}/findings?limit=1000${query}`,
    );
    findings.push(...page.items);
    next = page.next;
  }
  return findings;
}

type Body = Readonly<Record<string, unknown>>;

async function readVersions(
  server: ServerProcess,
  alias: string,
): Promise<Pick<End, 'versions' | 'bodies'>> {
  const versions: string[] = [];
  const bodies: string[] = [];
  for (let next: string | undefined = ''; next !== undefined; ) {
    const query = next === '' ? '' : `&next=${encodeURIComponent(next)}`;
    const url = `${server.url}${objectsOf(alias)}?match[version]=all&limit=10000${query}`;
    const answer = await fetch(url, {
      headers: { accept: TAXII, authorization: server.authorization },
    });
    const page = (await answer.json()) as { objects?: readonly Body[]; next?: string };
    for (const { created, modified, ...says } of page.objects ?? []) {
      versions.push(`${says.id} ${modified}`);
      bodies.push(`${says.id} ${digest(JSON.stringify(says))}`);
    }
    next = page.next;
  }
  return { versions, bodies };
}

/** Expects what another run of the same file has come to. */
export function expectSame(end: End, wanted: End | undefined): void {
  if (wanted === undefined) throw new Error('There is no end to compare with.');
  const { versions, bodies, ...told } = end;
  const { versions: _versions, bodies: wantedBodies, ...wantedToTell } = wanted;
  expect(told).toEqual(wantedToTell);
  expect(differ(bodies, wantedBodies)).toEqual([]);
}

// The first few places only: a whole diff of thousands tells nothing.
function differ(actual: readonly string[], expected: readonly string[]): readonly string[] {
  const places = actual.flatMap((one, at) => (one === expected[at] ? [] : [at])).slice(0, 5);
  const told = places.map((at) => `${at}: ${actual[at]} instead of ${expected[at]}`);
  return actual.length === expected.length
    ? told
    : [...told, `${actual.length} instead of ${expected.length}`];
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
