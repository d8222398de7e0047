// What is stored by value, and look-ups of pasted text.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Credentials, startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let root: string;
let open: string;
let closed: string;
let member: { name: string; password: string };

const of = (pattern: string, more = {}) => indicator({ pattern: `[${pattern}]`, ...more });
const MAKERS = ['1', '2'].map((n) => `identity--b3c0de1f-5a61-4b7e-9c2d-0f1e2d3c4b5${n}`);
const identity = (id = '', name = '') => ({
  type: 'identity',
  spec_version: '2.1',
  id,
  created: '2020-01-01T00:00:00.000Z',
  modified: '2020-01-01T00:00:00.000Z',
  name,
});
const address = "ipv4-addr:value = '198.51.100.7'";
const first = of(address, { created_by_ref: MAKERS[0], confidence: 30, revoked: true });
const second = of(`${address} OR domain-name:value = 'Evil.example.com'`, {
  created_by_ref: MAKERS[1],
  confidence: 80,
  valid_until: '2030-01-01T00:00:00Z',
});
const network = of("ipv4-addr:value = '198.51.100.0/24'");
const secret = of(address, { confidence: 100 });
const many = of(
  Array.from({ length: 40 }, (_, n) => `domain-name:value = 'd${n}.example.org'`).join(' OR '),
);

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
  open = await server.makeCollection(root, { title: 'Open', alias: 'open' });
  closed = await server.makeCollection(root, { title: 'Closed' });
  member = await server.makeAccount();
  await server.grant(open, member.name, true, true);
  await push(open, [
    identity(MAKERS[0], 'One'),
    identity(MAKERS[1], 'Two'),
    first,
    network,
    many,
    second,
  ]);
  await push(closed, [secret]);
});
afterAll(() => server.stop());

async function push(collection: string, objects: readonly object[]) {
  const path = server.objects(root, collection);
  const answer = await server.request(path, { method: 'POST', body: { objects } });
  expect(answer.json.failure_count).toBe(0);
}

async function list(query: Record<string, string>, as: Credentials = member) {
  const path = `/api/v1/intel/values?${new URLSearchParams(query)}`;
  const answer = await server.request(path, { as });
  checkAgainstSpec({ method: 'GET', path }, answer);
  return answer.json;
}

async function lookUp(text: string, as: Credentials = member) {
  const path = '/api/v1/intel/lookup';
  const answer = await server.request(path, { method: 'POST', body: { text }, as });
  checkAgainstSpec({ method: 'POST', path }, answer);
  return answer.json;
}

test('a value is one line, with all that is said of it where one may read', async () => {
  const { items } = await list({ limit: '2' });
  expect(items).toMatchObject([
    {
      kind: 'ipv4-addr',
      value: '198.51.100.7',
      objects: 2,
      sources: ['One', 'Two'],
      confidence: 80,
      valid_until: null,
      types: ['indicator'],
      revoked: false,
    },
    { kind: 'domain-name', value: 'evil.example.com', objects: 1, sources: ['Two'] },
  ]);
  expect((await list({ limit: '1' }, server.admin)).items).toMatchObject([
    { value: '198.51.100.7', objects: 3, confidence: 100 },
  ]);
});

test('a value stands where the first object stands that the search finds', async () => {
  const where = JSON.stringify({ field: 'revoked', op: 'is', value: true });
  const { items } = await list({ where });
  expect(items).toMatchObject([{ value: '198.51.100.7', objects: 2 }]);
  const oldest = await list({ sort: 'added', limit: '3' });
  expect(oldest.items.map(({ value }: { value: string }) => value)).toEqual([
    '198.51.100.7',
    '198.51.100.0/24',
    'd0.example.org',
  ]);
});

test.each(['-added', 'added', '-confidence', 'name'])(
  'pages in the order %s hold each value once',
  async (sort) => {
    const seen: string[] = [];
    for (let next = ''; ; ) {
      const page = await list({ sort, limit: '7', next });
      seen.push(...page.items.map(({ value }: { value: string }) => value));
      if (!page.more) break;
      next = page.next;
    }
    expect(new Set(seen).size).toBe(43);
    expect(seen).toHaveLength(43);
  },
);

test('a pasted text is looked up: values, the networks around them, the domains above them', async () => {
  const text = 'Seen 198.51.100[.]7 and hxxps://www.evil.example[.]com/gate, not 203.0.113.9.';
  const found = await lookUp(text);
  expect(found).toMatchObject({ known_count: 1, unknown_count: 2, truncated: false });
  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);
  const [known, url, unknown] = found.items;
  expect(known).toMatchObject({ as_written: '198.51.100[.]7', match_count: 2 });
  expect(ids(known.matches)).toEqual([second.id, first.id]);
  expect(ids(known.networks)).toEqual([network.id]);
  expect(url).toMatchObject({ kind: 'url', value: 'https://www.evil.example.com/gate' });
  expect(ids(url.parents)).toEqual([second.id]);
  expect(unknown).toMatchObject({ value: '203.0.113.9', matches: [], match_count: 0 });
});

test('nobody learns of what one may not read', async () => {
  expect((await lookUp('198.51.100.7', server.admin)).items[0].match_count).toBe(3);
  const stranger = await server.makeAccount();
  expect((await lookUp('198.51.100.7', stranger)).items[0].match_count).toBe(0);
  expect(await list({}, stranger)).toEqual({ items: [], more: false });
});

test('a text that is too long, and a next that is none, are refused', async () => {
  expect((await lookUp('x'.repeat(200_001))).status).toBe(422);
  expect((await list({ next: 'WyJhIiwiYiJd' })).code).toBe('BAD_NEXT');
});
