// Templates: files to begin with, which go in as they are, and settings that are saved by name.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { READY_TEMPLATES } from '../../src/api/manage/ready-templates.ts';
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

async function ask(
  name: string,
  method = 'GET',
  body?: object,
  as?: { name: string; password: string },
) {
  const path = `/api/v1/import-templates${name === '' ? '' : `/${name}`}`;
  const answer = await server.request(path, { method, ...(body && { body }), ...(as && { as }) });
  checkAgainstSpec({ method, path }, answer);
  return answer;
}

const files = READY_TEMPLATES.flatMap(({ name, rows }) =>
  (rows === undefined ? ['json'] : ['csv', 'json']).map((ending) => `${name}.${ending}`),
);

describe('a ready-made template', () => {
  test.each(files)('%s goes in as it is', async (file) => {
    const answer = await ask(file);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${file}"`);
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, answer.bytes);
    expect(one).toMatchObject({ state: 'completed', counts: { rejected: 0, warned: 0 } });
    expect(one.counts.created).toBe(one.counts.total);
    expect(one.counts.total).toBeGreaterThan(0);
  });

  test.each([
    ['sentinel-indicators.csv', 'sentinel-csv'],
    ['sentinel-files.csv', 'sentinel-file-csv'],
    ['defender.csv', 'defender-csv'],
    ['misp.csv', 'misp-csv'],
    ['vulnerabilities.csv', 'kev'],
    ['vulnerabilities.json', 'kev'],
  ])('%s is known as %s', async (file, feed) => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, (await ask(file)).bytes);
    expect(one.feed).toBe(feed);
  });

  test('is listed with its files, cannot be changed, and may be named by an import', async () => {
    const { items } = (await ask('')).json;
    expect(items.map(({ name }: { name: string }) => name)).toEqual(
      READY_TEMPLATES.map(({ name }) => name),
    );
    expect((await ask('simple')).json.files).toEqual([
      '/api/v1/import-templates/simple.csv',
      '/api/v1/import-templates/simple.json',
    ]);
    expect((await ask('simple', 'PUT', { settings: {} })).status).toBe(409);
    expect((await ask('simple', 'DELETE')).status).toBe(409);
    expect((await ask('stix.csv')).status).toBe(404);
    expect((await ask('nothing.csv')).status).toBe(404);
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, 'type,value\nip,192.0.2.1\n', {
      template: 'simple',
    });
    expect(one.state).toBe('completed');
  });
});

describe('settings that are saved by name', () => {
  const settings = { columns: { Address: 'ip' }, default_tlp: 'green', default_confidence: 40 };
  const file = 'Address,Ticket\n192.0.2.1,77\n';

  test('are used by imports that name them; what an import says itself goes before', async () => {
    const saved = await ask('tickets', 'PUT', { description: 'Ours', settings });
    expect([saved.status, saved.json.settings]).toEqual([201, settings]);
    expect((await ask('tickets', 'PUT', { settings })).status).toBe(200);
    expect((await ask('tickets')).json).toMatchObject({ ready_made: false, description: null });
    const target = await server.makeCollection(root);
    const query = { template: 'tickets', default_confidence: '60' };
    const one = await importFile(server, target, file, query);
    expect(one.counts).toMatchObject({ created: 1, rejected: 0 });
    const polled = await server.request(`${server.objects(root, target)}?match[type]=indicator`);
    expect(polled.json.objects).toMatchObject([{ confidence: 60 }]);
    expect(polled.json.objects[0].object_marking_refs).toHaveLength(1);
  });

  test('may name the source as well', async () => {
    await ask('with-source', 'PUT', { settings: { ...settings, source: 'Ticket system' } });
    const target = await server.makeCollection(root);
    const search = new URLSearchParams({ collection: target, template: 'with-source' });
    const path = `/api/v1/imports?${search}`;
    const answer = await server.request(path, { method: 'POST', body: file });
    expect([answer.status, answer.json.source]).toEqual([202, 'Ticket system']);
  });

  test('are changed and deleted by whoever saved them, and by administrators', async () => {
    const [owner, other] = [await server.makeAccount(), await server.makeAccount()];
    expect((await ask('mine', 'PUT', { settings }, owner)).status).toBe(201);
    expect((await ask('mine', 'PUT', { settings }, other)).status).toBe(403);
    expect((await ask('mine', 'DELETE', undefined, other)).status).toBe(403);
    expect((await ask('mine', 'GET', undefined, other)).status).toBe(200);
    expect((await ask('mine', 'PUT', { settings })).status).toBe(200);
    expect((await ask('mine', 'DELETE', undefined, owner)).status).toBe(204);
    expect((await ask('mine', 'DELETE', undefined, owner)).status).toBe(404);
  });

  test.each([
    ['an unknown setting', { settings: { nothing: 1 } }, 422],
    ['a value that no import takes', { settings: { default_tlp: 'purple' } }, 422],
    ['no settings', {}, 422],
  ])('with %s are refused', async (_, body, status) => {
    expect((await ask('wrong', 'PUT', body)).status).toBe(status);
  });

  test('need a name that can be part of a URL, and must be there when an import names them', async () => {
    expect((await ask('Not%20so', 'PUT', { settings })).status).toBe(400);
    const target = await server.makeCollection(root);
    const search = new URLSearchParams({ collection: target, source: 'a', template: 'nothing' });
    const answer = await server.request(`/api/v1/imports?${search}`, {
      method: 'POST',
      body: file,
    });
    expect(answer.status).toBe(422);
  });

  test('are listed beside the ready-made ones, page by page', async () => {
    const names: string[] = [];
    for (let next = ''; ; ) {
      const query = next === '' ? '' : `&next=${next}`;
      const { json } = await server.request(`/api/v1/import-templates?limit=3${query}`);
      names.push(...json.items.map(({ name }: { name: string }) => name));
      if (!json.more) break;
      next = json.next;
    }
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toEqual(expect.arrayContaining(['tickets', 'simple']));
  });
});
