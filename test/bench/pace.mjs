// A client that polls a little, all the time: how long it waits while the server works for others.
import { setTimeout as sleep } from 'node:timers/promises';
import { expectStatus, makeRequest, openConnection } from './client.mjs';

const EVERY_MS = 20;
const SMALL_PAGE = 10;

/** Polls ten objects of a collection every 20 ms until `stop`, which gives milliseconds waited. */
export async function startPolling(server, collection) {
  const path = `/taxii2/intel/collections/${collection}/objects/?limit=${SMALL_PAGE}`;
  const poll = makeRequest('GET', path, server.bearer);
  const connection = await openConnection(server.url);
  const waited = [];
  let isStopped = false;
  const polling = (async () => {
    while (!isStopped) {
      const start = performance.now();
      expectStatus(await connection.send(poll), 200);
      waited.push(performance.now() - start);
      await sleep(EVERY_MS);
    }
  })();
  // Looked at by `stop`; until then it must not count as unhandled.
  polling.catch(() => {});
  return {
    stop: async () => {
      isStopped = true;
      await polling.finally(() => connection.close());
      return waited;
    },
  };
}

/** The 99th of a hundred, the longest last. */
export function p99(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}
