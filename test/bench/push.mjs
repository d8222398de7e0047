// Pushing: envelopes of 1,000 objects over HTTP, against COPY of the rows that they become.
import { expectStatus, makeRequest, openConnection } from './client.mjs';
import { makeEnvelopes } from './made.mjs';
import { compare } from './report.mjs';

const ENVELOPE = 1000;
const TYPE = 'application/taxii+json;version=2.1';

/** @returns lines of the report; the objects stay in `collection` */
export async function benchPush({ server, limits, objects, rounds, collection, tell }) {
  const each = Math.max(1, Math.round(objects / (rounds * 2) / ENVELOPE));
  const measured = { 1: [], 4: [] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const connections of [1, 4]) {
      const envelopes = makeEnvelopes(each, ENVELOPE);
      const from = Date.now() * 1000;
      const seconds = await pushAll(server, collection, envelopes, connections);
      const copy = await limits.copyRows(collection, `date_added >= ${from}`);
      const value = (each * ENVELOPE) / seconds;
      const limit = copy.rows / copy.seconds;
      if (copy.rows !== each * ENVELOPE) throw new Error(`${copy.rows} rows were stored`);
      measured[connections].push({ value, limit });
      tell(`push, round ${round}, ${connections} connections: ${Math.round(value)} objects/s`);
    }
  }
  const target = { atLeast: 0.3 };
  return [
    compare('push, 1 connection : COPY', 'objects/s', measured[1], target),
    compare('push, 4 connections : COPY', 'objects/s', measured[4], target),
  ];
}

/** Fills a collection without measuring. */
export async function fill({ server, objects, collection }) {
  for (let left = Math.ceil(objects / ENVELOPE); left > 0; left -= 50)
    await pushAll(server, collection, makeEnvelopes(Math.min(50, left), ENVELOPE), 4);
}

/** @returns seconds from the first octet to the last 202 */
export async function pushAll(server, collection, envelopes, connections) {
  const path = `/taxii2/intel/collections/${collection}/objects/`;
  const requests = envelopes.map((body) =>
    makeRequest('POST', path, { ...server.bearer, 'content-type': TYPE }, body),
  );
  const start = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await openConnection(server.url);
      for (let next = requests.pop(); next !== undefined; next = requests.pop())
        expectStatus(await connection.send(next), 202);
      connection.close();
    }),
  );
  return (performance.now() - start) / 1000;
}
