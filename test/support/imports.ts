// Files imported over HTTP, and what became of them.
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestServer } from './server.ts';
import { checkAgainstSpec } from './spec.ts';

const UNDER_WAY = ['waiting', 'running', 'undoing'];

/** Imports a file into a collection and waits for its end. */
export async function importFile(
  server: TestServer,
  collection: string,
  body: string | Buffer,
  query: Readonly<Record<string, string>> = {},
) {
  const search = new URLSearchParams({ collection, source: 'Test Source', ...query });
  const headers = { 'content-type': 'text/csv' };
  const path = `/api/v1/imports?${search}`;
  const answer = await server.request(path, { method: 'POST', body, headers });
  if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`);
  checkAgainstSpec({ method: 'POST', path }, answer);
  return ended(server, answer.json.id);
}

/** The import, once it has come to its end. */
export async function ended(server: TestServer, id: string) {
  for (;;) {
    const { json } = await server.request(`/api/v1/imports/${id}`);
    if (!UNDER_WAY.includes(json.state)) return json;
    await sleep(25);
  }
}
