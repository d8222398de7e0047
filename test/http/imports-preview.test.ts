// The beginning of a kept upload, read with any settings, and nothing stored by it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ended, importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let target: string;

beforeAll(async () => {
  server = await startServer();
  target = await server.makeCollection(await server.makeRoot());
});
afterAll(() => server.stop());

async function preview(id: string, body: object = {}, status = 200) {
  const path = `/api/v1/imports/${id}/preview`;
  const answer = await server.request(path, { method: 'POST', body });
  expect(answer.status).toBe(status);
  checkAgainstSpec({ method: 'POST', path }, answer);
  return answer.json;
}

const upload = async (text: string, query: Readonly<Record<string, string>> = {}) =>
  (await importFile(server, target, text, { dry_run: 'true', ...query })).id;

interface Row {
  readonly kind: string | null;
  readonly line: number;
  readonly cells: readonly string[];
}
const kinds = ({ rows }: { rows: Row[] }) => rows.map(({ line, kind }) => [line, kind]);

describe('a preview', () => {
  test('shows cells, what they make, and what each column means', async () => {
    await importFile(server, target, 'type,value,note\nip,192.0.2.1,old\nip,192.0.2.2,same\n');
    const id = await upload(
      'type;value;note;Ticket\nip;192.0.2.1;new\nip;192.0.2.2;same;\nip;bad;;7\nip;192.0.2.3;;\nip;192.0.2.3;;\n',
    );
    const shown = await preview(id);
    expect(shown).toMatchObject({
      settings: { source: 'Test Source' },
      detected: { format: 'csv', delimiter: ';', header_line: 1, feed: null },
      columns: [
        { name: 'type', field: 'type', by: 'name' },
        { name: 'value', field: 'any', by: 'name' },
        { name: 'note', field: 'description', by: 'name' },
        { name: 'Ticket', field: null, by: null },
      ],
      more: false,
    });
    expect(shown.error).toBeUndefined();
    expect(kinds(shown)).toEqual([
      [2, 'changed'],
      [3, 'unchanged'],
      [4, 'rejected'],
      [5, 'new'],
      [6, 'duplicate'],
    ]);
    expect(shown.rows[0]).toMatchObject({
      cells: ['ip', '192.0.2.1', 'new'],
      differences: [{ property: 'description', before: 'old', after: 'new' }],
    });
    expect(shown.rows[2].findings).toMatchObject([{ column: 'value', value: 'bad' }]);
    expect(shown.rows[4].findings).toMatchObject([{ kind: 'duplicate', first_line: 5 }]);
  });

  test('says what would be set aside', async () => {
    const id = await upload('value\n8.8.8.8\n198.51.100.77\n');
    const settings = { source: 'S', warning_lists: { 'public-resolvers': 'set_aside' } };
    expect(kinds(await preview(id, { settings }))).toEqual([
      [2, 'set_aside'],
      [3, 'new'],
    ]);
  });

  test('takes other settings, and stores neither objects nor imports', async () => {
    const id = await upload('Wert,Wo,When\n192.0.2.9,example.org,x\n');
    const before = (await server.request('/api/v1/imports')).json.items.length;
    const settings = {
      source: 'Other',
      columns: { Wo: 'domain', Wert: 'extra' },
      default_tlp: 'red',
      warning_lists: { 'top-domains': 'refuse' },
    };
    const shown = await preview(id, { settings });
    expect(shown.settings).toEqual(settings);
    expect(shown.columns[1]).toEqual({ name: 'Wo', field: 'domain', by: 'given' });
    expect(shown.rows[0].object.pattern).toBe("[domain-name:value = 'example.org']");
    expect((await server.request('/api/v1/imports')).json.items).toHaveLength(before);
  });

  test('shows a table that no import would take, so that somebody can say what it means', async () => {
    const id = await upload('Etwas;Anderes\neins;zwei\ndrei;192.0.2.4\n');
    const shown = await preview(id);
    expect(shown.error.code).toBe('FILE_NO_VALUE_COLUMN');
    expect(shown.columns).toEqual([
      { name: 'Etwas', field: null, by: null },
      { name: 'Anderes', field: null, by: null },
    ]);
    expect(kinds(shown)).toEqual([
      [2, null],
      [3, null],
    ]);
    const mapped = await preview(id, { settings: { source: 'S', columns: { Anderes: 'ip' } } });
    expect(mapped.error).toBeUndefined();
    expect(kinds(mapped)).toEqual([
      [2, 'rejected'],
      [3, 'new'],
    ]);
  });

  test('of rows without a source shows them, and says that one is needed', async () => {
    const shown = await preview(await upload('value\n192.0.2.1\n'), { settings: {} });
    expect(shown.error.code).toBe('SOURCE_MISSING');
    expect(shown.rows).toMatchObject([{ cells: ['192.0.2.1', ''], kind: null }]);
  });

  test('of JSON has the names of the members as columns; STIX objects have none', async () => {
    const records = [
      { ioc: '192.0.2.7', net: { as: 7 } },
      { ioc: 'evil.example', tags: ['a', 'b'] },
    ];
    const shown = await preview(await upload(JSON.stringify(records)));
    expect(shown.columns.map(({ name }: { name: string }) => name)).toEqual([
      'ioc',
      'net.as',
      'tags',
    ]);
    expect(shown.rows[1].cells).toEqual(['evil.example', '', 'a, b']);
    const object = {
      type: 'campaign',
      spec_version: '2.1',
      id: 'campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      name: 'One',
    };
    const stix = await preview(await upload(JSON.stringify([object])));
    expect(stix.columns).toEqual([]);
    expect(stix.rows).toMatchObject([{ kind: 'new', cells: [], object: { name: 'One' } }]);
  });

  test('goes as far as it is asked to, and says that there is more', async () => {
    const id = await upload(
      `value\n${Array.from({ length: 50 }, (_, at) => `192.0.2.${at + 1}`).join('\n')}\n`,
    );
    const shown = await preview(id, { limit: 7 });
    expect(shown.rows).toHaveLength(7);
    expect(shown.more).toBe(true);
    await preview(id, { limit: 101 }, 422);
    await preview(id, { settings: { no_such: 1 } }, 422);
  });

  test('of an empty file says why there is none', async () => {
    const shown = await preview(await upload(' \n'));
    expect(shown).toMatchObject({ detected: null, rows: [], error: { code: 'FILE_EMPTY' } });
  });

  test('is for whoever sees the import', async () => {
    const id = await upload('value\n192.0.2.1\n');
    const as = await server.makeAccount();
    const path = `/api/v1/imports/${id}/preview`;
    const answer = await server.request(path, { method: 'POST', body: {}, as });
    expect(answer.status).toBe(404);
  });
});

test('imports are found by part of their source, and without dry runs', async () => {
  const list = async (query: string) => {
    const path = `/api/v1/imports?${query}`;
    const answer = await server.request(path);
    checkAgainstSpec({ method: 'GET', path }, answer);
    return answer.json.items.map(({ source }: { source: string }) => source);
  };
  await importFile(server, target, 'value\n192.0.2.200\n', { source: 'Findable Feed' });
  await upload('value\n192.0.2.201\n', { source: 'Findable too' });
  expect(await list('source=fINDABLE')).toEqual(['Findable too', 'Findable Feed']);
  expect(await list('source=findable&dry_run=false')).toEqual(['Findable Feed']);
  expect(await list('source=findable&dry_run=true')).toEqual(['Findable too']);
  expect(await list('source=%25')).toEqual([]);
});

test('the preview of an empty file says that it is empty', async () => {
  const shown = await preview(await upload(''));
  expect(shown).toMatchObject({ rows: [], error: { code: 'FILE_EMPTY' } });
});

test('previews that are asked for at the same time wait for each other', async () => {
  const id = await upload('value\n192.0.2.77\n');
  const ask = () => server.request(`/api/v1/imports/${id}/preview`, { method: 'POST', body: {} });
  const answers = await Promise.all(Array.from({ length: 6 }, ask));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
});

test('who may not read the collection is not shown what is stored there', async () => {
  const root = await server.makeRoot();
  const into = await server.makeCollection(root);
  const writer = await server.makeAccount();
  await server.grant(into, writer.name, false, true);
  const secret = indicator({ description: 'only for readers' });
  const path = server.objects(root, into);
  await server.request(path, { method: 'POST', body: { objects: [secret] } });
  const guess = { ...secret, description: 'a guess', modified: '2090-01-01T00:00:00.000Z' };
  const query = new URLSearchParams({ collection: into, source: 'Guesses', dry_run: 'true' });
  const body = JSON.stringify([guess, indicator({ name: 'mine' })]);
  const begun = await server.request(`/api/v1/imports?${query}`, {
    method: 'POST',
    body,
    as: writer,
  });
  await ended(server, begun.json.id);
  const imports = `/api/v1/imports/${begun.json.id}`;
  const told = [
    await server.request(`${imports}/preview`, { method: 'POST', body: {}, as: writer }),
    await server.request(`${imports}/samples`, { as: writer }),
    await server.request(`${imports}/samples?line=1`, { as: writer }),
  ];
  expect(told.map(({ status }) => status)).toEqual([200, 200, 200]);
  for (const { text } of told) expect(text).not.toContain('only for readers');
  expect(told[0]?.json.rows).toMatchObject([
    { kind: 'changed', object: null },
    { kind: 'new', object: { name: 'mine' } },
  ]);
  await server.grant(into, writer.name, true, true);
  const { text } = await server.request(`${imports}/samples?line=1`, { as: writer });
  expect(text).toContain('only for readers');
});

test('who may write to the collection, and not read it, sees nothing of what others have uploaded', async () => {
  const root = await server.makeRoot();
  const into = await server.makeCollection(root);
  const writer = await server.makeAccount();
  await server.grant(into, writer.name, false, true);
  const file = 'type,value,description\nurl,evil.example/secret,secret\nip,bad secret,secret\n';
  const query = new URLSearchParams({ collection: into, source: 'Another' });
  const begun = await server.request(`/api/v1/imports?${query}`, { method: 'POST', body: file });
  await ended(server, begun.json.id);
  const path = `/api/v1/imports/${begun.json.id}`;
  const ask = (rest: string, method = 'GET', as: typeof writer | undefined = writer) =>
    server.request(path + rest, { method, as, ...(method === 'POST' && { body: {} }) });
  for (const [rest, method] of [
    ['/preview', 'POST'],
    ['/replay?source=Mine&dry_run=true', 'POST'],
    ['/error-file', 'GET'],
    ['/samples?line=2', 'GET'],
  ] as const)
    expect(await ask(rest, method)).toMatchObject({ status: 403, json: { code: 'NOT_ALLOWED' } });
  for (const rest of ['/samples', '/findings', '']) {
    const { status, text } = await ask(rest);
    expect(status).toBe(200);
    expect(text).not.toContain('secret');
  }
  // A replay by somebody who may makes its file no more the writer's own.
  const again = await server.request(`${path}/replay?dry_run=true`, { method: 'POST' });
  await ended(server, again.json.id);
  const { work } = server.database.db;
  await work.query(
    'update import set account_id = (select id from account where name = $2) where id = $1',
    [again.json.id, writer.name],
  );
  const { status } = await server.request(`/api/v1/imports/${again.json.id}/samples?line=2`, {
    as: writer,
  });
  expect(status).toBe(403);
  await server.grant(into, writer.name, true, true);
  expect((await ask('/samples?line=2')).text).toContain('secret');
  expect((await ask('/error-file')).text).toContain('bad secret');
});
