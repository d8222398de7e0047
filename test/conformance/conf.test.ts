// CONF and DATA: every response as a whole, and the types of what is in it. OASIS TAXII 2.1 sections
// 2, 3.1, 3.8 and 8. The answers come from one tour of everything that can be answered.
import { isUtf8 } from 'node:buffer';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { visit } from 'jsonc-parser';
import { validate } from '../../src/stix/validate.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator } from '../support/stix.ts';
import { expectError, type Fixture, loadFixture } from './fixture.ts';
import { line } from './suite.ts';
import { namesIn, type Stop, takeTour, taxiiLists, taxiiPart, walk } from './tour.ts';

let f: Fixture;
let tour: readonly Stop[];
let withBody: readonly Stop[];
beforeAll(async () => {
  f = await loadFixture();
  tour = await takeTour(f);
  withBody = tour.filter(({ answer }) => answer.bytes.length > 0);
});
afterAll(() => f.stop());

const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SIX_DIGITS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
const ok = (part: string) =>
  tour.filter(({ method, path, answer }) => {
    return method === 'GET' && answer.status === 200 && path.includes(part);
  });

line(
  ['CONF-01', 'CONF-06'],
  'every endpoint answers with its resource and each kind of refusal',
  async () => {
    const seen = new Set(tour.map(({ method, answer }) => `${method} ${answer.status}`));
    for (const status of [200, 400, 401, 403, 404, 406]) expect(seen).toContain(`GET ${status}`);
    for (const status of [202, 413, 415, 422]) expect(seen).toContain(`POST ${status}`);
    for (const status of [200, 404]) expect(seen).toContain(`DELETE ${status}`);
    const paged = ok('/manifest/').concat(ok('/objects/'));
    expect(paged.length).toBeGreaterThan(8);
    for (const { answer } of paged)
      for (const end of ['first', 'last'])
        expect(answer.headers[`x-taxii-date-added-${end}`]).toMatch(SIX_DIGITS);
  },
);

line(['CONF-02', 'DATA-12'], 'every required property is there', async () => {
  const required: readonly (readonly [string, readonly string[]])[] = [
    ['/taxii2/', ['title']],
    [f.R, ['title', 'versions', 'max_content_length']],
    [f.path(f.C), ['id', 'title', 'can_read', 'can_write']],
  ];
  for (const [path, names] of required) {
    const { json } = await f.request(path);
    for (const name of names) expect(json).toHaveProperty(name);
  }
  const status = tour.find(({ answer }) => answer.status === 202)?.answer.json;
  const counts = ['total_count', 'success_count', 'failure_count', 'pending_count'];
  for (const name of ['id', 'status', ...counts]) expect(status).toHaveProperty(name);
  for (const detail of [...status.successes, ...status.failures])
    expect(detail).toMatchObject({ id: expect.any(String), version: expect.any(String) });
  const { json } = await f.request(f.path(f.C, 'manifest/?limit=20'));
  for (const record of json.objects)
    for (const name of ['id', 'date_added', 'version']) expect(record).toHaveProperty(name);
  for (const { answer } of tour.filter((stop) => stop.answer.status >= 400))
    expect(answer.json).toHaveProperty('title');
});

line('CONF-03', 'core and authentication rules hold for every endpoint', async () => {
  const discovery = await f.request('/taxii2/');
  expect(discovery.json.api_roots.length).toBeGreaterThan(0);
  const refused = tour.filter(({ answer }) => answer.status === 401);
  expect(refused.length).toBeGreaterThanOrEqual(9);
  for (const { answer } of refused) expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
});

line(
  'CONF-05',
  'every answer is valid TAXII, every object in it valid STIX, and each check can fail',
  async () => {
    for (const { method, path, answer } of tour) checkAgainstSpec({ method, path }, answer);
    const page = await f.request(f.path(f.C, 'objects/?limit=1'));
    const asked = { method: 'GET', path: f.path(f.C, 'objects/') };
    const wrong = [
      { ...page, json: { objects: [] } },
      { ...page, json: { ...page.json, more: 'true' } },
      { ...page, status: 201 },
      { ...page, headers: { ...page.headers, 'content-type': 'application/json' } },
      { ...page, headers: { 'content-type': page.headers['content-type'] } },
    ];
    for (const answer of wrong) expect(() => checkAgainstSpec(asked, answer)).toThrow();
    const sent = tour.flatMap(({ path, answer }) =>
      answer.status === 200 && path.includes('/objects/') ? (answer.json?.objects ?? []) : [],
    );
    const stored = await f.readAll(f.path(f.C, 'objects/?match[version]=all'));
    expect(Math.min(sent.length, stored.length)).toBeGreaterThan(250);
    for (const object of [...sent, ...stored])
      expect(validate(object, { stix20: 'accept' }).errors).toEqual([]);
    expect(validate({ ...indicator(), pattern: '[' }).valid).toBe(false);
  },
);

line('CONF-07', 'what goes beyond the specification breaks nothing of it', async () => {
  const page = await f.request(f.path(f.C, 'manifest/?limit=1'));
  expect(Object.keys(page.json).sort()).toEqual(['more', 'next', 'objects']);
  expectError(await f.request('/taxii2/healthz/'), 404);
});

line(
  'DATA-01',
  'bodies are UTF-8 I-JSON: no mark, no doubled names, no lone surrogates',
  async () => {
    expect(withBody.length).toBeGreaterThan(50);
    for (const { answer } of withBody) {
      expect(isUtf8(answer.bytes)).toBe(true);
      expect(answer.text.startsWith('\ufeff')).toBe(false);
      expect(answer.json).toBeDefined();
      expect(findDoubledNames(answer.text)).toEqual([]);
      for (const value of walk(answer.json))
        if (typeof value === 'string') expect(value.isWellFormed()).toBe(true);
    }
  },
);

line('DATA-02', 'booleans are true or false', async () => {
  const seen: unknown[] = [];
  for (const { answer } of withBody)
    for (const value of walk(taxiiPart({ method: '', path: '/objects/', answer })))
      if (typeof value === 'object' && value !== null)
        for (const name of ['can_read', 'can_write', 'more'])
          if (name in value) seen.push((value as Record<string, unknown>)[name]);
  expect(seen.length).toBeGreaterThan(20);
  for (const value of seen) expect(typeof value).toBe('boolean');
});

line('DATA-03', 'ids of collections and statuses are UUIDv4, made by the server', async () => {
  const { json } = await f.request(`${f.R}collections/`);
  for (const { id } of json.collections) expect(id).toMatch(V4);
  for (const { answer } of tour.filter((stop) => stop.answer.status === 202))
    expect(answer.json.id).toMatch(V4);
  const body = { api_root: f.root, title: 'Own id', id: 'my-own-id' };
  const refused = await f.server.request('/api/v1/collections', { method: 'POST', body });
  expect(refused.status).toBe(422);
});

line('DATA-04', 'integers are written as such, within the safe range', async () => {
  const { json, text } = await f.request(f.R);
  expect(Number.isSafeInteger(json.max_content_length)).toBe(true);
  expect(text).toMatch(/"max_content_length":\d+[,}]/);
  const status = tour.find(({ answer }) => answer.status === 202)?.answer;
  for (const name of ['total_count', 'success_count', 'failure_count', 'pending_count'])
    expect(status?.text).toMatch(new RegExp(`"${name}":\\d+[,}]`));
});

line('DATA-05', 'no list is empty', async () => {
  const lists = withBody.flatMap(taxiiLists);
  expect(lists.length).toBeGreaterThan(20);
  for (const list of lists) expect(list).not.toHaveLength(0);
});

line('DATA-06', 'the one required list is there', async () => {
  expect((await f.request(f.R)).json.versions.length).toBeGreaterThan(0);
});

line('DATA-07', 'the elements of lists have the declared type', async () => {
  const strings = ['api_roots', 'versions', 'media_types'];
  const objects = ['collections', 'successes', 'failures', 'pendings', 'objects'];
  const seen = new Set<string>();
  for (const { answer } of withBody)
    for (const value of walk(answer.json))
      for (const [name, list] of Object.entries(Object(value)))
        if (Array.isArray(list) && [...strings, ...objects].includes(name)) {
          seen.add(name);
          const type = strings.includes(name) ? 'string' : 'object';
          for (const element of list) expect(typeof element).toBe(type);
        }
  expect([...seen]).toEqual(expect.arrayContaining([...strings, 'collections', 'successes']));
});

line('DATA-08', 'http_status and next are text', async () => {
  for (const { answer } of tour.filter((stop) => stop.answer.status >= 400))
    expect(answer.json.http_status).toBe(String(answer.status));
  const { json } = await f.request(f.path(f.C, 'objects/?limit=1'));
  expect(typeof json.next).toBe('string');
});

line('DATA-09', 'TAXII timestamps have six digits and are real instants', async () => {
  const manifest = await f.readAll(f.path(f.C, 'manifest/'));
  const status = tour.find(({ answer }) => answer.status === 202)?.answer.json;
  const times = [
    ...manifest.map((record) => (record as { date_added: string }).date_added),
    status.request_timestamp,
    ...tour.flatMap(({ answer }) =>
      ['first', 'last'].flatMap((end) => answer.headers[`x-taxii-date-added-${end}`] ?? []),
    ),
  ];
  expect(times.length).toBeGreaterThan(250);
  for (const time of times) {
    expect(time).toMatch(SIX_DIGITS);
    expect(new Date(time).toISOString().slice(0, 19)).toBe(String(time).slice(0, 19));
  }
});

line('DATA-10', 'versions are the own words of the object', async () => {
  const object = { ...f.objects[10], id: `indicator--${crypto.randomUUID()}` };
  const spelled = {
    ...object,
    created: '2020-01-01T00:00:00.000Z',
    modified: '2020-01-01T00:00:00.1000Z',
  };
  const status = await f.push(f.C, [spelled]);
  expect(status.successes?.[0]?.version).toBe('2020-01-01T00:00:00.1000Z');
  const manifest = await f.request(f.path(f.C, `manifest/?match[id]=${object.id}`));
  expect(manifest.json.objects[0].version).toBe('2020-01-01T00:00:00.1000Z');
  const versions = await f.request(f.path(f.C, `objects/${object.id}/versions/`));
  expect(versions.json.versions).toEqual(['2020-01-01T00:00:00.1000Z']);
});

line(
  ['DATA-11', 'DATA-14'],
  'names and literals are those of the specification, in lower case',
  async () => {
    const names = new Set(withBody.flatMap((stop) => [...namesIn(taxiiPart(stop))]));
    const known =
      'title description contact default api_roots versions max_content_length id alias can_read can_write media_types collections more next objects date_added version media_type status request_timestamp total_count success_count successes failure_count failures pending_count pendings message error_id error_code http_status external_details details'.split(
        ' ',
      );
    // Inside `details` the names are ours.
    const ours = [...names].filter((name) => !known.includes(name));
    for (const name of ours) expect(name).toMatch(/^[a-z][a-z0-9_]{2,249}$/);
    expect(ours.sort()).toEqual(
      ours.filter((name) => ['parameter', 'max_content_length'].includes(name)),
    );
    for (const { answer } of tour.filter((stop) => stop.answer.status === 202))
      expect(['complete', 'pending']).toContain(answer.json.status);
  },
);

line('DATA-13', 'what has no value is left out: no null, no empty text', async () => {
  for (const stop of withBody)
    for (const value of walk(taxiiPart(stop))) {
      expect(value).not.toBeNull();
      expect(value).not.toBe('');
    }
});

line('CUST-01', 'properties of our own would begin with x_; there are none', async () => {
  for (const stop of withBody.filter(({ answer }) => answer.status < 300))
    for (const name of namesIn(taxiiPart(stop))) expect(name).toMatch(/^[a-z_]{2,250}$/);
});

line(
  ['CUST-02', 'CUST-04'],
  'only next goes beyond the tables of manifest and versions',
  async () => {
    const manifest = await f.request(f.path(f.C, 'manifest/?limit=1'));
    expect(Object.keys(manifest.json).sort()).toEqual(['more', 'next', 'objects']);
    expect(Object.keys(manifest.json.objects[0]).sort()).toEqual(
      ['date_added', 'id', 'media_type', 'version'].sort(),
    );
    const versions = await f.request(f.path(f.C, `objects/${f.ids.X}/versions/?limit=1`));
    expect(Object.keys(versions.json).sort()).toEqual(['more', 'next', 'versions']);
  },
);

line('CUST-03', 'custom properties of a posted envelope are ignored', async () => {
  const object = { ...f.objects[10], id: `indicator--${crypto.randomUUID()}` };
  const body = { objects: [object], x_example: { a: 1 }, more: false };
  const answer = await f.request(f.path(f.C, 'objects/'), { method: 'POST', body });
  expect(answer.status).toBe(202);
  expect(answer.json.success_count).toBe(1);
  const stored = await f.request(f.path(f.C, `objects/${object.id}/`));
  expect(stored.json.objects).toEqual([object]);
  expect(stored.text).not.toContain('x_example');
});

line('CUST-05', 'channels are reserved: nothing is there, nothing is said of them', async () => {
  expectError(await f.request(`${f.R}channels/`), 404);
  expect((await f.request(f.R)).text).not.toContain('channels');
});

line('ERR-01', 'an error is an object with a title', async () => {
  const errors = tour.filter(({ answer }) => answer.status >= 400);
  expect(errors.length).toBeGreaterThan(30);
  for (const { answer } of errors) expect(answer.json.title).toMatch(/\S/);
});

line(
  ['ERR-02', 'ERR-04'],
  'http_status is the status as text, and no other names are used',
  async () => {
    const known = [
      'title',
      'description',
      'error_id',
      'error_code',
      'http_status',
      'external_details',
      'details',
    ];
    for (const { answer } of tour.filter((stop) => stop.answer.status >= 400)) {
      expect(answer.json.http_status).toBe(String(answer.status));
      expect(Object.keys(answer.json).filter((name) => !known.includes(name))).toEqual([]);
    }
  },
);

line('ERR-03', 'error_id is one occurrence, and the log has it', async () => {
  const path = f.path(f.C, 'objects/?limit=0');
  const [one, other] = [await f.request(path), await f.request(path)];
  expect(one.json.error_id).not.toBe(other.json.error_id);
  expect(typeof one.json.error_code).toBe('string');
  expect(f.server.observations).toContainEqual(
    expect.objectContaining({ kind: 'request', status: 400, error_id: one.json.error_id }),
  );
});

line('ERR-05', '400 names the parameter and what would be right', async () => {
  for (const [query, name] of [
    ['limit=0', 'limit'],
    ['added_after=abc', 'added_after'],
    ['next=forged', 'next'],
    ['match[version]=latest', 'match[version]'],
    ['match[spec_version]=abc', 'match[spec_version]'],
    ['match[type]=', 'match[type]'],
  ] as const) {
    const answer = await f.request(f.path(f.C, `objects/?${query}`));
    expectError(answer, 400);
    expect(answer.json.description).toContain(name);
    expect(answer.json.description.length).toBeGreaterThan(name.length + 10);
  }
});

function findDoubledNames(text: string): readonly string[] {
  const doubled: string[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name) => {
      const names = open.at(-1);
      if (names?.has(name)) doubled.push(name);
      names?.add(name);
    },
  });
  return doubled;
}
