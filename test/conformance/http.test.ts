// HTTP: URLs, methods and headers of every endpoint. OASIS TAXII 2.1 section 3.1, RFC 9110.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { readRouter } from '../../src/http/router.ts';
import { basic, sendRaw } from '../support/raw.ts';
import { type Answer, TAXII } from '../support/server.ts';
import { indicator } from '../support/stix.ts';
import { withStatusFault } from './fault.ts';
import { expectError, type Fixture, loadFixture } from './fixture.ts';
import { startSibling } from './sibling.ts';
import { line } from './suite.ts';
import { getPaths, type Stop, takeTour } from './tour.ts';

let f: Fixture;
let S: string;
let paths: readonly string[];
let tour: readonly Stop[];
beforeAll(async () => {
  f = await loadFixture();
  S = (await f.push(f.C, [indicator()])).id;
  paths = getPaths(f, S);
  tour = await takeTour(f);
});
afterAll(() => f.stop());

const without = (answer: Answer, ...names: string[]) =>
  Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !names.includes(name)));
const bodyWithoutId = ({ json: { error_id: _, ...rest } }: Answer) => rest;

line('HTTP-01', 'all eleven endpoints answer at their URL, without redirect', async () => {
  for (const path of paths) {
    expect(path).toMatch(/\/$/);
    expect((await f.request(path)).status).toBe(200);
  }
  const object = indicator();
  await f.push(f.C, [object]);
  const deleted = await f.request(f.path(f.C, `objects/${object.id}/`), { method: 'DELETE' });
  expect(deleted.status).toBe(200);
});

line('HTTP-02', 'the final slash may be left out, with any method', async () => {
  for (const path of paths) {
    const answer = await f.request(path.slice(0, -1));
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await f.request(path)).text);
  }
  const filtered = await f.request(f.path(f.C, 'objects?limit=1'));
  expect(filtered.json.objects).toHaveLength(1);
  const object = indicator();
  const body = { objects: [object] };
  expect((await f.request(f.path(f.C, 'objects'), { method: 'POST', body })).status).toBe(202);
  const one = f.path(f.C, `objects/${object.id}`);
  expect((await f.request(one, { method: 'DELETE' })).status).toBe(200);
  expectError(await f.request(one), 404);
});

line('HTTP-03', 'runs of slashes are one slash, also for who may come in', async () => {
  for (const path of paths) {
    const doubled = path.replaceAll('/', '//');
    for (const variant of [`/${path}`, doubled, `${path}/`]) {
      expect((await f.request(variant)).text).toBe((await f.request(path)).text);
      expectError(await f.request(variant, { as: null }), 401);
    }
  }
  const hidden = f.path(f.C, 'objects/').replaceAll('/', '///');
  expectError(await f.request(hidden, { as: f.users.stranger }), 404);
  expectError(await f.request(hidden, { as: f.users.wo }), 403);
});

line('HTTP-04', 'a success carries its resource; only DELETE has no body', async () => {
  const successes = tour.filter(({ answer }) => answer.status < 300);
  expect(successes.length).toBeGreaterThan(15);
  for (const { method, answer } of successes) {
    if (method === 'DELETE') expect(answer.bytes).toHaveLength(0);
    else expect(typeof answer.json).toBe('object');
  }
});

line(
  ['HTTP-05', 'HTTP-06', 'HTTP-07'],
  'every answer of every kind has exactly the TAXII media type, errors have a body',
  async () => {
    const answers = tour.map((stop) => stop.answer);
    const wrong = { name: 'guesser', password: 'wrong' };
    for (let turn = 0; turn < 11; turn += 1)
      answers.push(await f.request('/taxii2/', { as: wrong }));
    const status = () => f.request(`${f.R}status/${S}/`);
    answers.push(await withStatusFault(f, 'XX000', status));
    answers.push(await withStatusFault(f, '57014', status));
    answers.push(await withStatusFault(f, '57P01', status));
    const seen = new Set(answers.map((answer) => answer.status));
    const expected = [200, 202, 400, 401, 403, 404, 405, 406, 413, 415, 422, 429, 500, 503];
    expect([...seen].sort()).toEqual(expected);
    for (const answer of answers) {
      expect(answer.headers['content-type']).toBe(TAXII);
      if (answer.status >= 400) expectError(answer, answer.status);
    }
  },
);

line('HTTP-08', 'HEAD answers as GET does, without a body', async () => {
  for (const path of [...paths, f.path(f.C, 'objects/?limit=0'), `${f.R}nothing/`]) {
    const get = await f.request(path);
    const head = await f.request(path, { method: 'HEAD' });
    expect(head.status).toBe(get.status);
    expect(head.bytes).toHaveLength(0);
    const changing = ['date', 'x-request-id', 'keep-alive'];
    expect(without(head, ...changing)).toEqual(without(get, ...changing));
  }
  const head = await f.request(f.path(f.C, 'objects/'), { method: 'HEAD' });
  expect(head.headers['x-taxii-date-added-last']).toMatch(/Z$/);
});

line('HTTP-09', 'another method gets 405 and the list of the allowed ones', async () => {
  const one = f.path(f.C, `objects/${f.ids.X}/`);
  const refusals = [
    ['POST', '/taxii2/', 'GET, HEAD, OPTIONS'],
    ['DELETE', f.R, 'GET, HEAD, OPTIONS'],
    ['POST', f.path(f.C), 'GET, HEAD, OPTIONS'],
    ['PUT', f.path(f.C, 'objects/'), 'GET, HEAD, POST, OPTIONS'],
    ['PATCH', f.path(f.C, 'objects/'), 'GET, HEAD, POST, OPTIONS'],
    ['DELETE', f.path(f.C, 'objects/'), 'GET, HEAD, POST, OPTIONS'],
    ['POST', one, 'GET, HEAD, DELETE, OPTIONS'],
    ['DELETE', f.path(f.C, 'manifest/'), 'GET, HEAD, OPTIONS'],
    ['DELETE', `${one}versions/`, 'GET, HEAD, OPTIONS'],
    ['POST', `${f.R}status/${S}/`, 'GET, HEAD, OPTIONS'],
  ] as const;
  for (const [method, path, allow] of refusals) {
    const answer = await f.request(path, { method });
    expectError(answer, 405);
    const sorted = (text: string) => text.split(/, */).sort();
    expect(sorted(answer.headers.allow ?? '')).toEqual(sorted(allow));
  }
});

line('HTTP-10', 'PUT is refused everywhere', async () => {
  for (const path of paths)
    expectError(await f.request(path, { method: 'PUT', body: { title: 'x' } }), 405);
});

line('HTTP-11', 'what else is served stays away from TAXII paths', async () => {
  expect((await f.request('/healthz', { as: null })).status).toBe(200);
  const router = readRouter(new URL('../../openapi.yaml', import.meta.url));
  for (const name of ['healthz', 'readyz', 'metrics', 'openapi.yaml', 'api', 'docs', 'imports'])
    for (const base of ['/taxii2/', f.R, `${f.R}collections/`, f.path(f.C)])
      expectError(await f.request(`${base}${name}/`), 404);
  expect(router.find(f.path(f.C, 'imports/'))).toBeNull();
});

line('HTTP-12', 'a request without User-Agent is served', async () => {
  const answer = await sendRaw(
    f.server.url,
    `GET /taxii2/ HTTP/1.1\r\nHost: x\r\nAccept: ${TAXII}\r\nAuthorization: ${basic(f.users.rw)}\r\n\r\n`,
  );
  expect(answer.status).toBe(200);
  expect(answer.json.title).toBe('Taxiway');
});

line('HTTP-13', 'every answer has a Date of the clock that date_added comes from', async () => {
  for (const { answer } of tour) expect(Date.parse(answer.headers.date ?? '')).not.toBeNaN();
  const object = indicator();
  const body = { objects: [object] };
  const posted = await f.request(f.path(f.C, 'objects/'), { method: 'POST', body });
  const one = await f.request(f.path(f.C, `objects/${object.id}/`));
  const added = Date.parse(String(one.headers['x-taxii-date-added-last']));
  // The Date header has whole seconds, rounded down.
  expect(Math.abs(added - Date.parse(posted.headers.date ?? ''))).toBeLessThan(2000);
});

line(
  'HTTP-14',
  'unknown paths and roots are 404 and say nothing about what else there is',
  async () => {
    const unknownRoot = await f.request('/taxii2/nowhere/');
    expectError(unknownRoot, 404);
    expectError(await f.request(`${f.R}nothing/`), 404);
    expectError(await f.request(f.path(f.C, 'nothing/')), 404);
    const hiddenRoot = await f.request(f.R, { as: f.users.stranger });
    expectError(hiddenRoot, 404);
    const changing = ['date', 'x-request-id', 'content-length'];
    expect(bodyWithoutId(hiddenRoot)).toEqual(bodyWithoutId(unknownRoot));
    expect(without(hiddenRoot, ...changing)).toEqual(without(unknownRoot, ...changing));
  },
);

line(
  'HTTP-15',
  'malformed identifiers in a path are 404, never a fault of the server',
  async () => {
    const long = 'a'.repeat(10_000);
    const malformed = [
      'abc',
      'not-a-uuid',
      '%00',
      '%',
      '%zz',
      '%c0%af',
      '..%2f',
      '%2e%2e%2f',
      "'",
      long,
    ];
    for (const id of malformed) {
      for (const path of [
        `${f.R}status/${id}/`,
        f.path(id),
        f.path(id, 'objects/'),
        f.path(f.C, `objects/${id}/`),
        f.path(f.C, `objects/${id}/versions/`),
        `/taxii2/${id}/`,
      ])
        expectError(await f.request(path), 400, 404);
      const removal = await f.request(f.path(f.C, `objects/${id}/`), { method: 'DELETE' });
      expectError(removal, 400, 404);
    }
    for (const path of [f.path(f.C, 'objects/../'), f.path(f.C, 'objects/%2e%2e/')])
      expectError(await f.request(path), 400, 404);
  },
);

line('HTTP-16', 'UUIDs in paths match in any case, STIX identifiers only exactly', async () => {
  const upper = await f.request(f.path(f.C.toUpperCase()));
  expect(upper.json.id).toBe(f.C);
  const objects = await f.request(f.path(f.C.toUpperCase(), 'objects/?limit=3'));
  expect(objects.json.objects).toHaveLength(3);
  expect((await f.request(`${f.R}status/${S.toUpperCase()}/`)).json.id).toBe(S);
  expect((await f.request(f.path(f.C, `objects/${f.ids.X}/`))).status).toBe(200);
  const [type = '', uuid = ''] = f.ids.X.split('--');
  for (const id of [`${type}--${uuid.toUpperCase()}`, `${type.toUpperCase()}--${uuid}`])
    expectError(await f.request(f.path(f.C, `objects/${id}/`)), 404);
});

line('HTTP-17', 'errors show nothing of the inside, and hidden is like missing', async () => {
  const inside =
    /node_modules|\.ts\b|\.js\b|\bat [A-Za-z.]+ \(|\bselect\b.*\bfrom\b|secret|\/srv\//;
  const fault = await withStatusFault(f, 'XX000', () => f.request(`${f.R}status/${S}/`));
  expectError(fault, 500);
  for (const { answer } of tour) if (answer.status >= 400) expect(answer.text).not.toMatch(inside);
  expect(fault.text).not.toMatch(inside);
  const missing = await f.request(f.path('0a6b3f4e-9a70-4d5c-8a44-0c6f8f9b6a10'));
  const elsewhere = await f.server.makeCollection(f.root);
  const hidden = await f.request(f.path(elsewhere));
  expectError(hidden, 404);
  expect(bodyWithoutId(hidden)).toEqual(bodyWithoutId(missing));
});

line('HTTP-18', 'URLs of 8 kB work; far longer ones are refused in words', async () => {
  const ids = Array.from({ length: 160 }, () => indicator().id);
  const query = `match[id]=${[...ids, f.ids.X].join(',')}`;
  expect(query.length).toBeGreaterThan(7500);
  const found = await f.request(f.path(f.C, `objects/?${query}`));
  expect(found.json.objects.map((object: { id: string }) => object.id)).toEqual([f.ids.X]);
  expectError(await f.request(f.path(f.C, `objects/?x=${'a'.repeat(20_000)}`)), 400, 414);
  expectError(await f.request(f.path(f.C, `objects/?x=${'a'.repeat(70_000)}`)), 400, 414, 431);
});

line('HTTP-19', 'pages are capped, failures are slowed down, slow statements end', async () => {
  const capped = await startSibling(f.server, { PAGE_SIZE_MAX: '7', PAGE_SIZE_DEFAULT: '5' });
  const as = f.users.rw;
  const page = await capped.request(f.path(f.C, 'objects/?limit=100000'), { as });
  expect(page.json.objects).toHaveLength(7);
  expect(page.json.more).toBe(true);
  await capped.stop();
  const wrong = { name: 'another-guesser', password: 'wrong' };
  const answers: Answer[] = [];
  for (let turn = 0; turn < 11; turn += 1) answers.push(await f.request(f.R, { as: wrong }));
  expectError(answers.at(0) as Answer, 401);
  const limited = answers.at(-1) as Answer;
  expectError(limited, 429);
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  const slow = await withStatusFault(f, '57014', () => f.request(`${f.R}status/${S}/`));
  expectError(slow, 503);
  expect(Number(slow.headers['retry-after'])).toBeGreaterThan(0);
});
