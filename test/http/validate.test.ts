// POST /api/v1/validate: one verdict an element, whatever was sent; and the same verdict on a push.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Verdict } from '../../src/stix/validate.ts';
import {
  type Answer,
  type RequestOptions,
  startServer,
  type TestServer,
} from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator, ipv4Addr, malware } from '../support/stix.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
});

async function ask(body: unknown, query = '', options: RequestOptions = {}): Promise<Answer> {
  const path = `/api/v1/validate${query}`;
  const sent = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const answer = await server.request(path, { method: 'POST', body: sent, ...options });
  checkAgainstSpec({ method: 'POST', path }, answer);
  return answer;
}

async function judge(body: unknown, query = ''): Promise<readonly Verdict[]> {
  const answer = await ask(body, query);
  expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
  return answer.json.results;
}

const codesOf = ({ errors }: Verdict) => errors.map(({ code, pointer }) => [code, pointer]);
const LATE = { valid_from: '2026-02-28T08:15:00Z', valid_until: '2026-02-27T08:15:00Z' };

describe('what is judged', () => {
  test('one object', async () => {
    const good = indicator();
    expect(await judge(good)).toEqual([
      { id: good.id, type: 'indicator', valid: true, errors: [], warnings: [], omitted: 0 },
    ]);
    const [bad] = await judge(indicator(LATE));
    expect(bad).toMatchObject({ valid: false, errors: [{ code: 'TIME_ORDER' }] });
  });

  test('each element of a list, in order, whatever it is', async () => {
    const good = malware();
    const results = await judge([good, null, 7, 'x', [], [good], {}, indicator(LATE)]);
    expect(results.map(({ valid }) => valid)).toEqual([true, ...Array(7).fill(false)]);
    expect(results.map(({ id }) => id)).toEqual([
      good.id,
      ...Array(6).fill(null),
      expect.any(String),
    ]);
    for (const { errors } of results.slice(1)) expect(errors.length).toBeGreaterThan(0);
  });

  test('each element of an envelope', async () => {
    const objects = [malware(), indicator(LATE), ipv4Addr()];
    const results = await judge({ more: false, objects });
    expect(results.map(({ id, valid }) => [id, valid])).toEqual(
      objects.map(({ id }, index) => [id, index !== 1]),
    );
  });

  test('a bundle as one, with errors that point into it', async () => {
    const bad = malware({ name: 7 });
    const id = 'bundle--5d0092c5-5f74-4287-9642-33f4c354e56d';
    const [verdict, ...others] = await judge({ type: 'bundle', id, objects: [malware(), bad] });
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ id, type: 'bundle', valid: false });
    expect(verdict?.errors.map(({ pointer }) => pointer)).toEqual(['/objects/1/name']);
  });

  test.each([
    ['null', 1],
    ['5', 1],
    ['"x"', 1],
    ['true', 1],
    ['{}', 1],
    ['{"objects":7}', 1],
    ['{"objects":[{}],"objects":[{}]}', 1],
    ['[]', 0],
    [' [ ] ', 0],
    ['{"objects":[]}', 0],
    ['[[],{}]', 2],
  ])('%s has %i results, none of them valid', async (body, count) => {
    const results = await judge(body);
    expect(results.map(({ valid }) => valid)).toEqual(Array(count).fill(false));
  });

  test('what the text says and the value does not', async () => {
    const text = JSON.stringify(malware());
    const twice = text.replace('{', '{"name":"A loader","confidence":9007199254740993,');
    const [first, second] = await judge(`[${text},${twice}]`);
    expect(first?.valid).toBe(true);
    expect(second && codesOf(second)).toEqual([
      ['JSON_NUMBER_RANGE', '/confidence'],
      ['JSON_DUPLICATE_MEMBER', '/name'],
    ]);
  });

  test('nothing is stored', async () => {
    const root = await server.makeRoot();
    const collection = await server.makeCollection(root);
    await judge([malware()]);
    expect((await server.request(server.objects(root, collection))).json).toEqual({});
  });
});

describe('what cannot be judged', () => {
  test.each([
    ['', 'a value is expected at line 1, column 1'],
    [' \n', 'a value is expected'],
    ['{"a":1,}', 'line 1, column 8'],
    ['[{"a":1},\n{"b":}]', 'line 2, column 6'],
    ['{"objects":[{}]', 'line 1, column 16'],
    ['[1,2', 'line 1, column 5'],
    ['[1,,2]', 'line 1, column 4'],
    ['{} {}', 'line 1, column 4'],
    ["{'a':1}", 'line 1, column 2'],
  ])('%j is refused, and told where it stops being JSON', async (body, where) => {
    const answer = await ask(body);
    expect(answer).toMatchObject({ status: 400, json: { code: 'BAD_JSON' } });
    expect(answer.json.detail).toContain(where);
  });

  test('bytes that are no UTF-8', async () => {
    const answer = await ask(Buffer.from([0x22, 0xff, 0x22]));
    expect(answer.json).toMatchObject({ code: 'BAD_JSON', detail: 'The body is not UTF-8.' });
  });

  test('more elements than are judged at once', async () => {
    const most = await judge(`[${'0,'.repeat(9999)}0]`);
    expect(most).toHaveLength(10_000);
    const answer = await ask(`{"objects":[${'{},'.repeat(10_000)}{}]}`);
    expect(answer).toMatchObject({ status: 422, json: { code: 'BAD_BODY' } });
    expect(answer.json.detail).toContain('10000');
  });

  test('a body that is too long, or of another kind, or nobody’s', async () => {
    const small = await startServer({ MAX_CONTENT_LENGTH: '64KiB' });
    const body = JSON.stringify(malware({ description: 'x'.repeat(70_000) }));
    const answer = await small.request('/api/v1/validate', { method: 'POST', body });
    expect(answer).toMatchObject({ status: 413, json: { code: 'TOO_LARGE' } });
    await small.stop();
    const headers = { 'content-type': 'text/plain' };
    expect(await ask(malware(), '', { headers })).toMatchObject({ status: 415 });
    expect(await ask(malware(), '', { as: null })).toMatchObject({ status: 401 });
    const member = await server.makeAccount();
    expect(await ask(malware(), '', { as: member })).toMatchObject({ status: 200 });
  });
});

describe('hostile bodies are judged in bounds', () => {
  test('nested deeper than a stack allows', async () => {
    const depth = 400_000;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    for (const body of [deep, `[{},${deep}]`, `{"objects":[${deep}]}`, `{"type":${deep}}`]) {
      const results = await judge(body);
      expect(results.at(-1)).toMatchObject({ errors: [{ code: 'JSON_TOO_DEEP' }] });
    }
  });

  test('with more errors than anybody reads', async () => {
    const body = Array.from({ length: 200 }, () => ({
      type: 'x',
      ...Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`BAD-${n}`, null])),
    }));
    const results = await judge(body);
    const count = results.reduce((sum, { errors }) => sum + errors.length, 0);
    expect(count).toBeLessThanOrEqual(10_000 + 200);
    expect(results.every(({ errors }) => errors.length >= 1)).toBe(true);
    expect(results.every(({ omitted }) => omitted > 0)).toBe(true);
  });

  test('with a name of a hundred thousand letters', async () => {
    const [verdict] = await judge(malware({ ['x'.repeat(100_000)]: { a: null, b: [] } }));
    expect(verdict?.valid).toBe(false);
    for (const { pointer, message } of verdict?.errors ?? [])
      expect(pointer.length + message.length).toBeLessThan(2000);
  });

  test('and long ones on a thread, with the same verdicts', async () => {
    const objects = Array.from({ length: 3000 }, (_, n) => indicator(n % 100 === 7 ? LATE : {}));
    const body = JSON.stringify({ objects });
    const padded = body.replace('{', `{${' '.repeat(1_048_576)}`);
    const results = await judge(padded);
    expect(results.filter(({ valid }) => !valid)).toHaveLength(30);
    expect((await ask(`${padded}]`)).status).toBe(400);
  });
});

describe('parameters', () => {
  test('warnings are told on request, infos besides', async () => {
    const plain = indicator({ indicator_types: ['Nonsense Value'] });
    expect(await judge(plain)).toMatchObject([{ valid: true, warnings: [] }]);
    const [verdict] = await judge(plain, '?warnings=true');
    expect(verdict?.valid).toBe(true);
    expect(verdict?.warnings.length).toBeGreaterThan(0);
    expect(verdict?.warnings.every(({ level }) => level === 'warning')).toBe(true);
    const [all] = await judge(plain, '?warnings=1&infos=1');
    expect(all?.warnings.length).toBeGreaterThanOrEqual(verdict?.warnings.length ?? 0);
  });

  const SOURCE = 'source--0ba2e5d0-1e0b-4a5c-9c57-9e4a5e1e5a1f';
  const HEXADECIMAL = {
    hashes: { MD5: 'D41D8CD98F00B204E9800998ECF8427E' },
    magic_number_hex: 'FFD8',
  };
  const file = {
    type: 'file',
    spec_version: '2.1',
    id: 'file--0ba2e5d0-1e0b-4a5c-9c57-9e4a5e1e5a1f',
    ...HEXADECIMAL,
  };
  const shouting = 'identity--0BA2E5D0-1E0B-4A5C-9C57-9E4A5E1E5A1F';
  const { spec_version: _, ...old } = malware();
  test.each<[string, object, boolean]>([
    ['', file, false],
    ['?hex_case=lower', file, false],
    ['?hex_case=any', file, true],
    ['', malware({ created_by_ref: SOURCE }), false],
    ['?created_by_ref=any', malware({ created_by_ref: SOURCE }), true],
    ['', malware({ created_by_ref: shouting }), false],
    ['?uuid_case=any', malware({ created_by_ref: shouting }), true],
    ['', malware({ id: 'malware--0190a3b2-7c4d-7e5f-8a9b-0c1d2e3f4a5b' }), true],
    [
      '?uuid_versions=rfc4122',
      malware({ id: 'malware--0190a3b2-7c4d-7e5f-8a9b-0c1d2e3f4a5b' }),
      false,
    ],
    ['', old, true],
    ['?stix20=refuse', old, false],
  ])('%s', async (query, object, valid) => {
    expect(await judge(object, query)).toMatchObject([{ valid }]);
  });

  test.each([
    ['?hex_case=upper'],
    ['?warnings=maybe'],
    ['?strict=true'],
    ['?warnings=1&warnings=1'],
  ])('%s is refused', async (query) => {
    expect(await ask(malware(), query)).toMatchObject({ status: 400, json: { code: 'BAD_QUERY' } });
  });
});

test('the examples of openapi.yaml are what is answered', async () => {
  const { InvalidObject, Envelope, Verdicts } = parse(
    readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'),
  ).components.examples;
  expect((await ask(InvalidObject.value)).json).toEqual(Verdicts.value);
  expect(await judge(Envelope.value)).toMatchObject([{ valid: true }]);
});
