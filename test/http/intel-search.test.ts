// Searches over HTTP: who finds what, how pages go on, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Credentials, startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator, malware, type StixObject } from '../support/stix.ts';

let server: TestServer;
let root: string;
let open: string;
let closed: string;
let member: { name: string; password: string };

const IDENTITY = 'identity--b3c0de1f-5a61-4b7e-9c2d-0f1e2d3c4b5a';
const address = indicator({
  name: 'A beacon of Emotet',
  pattern: "[ipv4-addr:value = '198.51.100.7']",
  labels: ['botnet'],
  indicator_types: ['malicious-activity'],
  confidence: 80,
  created_by_ref: IDENTITY,
  valid_until: '2020-02-01T00:00:00Z',
  object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
});
const identity = {
  type: 'identity',
  spec_version: '2.1',
  id: IDENTITY,
  created: '2020-01-01T00:00:00.000Z',
  modified: '2020-01-01T00:00:00.000Z',
  name: 'Feed & Co',
};
const loader = malware({ name: 'Loader', malware_types: ['dropper'] });
const secret = indicator({ name: 'Secret', pattern: "[domain-name:value = 'secret.example']" });

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
  open = await server.makeCollection(root, { title: 'Open', alias: 'open' });
  closed = await server.makeCollection(root, { title: 'Closed', alias: 'closed' });
  member = await server.makeAccount();
  await server.grant(open, member.name, true, false);
  await server.grant(closed, member.name, false, true);
  await push(open, [identity, address, loader]);
  await push(closed, [secret, address]);
});
afterAll(() => server.stop());

async function push(collection: string, objects: readonly object[]) {
  const path = server.objects(root, collection);
  const answer = await server.request(path, { method: 'POST', body: { objects } });
  expect(answer.json.failure_count).toBe(0);
}

async function ask(path: string, query: Record<string, unknown> = {}, as?: Credentials) {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const url = `/api/v1/${path}?${search}`;
  const answer = await server.request(url, as === undefined ? {} : { as });
  checkAgainstSpec({ method: 'GET', path: url }, answer);
  return answer;
}

const idsOf = (answer: { json: { items: { id: string }[] } }) =>
  answer.json.items.map(({ id }) => id);
const byId = (objects: readonly (StixObject | typeof identity)[]) => objects.map(({ id }) => id);

describe('a search', () => {
  test('finds what is in the collections that may be read, the newest first', async () => {
    const answer = await ask('intel', {}, member);
    expect(idsOf(answer)).toEqual(byId([loader, address, identity]));
    expect(idsOf(await ask('intel'))).toEqual(byId([address, secret, loader, address, identity]));
    expect((await ask('intel/count', {}, member)).json).toEqual({ count: 3 });
    expect((await ask('intel/count')).json).toEqual({ count: 5 });
  });

  test('shows an object as the team sees it', async () => {
    const where = { field: 'value', op: 'is', value: '198.51.100.7' };
    const [item] = (await ask('intel', { where }, member)).json.items;
    expect(item).toEqual({
      id: address.id,
      type: 'indicator',
      collection: { id: open, title: 'Open', api_root: root, alias: 'open' },
      name: 'A beacon of Emotet',
      values: [{ kind: 'ipv4-addr', value: '198.51.100.7' }],
      value_count: 1,
      source: 'Feed & Co',
      creator: IDENTITY,
      created: '2020-01-01T00:00:00.000Z',
      modified: '2020-01-01T00:00:00.000Z',
      added: expect.any(String),
      valid_from: '2020-01-01T00:00:00.000Z',
      valid_until: '2020-02-01T00:00:00.000Z',
      confidence: 80,
      tlp: 'green',
      revoked: false,
      expired: true,
      labels: ['botnet'],
      kinds: ['malicious-activity'],
      import: null,
      can_write: false,
    });
  });

  test('takes condition, words and collection together', async () => {
    const where = { any: [{ field: 'type', op: 'is', value: 'indicator' }] };
    const asked = { where, text: 'EMOTET beacon', collection: 'open' };
    expect(idsOf(await ask('intel', asked))).toEqual([address.id]);
    expect((await ask('intel/count', { ...asked, text: 'emotet loader' })).json.count).toBe(0);
  });

  test('knows a source by the identity in the collection that is read, and by no other', async () => {
    const where = { field: 'source', op: 'is', value: 'feed & co' };
    expect((await ask('intel', { where })).json.items).toMatchObject([
      { id: address.id, collection: { id: open } },
    ]);
  });

  test.each(['-added', 'name', '-confidence', 'valid_until', 'type'])(
    'goes on by next in the order %s',
    async (sort) => {
      const whole = (await ask('intel', { sort })).json.items;
      const paged = [];
      for (let next = ''; ; ) {
        const { json } = await ask('intel', { sort, limit: '2', next });
        paged.push(...json.items);
        if (!json.more) break;
        next = json.next;
      }
      expect(paged).toEqual(whole);
    },
  );
});

describe('refused', () => {
  test('a condition that is none, with the place in it', async () => {
    const answer = await ask('intel', { where: { all: [{ field: 'x', op: 'is', value: 'y' }] } });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({
      code: 'BAD_QUERY',
      errors: [{ pointer: '/all/0/field' }],
    });
    expect((await ask('intel', { where: '{' })).status).toBe(400);
    expect((await ask('intel/count', { text: 'a\0' })).status).toBe(400);
  });

  test('a next of another order', async () => {
    const { next } = (await ask('intel', { limit: '1' })).json;
    const answer = await ask('intel', { limit: '1', sort: 'name', next });
    expect(answer.json).toMatchObject({ status: 400, code: 'BAD_NEXT' });
  });

  test('a collection that may not be read, and one that is not seen', async () => {
    expect((await ask('intel', { collection: closed }, member)).status).toBe(403);
    expect((await ask('intel/count', { collection: 'nowhere' }, member)).status).toBe(404);
    const stranger = await server.makeAccount();
    expect((await ask('intel', { collection: open }, stranger)).status).toBe(404);
    expect((await ask('intel', {}, stranger)).json).toEqual({ items: [], more: false });
  });
});
