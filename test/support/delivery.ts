// Writers and pollers over HTTP that keep count: what was acknowledged, and what was delivered how
// often. They repeat what was refused or cut off, as any client would, until it is answered.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './process.ts';

export const TAXII = 'application/taxii+json;version=2.1';

/** A request that was answered, but not as asked. */
export interface Refusal {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** All that happened. Versions are written `id modified`. */
export interface Ledger {
  /** Version → how many envelopes carried it and were acknowledged. */
  readonly versions: Set<string>;
  /** Object → its last version. */
  readonly last: Map<string, string>;
  readonly refusals: Refusal[];
  acknowledged: number;
}

/** What one poller got: version → how often. */
export type Delivered = Map<string, number>;

export interface Lost {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly invented: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const OBJECTS = '/taxii2/intel/collections/indicators/objects/';

export function openLedger(): Ledger {
  return { versions: new Set(), last: new Map(), refusals: [], acknowledged: 0 };
}

/** Pushes new objects and new versions, envelope after envelope, until told to stop. */
export async function write(
  server: ServerProcess,
  ledger: Ledger,
  isOver: () => boolean,
): Promise<void> {
  const own: string[] = [];
  for (let round = 0; !isOver(); round += 1) {
    const fresh = Array.from({ length: 1 + (round % 13) }, () => `malware--${randomUUID()}`);
    const again = own.slice(-40).filter((_, n) => (n + round) % 3 === 0);
    own.push(...fresh);
    const modified = new Date(Date.UTC(2020, 0, 1) + round * 1000).toISOString();
    const objects = [...fresh, ...again].map((id) => makeVersion(id, modified));
    await insist(server, ledger, OBJECTS, 202, JSON.stringify({ objects }));
    for (const { id } of objects) {
      ledger.versions.add(`${id} ${modified}`);
      ledger.last.set(id, `${id} ${modified}`);
    }
    ledger.acknowledged += 1;
  }
}

/** Polls by added_after = X-TAXII-Date-Added-Last, until told to stop and nothing new has come since. */
export async function step(
  server: ServerProcess,
  ledger: Ledger,
  isOver: () => boolean,
  limit = 200,
  objects = OBJECTS,
): Promise<Delivered> {
  const delivered: Delivered = new Map();
  let after = '';
  for (let isLast = false; ; ) {
    const isEnding = isOver();
    const since = after === '' ? '' : `&added_after=${after}`;
    const answer = await insist(server, ledger, `${objects}?limit=${limit}${since}`, 200);
    const page = readPage(answer, delivered);
    if (page.count > 0) after = answer.headers.get('x-taxii-date-added-last') ?? after;
    else if (isLast) return delivered;
    // One more look after the last write, so that nothing can hide behind the last page.
    isLast = page.count === 0 && isEnding;
  }
}

/** Polls by `next` to the end, then goes on by added_after, until told to stop. */
export async function follow(
  server: ServerProcess,
  ledger: Ledger,
  isOver: () => boolean,
): Promise<Delivered> {
  const delivered: Delivered = new Map();
  let since = '';
  for (let isLast = false; ; ) {
    const isEnding = isOver();
    let count = 0;
    let next = '';
    let last: string | null = null;
    do {
      const path = `${OBJECTS}?limit=50${since}${next}`;
      const answer = await insist(server, ledger, path, 200);
      const page = readPage(answer, delivered);
      count += page.count;
      if (page.count > 0) last = answer.headers.get('x-taxii-date-added-last');
      next = page.next === undefined ? '' : `&next=${encodeURIComponent(page.next)}`;
    } while (next !== '');
    if (last !== null) since = `&added_after=${last}`;
    if (count === 0 && isLast) return delivered;
    isLast = count === 0 && isEnding;
  }
}

/** Everything that is stored, all versions, page by page. */
export async function readAll(
  server: ServerProcess,
  ledger: Ledger,
  objects = OBJECTS,
): Promise<Delivered> {
  const delivered: Delivered = new Map();
  let next = '';
  do {
    const path = `${objects}?limit=10000&match[version]=all${next}`;
    const page = readPage(await insist(server, ledger, path, 200), delivered);
    next = page.next === undefined ? '' : `&next=${encodeURIComponent(page.next)}`;
  } while (next !== '');
  return delivered;
}

/** Compares what was delivered with what was acknowledged: `expected` have to be there. */
export function compare(ledger: Ledger, expected: Iterable<string>, delivered: Delivered): Lost {
  return {
    lost: [...expected].filter((version) => !delivered.has(version)),
    doubled: [...delivered].filter(([, times]) => times > 1).map(([version]) => version),
    invented: [...delivered.keys()].filter((version) => !ledger.versions.has(version)),
  };
}

export const NOTHING: Lost = { lost: [], doubled: [], invented: [] };

/** Sends a request once; null when the connection broke. */
export async function ask(
  server: ServerProcess,
  path: string,
  body?: string,
): Promise<Answer | null> {
  try {
    const answer = await fetch(`${server.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: TAXII,
        authorization: server.authorization,
        ...(body === undefined ? {} : { 'content-type': TAXII }),
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch {
    return null;
  }
}

// Sends a request until it is answered with the status it should have.
async function insist(
  server: ServerProcess,
  ledger: Ledger,
  path: string,
  status: number,
  body?: string,
): Promise<Answer> {
  for (;;) {
    const answer = await ask(server, path, body);
    if (answer?.status === status) return answer;
    if (answer !== null)
      ledger.refusals.push({
        status: answer.status,
        retryAfter: answer.headers.get('retry-after'),
        text: answer.text,
      });
    await sleep(20);
  }
}

function readPage(answer: Answer, delivered: Delivered): { count: number; next?: string } {
  const page: { objects?: { id: string; modified?: string }[]; next?: string } = JSON.parse(
    answer.text,
  );
  for (const { id, modified } of page.objects ?? []) {
    const version = `${id} ${modified}`;
    delivered.set(version, (delivered.get(version) ?? 0) + 1);
  }
  const count = page.objects?.length ?? 0;
  return page.next === undefined ? { count } : { count, next: page.next };
}

function makeVersion(id: string, modified: string) {
  const created = '2020-01-01T00:00:00.000Z';
  const name = `As of ${modified}`;
  return { type: 'malware', spec_version: '2.1', id, created, modified, name, is_family: false };
}
