// Checklist ADD: adding objects. OASIS TAXII 2.1 sections 4.3 and 5.5.
import { randomUUID } from 'node:crypto';
import { request as sendHttp } from 'node:http';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Answer, type RequestOptions, TAXII } from '../support/server.ts';
import { indicator, ipv4Addr, malware, markingDefinition } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, startFixture } from './fixture.ts';
import { dates, idsOf, keyOf } from './pages.ts';
import { line } from './suite.ts';

const LIMIT = 65_536;

let f: Fixture;
beforeAll(async () => {
  f = await startFixture({ MAX_CONTENT_LENGTH: String(LIMIT) });
});
afterAll(() => f.stop());

const post = (collection: string, body: RequestOptions['body'], options: RequestOptions = {}) =>
  f.request(f.path(collection, 'objects/'), {
    method: 'POST',
    ...(body === undefined ? {} : { body }),
    ...options,
  });

const readObjects = async (collection: string): Promise<object[]> =>
  (await f.request(f.path(collection, 'objects/?match[version]=all&match[spec_version]=2.0,2.1')))
    .json.objects ?? [];

const statuses = async (): Promise<number> =>
  Number((await f.server.database.db.work.query('select count(*) from status')).rows[0].count);

function expectSums(status: Answer['json']): void {
  const { total_count, success_count, failure_count, pending_count } = status;
  expect(success_count + failure_count + pending_count).toBe(total_count);
  expect((status.successes ?? []).length).toBe(success_count);
  expect((status.failures ?? []).length).toBe(failure_count);
}

/** An envelope of one object, filled up to exactly this many octets. */
function envelopeOf(octets: number): string {
  const make = (filling: string) => JSON.stringify({ objects: [{ ...one, description: filling }] });
  const one = malware();
  return make('x'.repeat(octets - make('').length));
}

line('ADD-01', 'an envelope is answered with 202 and a status', async () => {
  const answer = await post(f.C, { objects: [indicator()] });
  expect(answer.status).toBe(202);
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(answer.json).toMatchObject({ status: 'complete', total_count: 1, success_count: 1 });
});

line('ADD-02', 'the status can be fetched', async () => {
  const answer = await post(f.C, { objects: [indicator()] });
  const status = await f.request(`${f.R}status/${answer.json.id}/`);
  expect(status.json).toEqual(answer.json);
});

line('ADD-03', 'total_count is the number of elements', async () => {
  const one = indicator();
  const answer = await post(f.C, { objects: [one, one, { type: 'x' }, ipv4Addr()] });
  expect(answer.json.total_count).toBe(4);
  expectSums(answer.json);
});

line('ADD-04', 'the status is complete with the answer', async () => {
  const { json } = await post(f.C, { objects: Array.from({ length: 100 }, () => indicator()) });
  expect(json).toMatchObject({ status: 'complete', pending_count: 0, success_count: 100 });
});

line('ADD-05', 'what was stored can be read at once, on all four resources', async () => {
  const collection = await f.makeCollection();
  const one = indicator();
  await f.push(collection, [one]);
  expect(idsOf(await f.request(f.path(collection, 'objects/')))).toEqual([one.id]);
  expect(idsOf(await f.request(f.path(collection, 'manifest/')))).toEqual([one.id]);
  expect(idsOf(await f.request(f.path(collection, `objects/${one.id}/`)))).toEqual([one.id]);
  expect(
    (await f.request(f.path(collection, `objects/${one.id}/versions/`))).json.versions,
  ).toEqual([one.modified]);
});

line('ADD-06', 'an exact duplicate succeeds and changes nothing', async () => {
  const collection = await f.makeCollection();
  const one = indicator();
  await f.push(collection, [one]);
  const before = await f.request(f.path(collection, 'manifest/'));
  const reordered = Object.fromEntries(Object.entries(one).reverse());
  for (const again of [one, reordered]) {
    const { json } = await post(collection, { objects: [again] });
    expect(json).toMatchObject({ success_count: 1, failure_count: 0 });
  }
  expect((await f.request(f.path(collection, 'manifest/'))).text).toBe(before.text);
  expect(await readObjects(collection)).toEqual([one]);
  expectEmpty(await f.request(f.path(collection, `objects/?added_after=${dates(before).last}`)));
});

line('ADD-07', 'a duplicate inside an envelope succeeds and is stored once', async () => {
  const collection = await f.makeCollection();
  const one = indicator();
  const { json } = await post(collection, { objects: [one, one, one] });
  expect(json).toMatchObject({ total_count: 3, success_count: 3, failure_count: 0 });
  expect(await readObjects(collection)).toEqual([one]);
});

line('ADD-08', 'the same version with other content fails and changes nothing', async () => {
  const collection = await f.makeCollection();
  const one = indicator();
  await f.push(collection, [one]);
  const { status, json } = await post(collection, { objects: [{ ...one, name: 'Another' }] });
  expect(status).toBe(202);
  expect(json).toMatchObject({ success_count: 0, failure_count: 1 });
  expect(json.failures[0]).toMatchObject({ id: one.id, version: one.modified });
  expect(json.failures[0].message).not.toBe('');
  expect(await readObjects(collection)).toEqual([one]);
});

line('ADD-08', 'the same version with other content inside one envelope fails', async () => {
  const collection = await f.makeCollection();
  const one = indicator();
  const { json } = await post(collection, { objects: [one, { ...one, name: 'Another' }] });
  expect(json).toMatchObject({ success_count: 1, failure_count: 1 });
  expect(await readObjects(collection)).toEqual([one]);
});

line('ADD-09', 'another modified is another version, earlier or later', async () => {
  const collection = await f.makeCollection();
  const one = indicator({ created: '2019-01-01T00:00:00.000Z' });
  const later = { ...one, modified: '2022-01-01T00:00:00.000Z' };
  const earlier = { ...one, modified: '2019-06-01T00:00:00.000Z' };
  await f.push(collection, [one]);
  await f.push(collection, [later, earlier]);
  expect(await readObjects(collection)).toEqual([one, later, earlier]);
  const added = await f.readDatesAdded(collection);
  expect(new Set(added.values()).size).toBe(3);
});

line(
  'ADD-10',
  'an object without dates: the same is a duplicate, another is a new version',
  async () => {
    const collection = await f.makeCollection();
    const one = ipv4Addr();
    const first = await f.push(collection, [one]);
    const again = await f.push(collection, [one]);
    expect(again.successes?.[0]?.version).toBe(first.successes?.[0]?.version);
    const other = { ...one, resolves_to_refs: [`mac-addr--${randomUUID()}`] };
    const second = await f.push(collection, [other]);
    expect(second.successes?.[0]?.version).not.toBe(first.successes?.[0]?.version);
    expect(await readObjects(collection)).toEqual([one, other]);
    const { objects } = (await f.request(f.path(collection, 'manifest/?match[version]=all'))).json;
    expect(objects.map((o: { version: string }) => o.version)).toEqual([
      first.successes?.[0]?.version,
      second.successes?.[0]?.version,
    ]);
    expect((await f.request(f.path(collection, 'objects/'))).json.objects).toEqual([other]);
  },
);

line('ADD-11', 'bad objects fail for themselves, their neighbours are stored', async () => {
  const collection = await f.makeCollection();
  const good = [indicator(), malware(), ipv4Addr()];
  const bad = { ...indicator(), id: 'indicator--nonsense' };
  const { status, json } = await post(collection, {
    objects: [good[0], bad, good[1], {}, good[2]],
  });
  expect(status).toBe(202);
  expect(json).toMatchObject({ total_count: 5, success_count: 3, failure_count: 2 });
  expectSums(json);
  for (const failure of json.failures) expect(failure.message.length).toBeGreaterThan(0);
  expect(await readObjects(collection)).toEqual(good);
});

line('ADD-12', 'what is no envelope is refused as a whole', async () => {
  const collection = await f.makeCollection();
  const one = JSON.stringify(indicator());
  const bodies = [
    '',
    ' ',
    '{',
    'nonsense',
    '[]',
    `[${one}]`,
    '"x"',
    'null',
    '1',
    '{}',
    '{"objects":null}',
    '{"objects":{}}',
    '{"objects":"x"}',
    '{"objects":[]}',
    '{"objects":[1]}',
    `{"objects":[${one},null]}`,
    `{"objects":[${one},[]]}`,
    `{"objects":[${one},"x"]}`,
    `{"objects":[${one}]`,
    `{"objects":[${one}]}x`,
    `{"objects":[${one},]}`,
    `{'objects':[${one}]}`,
    `{"objects":[${one}]}{"objects":[${one}]}`,
    `{"objects":[${one}${one}]}`,
    `{"objects":[${one}],}`,
    `{"OBJECTS":[${one}]}`,
  ];
  const before = await statuses();
  for (const body of bodies)
    expectError(
      await post(collection, body, { headers: body === '' ? { 'content-length': '0' } : {} }),
      422,
    );
  expect(await statuses()).toBe(before);
  expect(await readObjects(collection)).toEqual([]);
});

line('ADD-13', 'problems of an object are failures with a reason, even when all fail', async () => {
  const one = indicator();
  const { id: _i, ...noId } = one;
  const { type: _t, ...noType } = one;
  const bad = [
    noId,
    noType,
    { ...one, id: 5 },
    { ...one, id: one.id.toUpperCase() },
    { ...one, id: 'malware--11111111-1111-4111-8111-111111111111' },
    { ...one, modified: 'yesterday' },
    { ...one, modified: 5 },
    { ...one, created: '2020-02-30T00:00:00Z' },
    { ...one, spec_version: '3.0' },
    { ...one, spec_version: null },
    { ...one, type: 'bundle', id: one.id.replace('indicator', 'bundle') },
    { ...one, modified: '2019-01-01T00:00:00Z' },
  ];
  const collection = await f.makeCollection();
  const { status, json } = await post(collection, { objects: bad });
  expect(status).toBe(202);
  expect(json).toMatchObject({
    total_count: bad.length,
    success_count: 0,
    failure_count: bad.length,
  });
  expectSums(json);
  for (const failure of json.failures) {
    expect(typeof failure.id).toBe('string');
    expect(typeof failure.version).toBe('string');
    expect(failure.message.length).toBeGreaterThan(10);
  }
  expect(json.failures[0].id).toBe('element 1');
  expect(json.failures[0].version).toBe(one.modified);
  expect(await readObjects(collection)).toEqual([]);
  const none = (await post(collection, { objects: [{ x: 1 }] })).json;
  expect(none.failures[0]).toMatchObject({ id: 'element 1', version: none.request_timestamp });
});

line('ADD-14', 'custom types and properties are accepted', async () => {
  const widget = {
    ...malware(),
    type: 'x-acme-widget',
    id: `x-acme-widget--${randomUUID()}`,
    x_acme: { deep: [1, 'two'] },
  };
  const collection = await f.makeCollection();
  await f.push(collection, [widget, malware({ x_acme_note: 'Kept.' })]);
  expect((await readObjects(collection))[0]).toEqual(widget);
});

line('ADD-15', 'a body above the limit is refused, whatever its length says', async () => {
  const collection = await f.makeCollection();
  const body = envelopeOf(LIMIT + 1);
  expectError(await post(collection, body), 413);
  expectError(
    await post(collection, body, {
      headers: { 'content-length': '', 'transfer-encoding': 'chunked' },
    }),
    413,
  );
  const root = await f.server.makeRoot('small', { max_content_length: 2048 });
  const small = await f.server.makeCollection(root);
  const path = f.server.objects(root, small);
  expectError(await f.server.request(path, { method: 'POST', body: envelopeOf(2049) }), 413);
  expect((await f.server.request(path, { method: 'POST', body: envelopeOf(2048) })).status).toBe(
    202,
  );
  expect(await readObjects(collection)).toEqual([]);
});

line('ADD-16', 'a body of at most the limit is never too large', async () => {
  for (const size of [LIMIT, LIMIT - 1]) {
    expect((await post(f.C, envelopeOf(size))).status).toBe(202);
    expect(
      (
        await post(f.C, envelopeOf(size), {
          headers: { 'content-length': '', 'transfer-encoding': 'chunked' },
        })
      ).status,
    ).toBe(202);
  }
  expect((await f.request(f.R)).json.max_content_length).toBe(LIMIT);
});

line('ADD-17', 'a bundle is taken for an envelope', async () => {
  const collection = await f.makeCollection();
  const one = indicator();
  const bundle = {
    type: 'bundle',
    id: `bundle--${randomUUID()}`,
    spec_version: '2.0',
    objects: [one],
  };
  expect((await post(collection, bundle)).json).toMatchObject({ success_count: 1 });
  expect(await readObjects(collection)).toEqual([one]);
});

line(
  ['ADD-18', 'CUST-03'],
  'more, next and unknown properties of an envelope are ignored',
  async () => {
    const collection = await f.makeCollection();
    const one = indicator();
    const { status, json } = await post(collection, {
      more: true,
      next: 'x',
      x_acme_source: { a: [1] },
      objects: [one],
      z: null,
    });
    expect(status).toBe(202);
    expect(json).toMatchObject({ total_count: 1, success_count: 1 });
    expect(await readObjects(collection)).toEqual([one]);
  },
);

line('ADD-19', 'an Accept that cannot be met is refused and nothing is stored', async () => {
  const collection = await f.makeCollection();
  expectError(
    await post(collection, { objects: [indicator()] }, { headers: { accept: 'text/html' } }),
    406,
  );
  expect(await readObjects(collection)).toEqual([]);
});

line('ADD-20', 'its refusals have the codes of the table', async () => {
  const body = { objects: [indicator()] };
  expectError(await post(f.C, body, { as: null }), 401);
  expectError(await post(f.CR, body), 403);
  expectError(await post(f.C, body, { as: f.users.stranger }), 404);
  expectError(await post(f.C, body, { headers: { accept: 'text/html' } }), 406);
  expectError(await post(f.C, envelopeOf(LIMIT + 1)), 413);
  expectError(await post(f.C, body, { headers: { 'content-type': 'text/plain' } }), 415);
  expectError(await post(f.C, '{}'), 422);
});

line(
  'ADD-21',
  'hostile objects fail for themselves or sink the envelope, and nothing of them is stored',
  async () => {
    const collection = await f.makeCollection();
    const good = indicator();
    const withText = (extra: string) => JSON.stringify(malware()).replace('{', `{${extra},`);
    const hostile = [
      '"a":1,"a":2',
      `"a":${'['.repeat(200)}${']'.repeat(200)}`,
      '"a":"\\ud800"',
      '"a":1e400',
      '"a":1152921504606846976',
      '"\\udc00":1',
    ].map(withText);
    const { status, json } = await post(
      collection,
      `{"objects":[${[...hostile, JSON.stringify(good)].join(',')}]}`,
    );
    expect(status).toBe(202);
    expect(json).toMatchObject({ success_count: 1, failure_count: hostile.length });
    expectError(await post(collection, `{"objects":[${withText('"a":NaN')}]}`), 422);
    expect(await readObjects(collection)).toEqual([good]);
  },
);

line('ADD-22', 'when the database drops out in the middle nothing is stored by half', async () => {
  const collection = await f.makeCollection();
  const objects = Array.from({ length: 50 }, () => indicator());
  const { work } = f.server.database.db;
  const client = await work.connect();
  await client.query('begin');
  await client.query('select 1 from collection_clock where collection_id = $1 for update', [
    collection,
  ]);
  const pending = post(collection, { objects });
  for (let waiting = 0; waiting === 0; ) {
    const { rowCount } = await work.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where wait_event_type = 'Lock' and query like '%collection_clock%' and datname = current_database()`,
    );
    waiting = rowCount ?? 0;
  }
  const answer = await pending;
  await client.query('commit');
  client.release();
  expectError(answer, 503);
  expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  expect(await readObjects(collection)).toEqual([]);
  await f.push(collection, objects);
  expect(await readObjects(collection)).toEqual(objects);
});

line('ADD-23', 'the same object pushed at the same time is stored once', async () => {
  const collection = await f.makeCollection();
  const objects = Array.from({ length: 20 }, () => indicator());
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(collection, { objects })));
  for (const answer of answers)
    expect(answer.json).toMatchObject({ success_count: 20, failure_count: 0 });
  expect(await readObjects(collection)).toEqual(objects);
  expect(new Set((await readObjects(collection)).map(keyOf)).size).toBe(20);
});

line(
  'ADD-24',
  'Expect: 100-continue is answered, and a refusal comes before the body',
  async () => {
    const collection = await f.makeCollection();
    const one = indicator();
    expect(await expectContinue(collection, { objects: [one] })).toEqual({
      continued: true,
      status: 202,
    });
    expect(await readObjects(collection)).toEqual([one]);
    expect(await expectContinue(f.CR, { objects: [one] })).toEqual({
      continued: false,
      status: 403,
    });
    expect(await expectContinue(collection, envelopeOf(LIMIT + 1))).toEqual({
      continued: false,
      status: 413,
    });
    expect(await expectContinue(collection, { objects: [one] }, 'text/plain')).toEqual({
      continued: false,
      status: 415,
    });
  },
);

line('ADD-25', 'what is gone behaves as if it had never been', async () => {
  const collection = await f.makeCollection();
  const one = markingDefinition();
  await f.push(collection, [one]);
  const path = f.path(collection, `objects/${one.id}/`);
  expect((await f.request(path, { method: 'DELETE' })).status).toBe(200);
  expectError(await f.request(path), 404);
  expectEmpty(await f.request(f.path(collection, 'objects/')));
});

function expectContinue(
  collection: string,
  body: object | string,
  type = TAXII,
): Promise<{ continued: boolean; status: number }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { hostname, port } = new URL(f.server.url);
  const { name, password } = f.users.rw;
  const headers = {
    authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
    accept: TAXII,
    'content-type': type,
    'content-length': String(Buffer.byteLength(text)),
    expect: '100-continue',
  };
  return new Promise((resolve, reject) => {
    let continued = false;
    const options = {
      hostname,
      port,
      path: f.path(collection, 'objects/'),
      method: 'POST',
      headers,
      agent: false as const,
    };
    const request = sendHttp(options, (response) => {
      response.resume();
      response.on('end', () => resolve({ continued, status: response.statusCode ?? 0 }));
      if (!continued) request.destroy();
      if (!continued) resolve({ continued, status: response.statusCode ?? 0 });
    });
    request.on('continue', () => {
      continued = true;
      request.end(text);
    });
    request.on('error', reject);
    request.flushHeaders();
  });
}
