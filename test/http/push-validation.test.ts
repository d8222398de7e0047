// What a push refuses as STIX, what it says about it, and what the setting PUSH_VALIDATION changes.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scanEnvelope } from '../../src/stix/json/scan.ts';
import { startServer, TAXII, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator, malware, type StixObject } from '../support/stix.ts';

const UUID = '0ba2e5d0-1e0b-4a5c-9c57-9e4a5e1e5a1f';
const FILE = {
  type: 'file',
  spec_version: '2.1',
  id: `file--${UUID}`,
  name: 'a',
  magic_number_hex: 'FFD8',
};

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
});

async function makePath(on = server): Promise<string> {
  const root = await on.makeRoot();
  return on.objects(root, await on.makeCollection(root));
}

async function push(path: string, body: object | string, on = server) {
  const answer = await on.request(path, { method: 'POST', body });
  checkAgainstSpec({ method: 'POST', path }, answer);
  expect([answer.status, answer.text]).toEqual([202, expect.anything()]);
  return answer.json;
}

/** The message of the only failure. */
async function failureOf(object: StixObject | object): Promise<string> {
  const status = await push(await makePath(), { objects: [object] });
  expect(status).toMatchObject({ success_count: 0, failure_count: 1 });
  return status.failures[0].message;
}

describe('a failure', () => {
  test('says where, what is wrong, what would be right, and by which section', async () => {
    const times = { valid_from: '2026-01-02T00:00:00Z', valid_until: '2026-01-01T00:00:00Z' };
    const message = await failureOf(indicator(times));
    expect(message).toMatch(/^\/valid_until: /);
    expect(message).toContain('"2026-01-01T00:00:00Z"');
    expect(message).toContain('"2026-01-02T00:00:00Z"');
    expect(message).toMatch(/\. .+\. \(STIX 2\.1 section [\d.]+\)$/);
  });

  test('counts the errors that it does not tell', async () => {
    expect(await failureOf(malware({ name: 7, confidence: 101 }))).toMatch(/ One more error\.$/);
    const more = await failureOf(malware({ name: 7, confidence: 101, labels: 'x' }));
    expect(more).toMatch(/ \d+ more errors\.$/);
  });

  test('has id and version of the object, and leaves its neighbours alone', async () => {
    const objects = [malware(), malware({ is_family: 'no' }), malware()];
    const path = await makePath();
    const status = await push(path, { objects });
    expect(status).toMatchObject({ success_count: 2, failure_count: 1 });
    expect(status.failures[0]).toMatchObject({ id: objects[1]?.id, version: objects[1]?.modified });
    const { json } = await server.request(path);
    expect(json.objects).toEqual([objects[0], objects[2]]);
  });

  test('stays short, whatever the names', async () => {
    const message = await failureOf(malware({ ['X'.repeat(50_000)]: null }));
    expect(message.length).toBeLessThan(1000);
  });

  test('of an id with capital letters says what to do', async () => {
    const message = await failureOf(malware({ id: `malware--${UUID.toUpperCase()}` }));
    expect(message).toContain('lower-case');
  });
});

describe('STIX 2.0', () => {
  test.each([
    ['with a version', { spec_version: '2.0' }],
    ['without one', { spec_version: undefined }],
  ])('%s is stored as it comes', async (_, version) => {
    const object = malware({ ...version, is_family: undefined, labels: ['trojan'], name: 7 });
    const path = await makePath();
    expect(await push(path, { objects: [object] })).toMatchObject({ success_count: 1 });
    const { json } = await server.request(`${path}?match[spec_version]=2.0`);
    expect(json.objects).toEqual([JSON.parse(JSON.stringify(object))]);
  });

  test('is not what an object without version and times is', async () => {
    expect(await failureOf({ type: 'malware', id: `malware--${UUID}` })).toContain('spec_version');
  });
});

describe('PUSH_VALIDATION', () => {
  const objects = [
    FILE,
    malware({ created_by_ref: `source--${UUID}` }),
    malware({ created_by_ref: `identity--${UUID.toUpperCase()}` }),
    malware({ name: 7 }),
    malware(),
  ];

  test.each([
    ['strict', 1],
    ['lenient', 4],
    ['off', 5],
  ])('%s stores %i of five, and /api/v1/validate says the same', async (setting, stored) => {
    const own = await startServer({ PUSH_VALIDATION: setting });
    const status = await push(await makePath(own), { objects }, own);
    expect(status).toMatchObject({ success_count: stored, failure_count: 5 - stored });
    const answer = await own.request('/api/v1/validate', { method: 'POST', body: { objects } });
    const valid = answer.json.results.filter((one: { valid: boolean }) => one.valid);
    // Off is no way to judge: it is judged strictly.
    expect(valid).toHaveLength(setting === 'off' ? 1 : stored);
    await own.stop();
  });

  test('knows no other words', async () => {
    await expect(startServer({ PUSH_VALIDATION: 'on' })).rejects.toThrow('strict, lenient, off');
  });
});

describe('published content', () => {
  test.each(['apt1.json', 'ics-attack.json'])('%s comes back byte for byte', async (name) => {
    const text = readFileSync(new URL(`../../../shared/corpora/${name}`, import.meta.url), 'utf8');
    const sent = scanEnvelope(text).elements.map(({ start, end }) => text.slice(start, end));
    expect(sent.length).toBeGreaterThan(20);
    const path = await makePath();
    const { max_content_length } = (await server.request(`/taxii2/${path.split('/')[2]}/`)).json;
    for (const chunk of chunks(sent, max_content_length)) {
      const status = await push(path, `{"objects":[${chunk.join(',')}]}`);
      expect(status.failures ?? []).toEqual([]);
    }
    expect(await pollAll(path)).toEqual(sent);
  });
});

/** As many objects as go into an envelope, the greater one and a half times; so there are several. */
function chunks(texts: readonly string[], maxLength: number): string[][] {
  const most = Math.min(maxLength, 1_500_000) - 20;
  const all: string[][] = [[]];
  let size = 0;
  for (const text of texts) {
    const bytes = Buffer.byteLength(text) + 1;
    if (size + bytes > most) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(text);
    size += bytes;
  }
  return all;
}

async function pollAll(path: string): Promise<string[]> {
  const found: string[] = [];
  let next = '';
  for (;;) {
    const query = `?limit=700&match[version]=all${next && `&next=${encodeURIComponent(next)}`}`;
    const { text, json } = await server.request(path + query, { headers: { accept: TAXII } });
    found.push(...scanEnvelope(text).elements.map(({ start, end }) => text.slice(start, end)));
    if (json.more !== true) return found;
    next = json.next;
  }
}
