// What a search finds as a file, and searches that are saved by name.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Credentials, startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let open: string;
let closed: string;
let member: { name: string; password: string };

const COUNT = 1203;
const objects = Array.from({ length: COUNT }, (_, n) =>
  indicator({ name: n === 0 ? '=cmd()' : `Number ${n}`, labels: ['a', '-b'] }),
);
const secret = indicator({ name: 'Secret' });

beforeAll(async () => {
  server = await startServer();
  const root = await server.makeRoot();
  open = await server.makeCollection(root, { title: 'Open, "so to say"' });
  closed = await server.makeCollection(root);
  member = await server.makeAccount('alice');
  await server.grant(open, member.name, true, false);
  const push = (collection: string, list: readonly object[]) =>
    server.request(server.objects(root, collection), { method: 'POST', body: { objects: list } });
  await push(open, objects);
  await push(closed, [secret]);
});
afterAll(() => server.stop());

async function ask(method: string, path: string, body?: object, as: Credentials = member) {
  const url = `/api/v1/${path}`;
  const answer = await server.request(url, { method, as, ...(body === undefined ? {} : { body }) });
  checkAgainstSpec({ method, path: url }, answer);
  return answer;
}

describe('a selection', () => {
  const select = (format: string, list: readonly { readonly id: string }[], where = open) =>
    ask('POST', `intel/export?format=${format}`, {
      ids: list.map(({ id }) => ({ collection: where, id })),
    });

  test('of more than a thousand objects is a file, of those and no others', async () => {
    const some = objects.slice(1);
    const { json } = await select('stix', some);
    expect(json.objects).toEqual(some);
    const { text } = await select('csv', objects.slice(0, 2));
    expect(text.trimEnd().split('\r\n')).toHaveLength(3);
  });

  test('has nothing of collections that the caller does not read', async () => {
    expect((await select('json', [secret], closed)).json).toEqual([]);
  });

  test('that names no objects, or too many, is refused', async () => {
    expect((await select('json', [])).status).toBe(422);
    expect((await select('json', [{ id: 'beacon' }])).status).toBe(422);
    const many = Array.from({ length: 5001 }, () => secret);
    expect((await select('json', many)).status).toBe(422);
    expect((await select('xml', [secret])).status).toBe(400);
  });
});

describe('an export', () => {
  test('as CSV has a line an object, and nothing that a spreadsheet would run', async () => {
    const answer = await ask('GET', 'intel/export?format=csv');
    const file = /^attachment; filename="intel-\d{4}-\d\d-\d\d\.csv"$/;
    expect(answer.headers['content-disposition']).toMatch(file);
    const lines = answer.text
      .replace(/^\ufeff/, '')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(1 + COUNT);
    expect(lines[0]).toMatch(/^id,type,name,values,source,collection,/);
    const [first, second] = objects;
    const title = '"Open, ""so to say"""';
    expect(lines[1]).toMatch(
      new RegExp(`^${first?.id},indicator,'=cmd\\(\\),198[.\\d]+,,${title},,,a \\| -b,`),
    );
    expect(lines[2]).toContain(`${second?.id},indicator,Number 1,`);
  });

  test('as JSON is a list of items in the order of the log', async () => {
    const { json } = await ask('GET', 'intel/export?format=json');
    expect(json.map(({ id }: { id: string }) => id)).toEqual(objects.map(({ id }) => id));
  });

  test('as STIX is a bundle of the objects as they came', async () => {
    const answer = await ask('GET', 'intel/export?format=stix');
    expect(answer.json).toMatchObject({ type: 'bundle', objects });
    const where = encodeURIComponent(JSON.stringify({ field: 'name', op: 'is', value: 'secret' }));
    const one = await ask(
      'GET',
      `intel/export?format=stix&where=${where}`,
      undefined,
      server.admin,
    );
    expect(one.json.objects).toEqual([secret]);
  });

  test('of nothing is a file as well', async () => {
    const none = (format: string) => ask('GET', `intel/export?format=${format}&text=nowhere`);
    expect((await none('json')).json).toEqual([]);
    expect((await none('stix')).json.objects).toEqual([]);
    expect((await none('csv')).text).toMatch(/^\ufeffid,type/);
  });

  test('of what may not be read is refused, as is an unknown kind of file', async () => {
    expect((await ask('GET', `intel/export?format=csv&collection=${closed}`)).status).toBe(404);
    expect((await ask('GET', 'intel/export?format=xml')).status).toBe(400);
    expect((await ask('GET', 'intel/export?format=csv&where=5')).status).toBe(400);
  });
});

describe('a saved search', () => {
  const where = { field: 'valid_until', op: 'before', value: 'now+7d' };
  const names = async (as: Credentials = member) =>
    (await ask('GET', 'searches', undefined, as)).json.items.map(
      ({ name }: { name: string }) => name,
    );

  test('is of the one who saved it, until it is shared', async () => {
    const made = await ask('POST', 'searches', { name: 'Ends soon', where, sort: 'valid_until' });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      name: 'Ends soon',
      where,
      shared: false,
      owner: 'alice',
      own: true,
    });
    expect(made.headers.location).toBe('/api/v1/searches/Ends%20soon');
    expect(await names(server.admin)).toEqual([]);
    expect((await ask('GET', 'searches/Ends%20soon', undefined, server.admin)).status).toBe(404);
    const put = await ask('PUT', 'searches/Ends%20soon', { where, shared: true });
    expect([put.status, put.json.sort]).toEqual([200, undefined]);
    expect(await names(server.admin)).toEqual(['Ends soon']);
    const seen = await ask('GET', 'searches/Ends%20soon', undefined, server.admin);
    expect(seen.json).toMatchObject({ own: false, owner: 'alice', shared: true });
  });

  test('by a name that is taken is refused; one of one’s own goes before a shared one', async () => {
    expect((await ask('POST', 'searches', { name: 'Ends soon' })).status).toBe(409);
    const shared = { text: 'x', shared: true };
    expect((await ask('PUT', 'searches/Ends%20soon', shared, server.admin)).status).toBe(409);
    expect((await ask('PUT', 'searches/Ends%20soon', { text: 'x' }, server.admin)).status).toBe(
      201,
    );
    const own = await ask('GET', 'searches/Ends%20soon', undefined, server.admin);
    expect(own.json).toMatchObject({ own: true, text: 'x' });
    expect(await names(server.admin)).toEqual(['Ends soon']);
  });

  test('is deleted by whoever saved it, and by administrators where it is shared', async () => {
    const other = await server.makeAccount();
    expect((await ask('DELETE', 'searches/Ends%20soon', undefined, other)).status).toBe(403);
    expect((await ask('DELETE', 'searches/nothing')).status).toBe(404);
    for (const left of [1, 0]) {
      const gone = await ask('DELETE', 'searches/Ends%20soon', undefined, server.admin);
      expect(gone.status).toBe(204);
      expect(await names(server.admin)).toHaveLength(left);
    }
    const { rows } = await server.database.db.work.query(
      `select a.account_name, a.action from audit a where a.target = 'Ends soon' order by a.id`,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'createSearch',
      'putSearch',
      'putSearch',
      'deleteSearch',
      'deleteSearch',
    ]);
  });

  test('with a condition that is none is refused, with the place in it', async () => {
    const answer = await ask('PUT', 'searches/bad', { where: { all: [{ field: 'x' }] } });
    expect(answer.status).toBe(422);
    expect(answer.json.errors[0].pointer).toBe('/where/all/0/field');
  });
});
