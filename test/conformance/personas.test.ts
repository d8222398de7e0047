// The 22 personas of the checklist, section 2.2: what clients in the field send, in their order.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { startHttp } from '../../src/http/start.ts';
import { createMetrics } from '../../src/metrics.ts';
import { type Answer, noJobs, sendRequest, startServer, TAXII } from '../support/server.ts';
import { indicator, malware, type StixObject } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { dates, idsOf, UNKNOWN } from './pages.ts';

const LIMIT = 262_144;

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture({ MAX_CONTENT_LENGTH: String(LIMIT) });
});
afterAll(() => f.stop());

const objects = (query = '') => f.path(f.C, `objects/${query === '' ? '' : `?${query}`}`);
const makeBundle = (...contents: StixObject[]) => ({
  type: 'bundle',
  id: `bundle--${randomUUID()}`,
  objects: contents,
});

test('P01 pages of 100 with next and all filters repeated, then with a smaller limit', async () => {
  const found: string[] = [];
  let limit = 100;
  let next = '';
  for (let more = true; more; ) {
    const page = await f.request(
      objects(`limit=${limit}${next}&match%5Btype%5D=indicator%2Cmalware`),
    );
    const ids = idsOf(page);
    found.push(...ids);
    ({ more = false } = page.json);
    next = `&next=${encodeURIComponent(page.json.next)}`;
    // This client takes a short page for the server's limit.
    limit = found.length > 150 ? 7 : ids.length;
  }
  expect(found).toHaveLength(252);
  expect(new Set(found).size).toBe(252);
});

test('P02 a push whose status is asked for at once', async () => {
  const collection = await f.makeCollection();
  expect((await f.request(f.path(collection))).json).toMatchObject({
    id: collection,
    can_write: true,
  });
  const body = { objects: [indicator(), malware(), { ...indicator(), id: 'indicator--bad' }] };
  const answer = await f.request(f.path(collection, 'objects/'), { method: 'POST', body });
  // This client makes the status URL from the collection's.
  const { pathname } = new URL(`../../status/${answer.json.id}/`, `http://x${f.path(collection)}`);
  const { json } = await f.request(pathname);
  expect(json.success_count + json.failure_count + json.pending_count).toBe(json.total_count);
  expect(json.total_count).toBe(3);
  expect((json.successes ?? []).length).toBe(json.success_count);
  expect((json.failures ?? []).length).toBe(json.failure_count);
  expect((json.pendings ?? []).length).toBe(json.pending_count);
});

test('P03 a bundle posted as TAXII', async () => {
  const body = makeBundle(indicator(), malware());
  const answer = await f.request(f.path(await f.makeCollection(), 'objects/'), {
    method: 'POST',
    body,
  });
  expect(answer.status).toBe(202);
  expect(answer.json.success_count).toBe(2);
});

test('P04 an unknown object by its id', async () => {
  expectError(await f.request(f.path(f.C, `objects/${UNKNOWN}/`)), 404);
});

test('P05 a query for an unknown id with a limit of 5000', async () => {
  expectEmpty(await f.request(objects(`match%5Bid%5D=${UNKNOWN}&limit=5000`)));
});

test('P06 a page, a restart of the server, then next with the first added_after', async () => {
  const start = '2001-01-01T00:00:00.000Z';
  const query = `added_after=${start}&limit=50`;
  const whole = idsOf(await f.request(objects(`added_after=${start}`)));
  const first = await onNode((url) => sendRequest(url, objects(query), { as: f.users.rw }));
  const second = await onNode((url) =>
    sendRequest(url, objects(`next=${first.json.next}&${query}`), { as: f.users.rw }),
  );
  expect([...idsOf(first), ...idsOf(second)]).toEqual(whole.slice(0, 100));
});

test('P07 the last date cut to milliseconds', async () => {
  const collection = await f.makeCollection();
  await f.push(
    collection,
    Array.from({ length: 5 }, () => indicator()),
  );
  const { last } = dates(await f.request(f.path(collection, 'objects/')));
  const cut = `${last.slice(0, 23)}Z`;
  const added = await f.readDatesAdded(collection);
  const ofThatMillisecond = [...added.values()].filter((date) => date.startsWith(cut.slice(0, 23)));
  const again = await f.request(f.path(collection, `objects/?added_after=${cut}`));
  expect(again.status).toBe(200);
  const repeated = ofThatMillisecond.filter((date) => date > `${cut.slice(0, 23)}000Z`);
  expect(idsOf(again)).toHaveLength(repeated.length);
});

test('P08 next without added_after, then the same next on another collection', async () => {
  const start = dates(await f.request(objects('limit=100'))).last;
  const first = await f.request(objects(`limit=60&added_after=${start}`));
  const second = await f.request(objects(`limit=60&next=${first.json.next}`));
  const whole = idsOf(await f.request(objects(`added_after=${start}`)));
  expect([...idsOf(first), ...idsOf(second)]).toEqual(whole.slice(0, 120));
  expectError(await f.request(f.path(f.CE, `objects/?limit=60&next=${first.json.next}`)), 400);
});

test('P09 a bundle as application/stix+json with a blank, with a token', async () => {
  const token = await f.server.makeToken(f.users.rw.name);
  const answer = await f.request(f.path(await f.makeCollection(), 'objects'), {
    method: 'POST',
    body: makeBundle(indicator()),
    as: token,
    headers: {
      'content-type': 'application/stix+json; version=2.1',
      accept: 'application/taxii+json; version=2.1',
    },
  });
  expect(answer.status).toBe(202);
});

test('P10 added_after with three digits', async () => {
  const answer = await f.request(objects('added_after=2020-01-01T00:00:00.000Z&limit=50'));
  expect(idsOf(answer)).toHaveLength(50);
});

test('P11 an API root and a collection id, Basic only', async () => {
  expect((await f.request(f.R.replace(/\/$/, ''))).status).toBe(200);
  const page = await f.request(f.path(f.C, 'objects?limit=20'));
  const manifest = await f.request(f.path(f.C, 'manifest/?limit=20'));
  expect(dates(page)).toEqual({
    first: manifest.json.objects[0].date_added,
    last: manifest.json.objects[19].date_added,
  });
});

test('P12 whole seconds, then next alone until there is none', async () => {
  let page = await f.request(objects('added_after=2020-01-01T00:00:00Z&limit=100'));
  let count = idsOf(page).length;
  while (page.json.next) {
    page = await f.request(objects(`next=${page.json.next}&limit=100`));
    count += idsOf(page).length;
  }
  expect(count).toBe(256);
  expect('next' in page.json).toBe(false);
  const empty = await f.request(objects(`added_after=${dates(page).last}&limit=100`));
  expectEmpty(empty);
  expect(dates(empty).last).toBe(dates(page).last);
});

test('P13 TAXII 2.0 first, then 2.1', async () => {
  for (const accept of [
    'application/vnd.oasis.taxii+json; version=2.0',
    'application/vnd.oasis.stix+json; version=2.0',
  ])
    for (const path of ['/taxii2/', f.R, objects()])
      expectError(await f.request(path, { headers: { accept } }), 406);
  expect((await f.request('/taxii2/')).status).toBe(200);
});

test('P14 a token as `Token x`, as `X-Api-Key: x` and as the Basic password', async () => {
  const { token } = await f.server.makeToken(f.users.rw.name);
  const basic = Buffer.from(`${f.users.rw.name}:${token}`).toString('base64');
  const ways = [
    { authorization: `Token ${token}` },
    { 'x-api-key': token },
    { authorization: `Bearer ${token}` },
    { authorization: `Basic ${basic}` },
  ];
  for (const headers of ways)
    expect((await f.request(objects('limit=1'), { as: null, headers })).status).toBe(200);
  expectError(
    await f.request(objects('limit=1'), { as: null, headers: { 'x-api-key': `${token}x` } }),
    401,
  );
});

test('P15 double slashes, `basic` in lower case, Content-Type on a GET', async () => {
  const { name, password } = f.users.rw;
  const headers = {
    authorization: `basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
    'content-type': TAXII,
  };
  for (const path of [
    `/taxii2//${f.root}/collections/`,
    `//taxii2/${f.root}//collections//${f.C}//objects/`,
  ])
    expect(
      (await f.server.request(path, { as: null, headers: { accept: TAXII, ...headers } })).status,
    ).toBe(200);
});

test('P16 a push of exactly max_content_length octets', async () => {
  const { max_content_length } = (await f.request(f.R)).json;
  const collection = await f.makeCollection();
  const one = malware();
  const make = (description: string) => JSON.stringify({ objects: [{ ...one, description }] });
  const body = make('x'.repeat(max_content_length - make('').length));
  expect(Buffer.byteLength(body)).toBe(max_content_length);
  const answer = await f.request(f.path(collection, 'objects/'), { method: 'POST', body });
  expect(answer.status).toBe(202);
  expect(answer.json.success_count).toBe(1);
});

test('P17 the default root of discovery is an absolute https URL that is in the list', async () => {
  const server = await startServer({ PUBLIC_URL: 'https://taxii.example.com:8443' });
  try {
    await server.makeRoot('api1');
    await server.makeRoot('api2');
    const { json } = await server.request('/taxii2/');
    expect(json.default).toBe('https://taxii.example.com:8443/taxii2/api1/');
    expect(json.api_roots).toEqual([json.default, 'https://taxii.example.com:8443/taxii2/api2/']);
    for (const root of json.api_roots)
      expect((await server.request(new URL(root).pathname)).status).toBe(200);
    const forged = await server.request('/taxii2/', { headers: { host: 'evil.example.org' } });
    expect(forged.json.default).toBe(json.default);
  } finally {
    await server.stop();
  }
});

test('P18 no answer has a null at the level of TAXII', async () => {
  const pushed = await f.request(f.path(await f.makeCollection(), 'objects/'), {
    method: 'POST',
    body: { objects: [indicator(), { id: 'x', modified: null }] },
  });
  const paths = [
    '/taxii2/',
    f.R,
    `${f.R}collections/`,
    f.path(f.C),
    f.path(f.CE),
    `${f.R}status/${pushed.json.id}/`,
    f.path(f.C, 'manifest/'),
    objects('limit=1'),
    f.path(f.CE, 'objects/'),
    f.path(f.C, `objects/${f.ids.X}/versions/`),
    f.path(f.C, `objects/${UNKNOWN}/`),
    '/taxii2/nosuch/',
  ];
  const answers = [pushed, ...(await Promise.all(paths.map((path) => f.request(path))))];
  for (const { json } of answers)
    expect(nullsIn({ ...json, objects: json.objects?.filter(isRecord) })).toEqual([]);
});

test('P19 the Accept header of axios', async () => {
  const headers = { accept: 'application/json, text/plain, */*' };
  for (const path of ['/taxii2/', objects('limit=1')]) {
    const answer = await f.request(path, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(TAXII);
  }
});

test('P20 next ignored, one object at a time by the last date', async () => {
  const start = dates(await f.request(objects('limit=200'))).last;
  const found: string[] = [];
  for (let after = start; ; ) {
    const page = await f.request(objects(`limit=1&added_after=${after}`));
    if (page.json.objects === undefined) break;
    found.push(...idsOf(page));
    after = dates(page).last;
  }
  expect(found).toEqual(idsOf(await f.request(objects(`added_after=${start}`))));
  expect(found).toHaveLength(56);
});

test('P21 curl: any Accept, no final slash, brackets as they are', async () => {
  for (const accept of ['', '*/*']) {
    const path = f.path(f.C, 'objects?match[type]=indicator');
    const answer = await f.request(path, { headers: { accept, 'user-agent': 'curl/8.0' } });
    expect(idsOf(answer)).toHaveLength(251);
    expect(answer.headers['content-type']).toBe(TAXII);
  }
});

test('P22 a client that never pages gets a large page', async () => {
  const collection = await f.makeCollection();
  for (let count = 0; count < 1200; count += 400)
    await f.push(
      collection,
      Array.from({ length: 400 }, () => indicator()),
    );
  const { json } = await f.request(f.path(collection, 'objects/'));
  expect(json.objects).toHaveLength(1000);
  expect(json.more).toBe(true);
});

/** Runs a server process of its own on the fixture's database for the time of `use`. */
async function onNode(use: (url: string) => Promise<Answer>): Promise<Answer> {
  const { config, faults } = readConfig({ PORT: '0', LOG_LEVEL: 'silent' });
  if (config === undefined) throw new Error(faults.join(' '));
  const http = await startHttp({
    ...{ config, db: f.server.database.db, observe: () => {}, metrics: createMetrics() },
    jobs: noJobs,
  });
  try {
    return await use(http.url);
  } finally {
    await http.stop();
  }
}

const isRecord = (item: object) => 'date_added' in item;

function nullsIn(value: unknown, path = ''): string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => nullsIn(inner, `${path}.${name}`));
}
