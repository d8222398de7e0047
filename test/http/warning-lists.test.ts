// Warning lists over a real server: who may keep them, and what becomes of the rows of an import.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

type Asker = { name: string; password: string };

async function ask(name: string, method = 'GET', body?: object, as?: Asker) {
  const path = `/api/v1/warning-lists${name === '' ? '' : `/${name}`}`;
  const answer = await server.request(path, { method, ...(body && { body }), ...(as && { as }) });
  checkAgainstSpec({ method, path }, answer);
  return answer;
}

async function run(body: string, warning_lists?: string) {
  const target = await server.makeCollection(root);
  const query = warning_lists === undefined ? {} : { warning_lists };
  const one = await importFile(server, target, body, query);
  const found = await server.request(`/api/v1/imports/${one.id}/findings`);
  const path = `${server.objects(root, target)}?match[type]=indicator`;
  const { json } = await server.request(path);
  return { one, findings: found.json.items, objects: json.objects ?? [], target };
}

const ROWS = [
  'value,tags',
  '8.8.8.8,a',
  '10.0.0.1,b',
  'www.google.com,',
  '192.0.2.1,',
  'bad.evil.org,c',
].join('\n');

describe('an import', () => {
  test('is held against nothing unless it says so', async () => {
    const { one, objects } = await run(ROWS);
    expect(one).toMatchObject({ state: 'completed', counts: { created: 5, warned: 0 } });
    expect(JSON.stringify(objects)).not.toContain('warning-list');
    expect((await run(ROWS, 'off')).one.counts).toEqual(one.counts);
  });

  test('is held against all lists, each with its own action', async () => {
    const { one, findings, objects } = await run(ROWS, 'on');
    expect(one).toMatchObject({ state: 'completed', counts: { created: 5, warned: 3 } });
    expect(objects.map(({ labels }: { labels?: string[] }) => labels)).toEqual([
      ['a', 'warning-list:public-resolvers'],
      ['b', 'warning-list:special-purpose-addresses'],
      ['warning-list:top-domains'],
      undefined,
      ['c'],
    ]);
    expect(findings).toMatchObject([
      { kind: 'warning', line: 2, column: 'value', value: '8.8.8.8', code: 'WARNING_LIST' },
      { kind: 'warning', line: 3, code: 'WARNING_LIST' },
      { kind: 'warning', line: 4, code: 'WARNING_LIST' },
    ]);
    expect(findings[0].message).toContain('public-resolvers');
  });

  test('is held against the lists that it names, and does with them what it says', async () => {
    const asked = JSON.stringify({ 'public-resolvers': 'refuse', 'top-domains': 'ignore' });
    const { one, findings, objects } = await run(ROWS, asked);
    expect(one).toMatchObject({
      state: 'completed_with_errors',
      counts: { created: 4, rejected: 1, warned: 0 },
    });
    expect(findings).toMatchObject([
      { kind: 'rejection', line: 2, column: 'value', value: '8.8.8.8', code: 'VALUE_EXCLUDED' },
    ]);
    expect(JSON.stringify(objects)).not.toContain('warning-list');
  });

  test('of STIX objects warns or refuses, and leaves what it stores as it came', async () => {
    const indicator = {
      type: 'indicator',
      spec_version: '2.1',
      id: 'indicator--6b0b4f5e-6f35-4a5b-9a93-7d6d3a4c0a01',
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      pattern: "[url:value = 'http://8.8.8.8/x']",
      pattern_type: 'stix',
      valid_from: '2026-01-01T00:00:00Z',
      indicator_types: ['malicious-activity'],
    };
    const tagged = await run(JSON.stringify([indicator]), 'on');
    expect(tagged.one.counts).toMatchObject({ created: 1, warned: 1 });
    expect(tagged.findings).toMatchObject([{ column: 'pattern', code: 'WARNING_LIST' }]);
    expect(tagged.objects).toEqual([indicator]);
    const refused = await run(JSON.stringify([indicator]), '{"public-resolvers":"refuse"}');
    expect(refused.one.counts).toMatchObject({ created: 0, rejected: 1 });
    expect(refused.findings).toMatchObject([{ column: 'pattern', code: 'VALUE_EXCLUDED' }]);
  });

  test.each([
    ['what is no map', '[1]', 400],
    ['an action that there is not', '{"top-domains":"burn"}', 400],
    ['a list that there is not', '{"nothing":"tag"}', 422],
  ])('that asks for %s is refused', async (_name, warning_lists, status) => {
    const collection = await server.makeCollection(root);
    const search = new URLSearchParams({ collection, source: 'a', warning_lists });
    const path = `/api/v1/imports?${search}`;
    const answer = await server.request(path, { method: 'POST', body: ROWS });
    checkAgainstSpec({ method: 'POST', path }, answer);
    expect(answer.status).toBe(status);
  });

  test('may take the lists from a template', async () => {
    const settings = { source: 'a', warning_lists: { 'public-resolvers': 'refuse' } };
    const path = '/api/v1/import-templates/strict';
    const saved = await server.request(path, { method: 'PUT', body: { settings } });
    expect([saved.status, saved.json.settings]).toEqual([201, settings]);
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, ROWS, { template: 'strict' });
    expect(one.counts).toMatchObject({ created: 4, rejected: 1 });
  });
});

describe('the lists', () => {
  test('that are shipped say where they come from, and are shown without their values', async () => {
    const { items } = (await ask('')).json;
    expect(items.map(({ name }: { name: string }) => name)).toEqual([
      'documentation-addresses',
      'documentation-domains',
      'empty-file-hashes',
      'public-resolvers',
      'special-purpose-addresses',
      'top-domains',
    ]);
    for (const item of items)
      expect(item).toMatchObject({ is_shipped: true, licence: expect.any(String) });
    expect(items[0].values).toBeUndefined();
    const page = (await server.request('/api/v1/warning-lists?limit=2')).json;
    expect([page.items.length, page.more]).toEqual([2, true]);
    expect((await ask('empty-file-hashes')).json.values).toHaveLength(8);
    expect((await ask('nothing')).status).toBe(404);
  });

  test('of ones own are kept, used and deleted', async () => {
    const body = { type: 'hostname', action: 'refuse', values: ['.Evil.org', '.evil.org'] };
    const made = await ask('our-names', 'PUT', body);
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ is_shipped: false, size: 1, values: ['.evil.org'] });
    expect((await ask('our-names', 'PUT', { ...body, action: 'tag' })).status).toBe(200);
    const { one, objects } = await run('value\nbad.evil.org\n', 'on');
    expect(one.counts.warned).toBe(1);
    expect(objects).toMatchObject([{ labels: ['warning-list:our-names'] }]);
    expect((await ask('our-names', 'DELETE')).status).toBe(204);
    expect((await ask('our-names', 'DELETE')).status).toBe(404);
    expect((await run('value\nbad.evil.org\n', 'on')).one.counts.warned).toBe(0);
  });

  test('that are shipped can be replaced, and come back', async () => {
    expect((await ask('public-resolvers', 'DELETE')).status).toBe(409);
    const { name, is_shipped, size, ...shipped } = (await ask('public-resolvers')).json;
    expect([name, is_shipped, size]).toEqual(['public-resolvers', true, shipped.values.length]);
    const made = await ask('public-resolvers', 'PUT', { ...shipped, values: ['203.0.113.9'] });
    expect([made.status, made.json.is_shipped]).toEqual([201, false]);
    expect((await run('value\n8.8.8.8\n203.0.113.9\n', 'on')).one.counts.warned).toBe(1);
    expect((await ask('public-resolvers', 'DELETE')).status).toBe(204);
    expect((await ask('public-resolvers')).json).toMatchObject({ is_shipped: true, size });
  });

  test('take no value that cannot be on them, and no other names', async () => {
    const refused = await ask('nets', 'PUT', { type: 'cidr', values: ['10.0.0.0/8', 'x'] });
    expect([refused.status, refused.json.detail]).toEqual([422, expect.stringContaining('`x`')]);
    expect((await ask('nets', 'PUT', { type: 'colour', values: [] })).status).toBe(422);
    expect((await ask('Nets', 'PUT', { type: 'cidr', values: [] })).status).toBe(400);
    const aside = { type: 'cidr', action: 'set_aside', values: [] };
    expect((await ask('nets', 'PUT', aside)).json.action).toBe('set_aside');
    await ask('nets', 'DELETE');
  });

  test('are kept by administrators; everybody sees which there are', async () => {
    const member = await server.makeAccount();
    const body = { type: 'cidr', values: [] };
    expect((await ask('', 'GET', undefined, member)).status).toBe(200);
    expect((await ask('top-domains', 'GET', undefined, member)).status).toBe(403);
    expect((await ask('nets', 'PUT', body, member)).status).toBe(403);
    expect((await ask('nets', 'DELETE', undefined, member)).status).toBe(403);
  });
});
