// Taking imports back: what pollers see of it, and what is left alone.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ended, importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

const twoRows = 'type,value,description\nip,192.0.2.1,a\nip,192.0.2.2,b\n';

async function ask(id: string, query = '', as?: { name: string; password: string }) {
  const path = `/api/v1/imports/${id}/undo${query}`;
  const answer = await server.request(path, { method: 'POST', ...(as && { as }) });
  checkAgainstSpec({ method: 'POST', path }, answer);
  return answer;
}

async function undo(id: string, query = '') {
  const answer = await ask(id, query);
  expect(answer.status).toBe(202);
  return ended(server, id);
}

async function poll(collection: string, query = '') {
  const { json, headers } = await server.request(`${server.objects(root, collection)}?${query}`);
  const objects: Record<string, unknown>[] = json.objects ?? [];
  return { objects, last: String(headers['x-taxii-date-added-last']) };
}

async function indicators(collection: string, query = '') {
  const { objects } = await poll(collection, `match[type]=indicator&${query}`);
  return objects.sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

describe('an import that is undone', () => {
  test('has what it created revoked, as a poller sees who asks for what is new', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, twoRows);
    const before = await poll(target);
    const undone = await undo(one.id);
    expect(undone).toMatchObject({
      state: 'undone',
      counts: { created: 2 },
      undo: { remove: false, revoked: 2, restored: 0, removed: 0, kept: 0 },
    });
    const after = await poll(target, `added_after=${before.last}`);
    expect(after.objects).toHaveLength(2);
    const earlier = new Map(before.objects.map((object) => [object.id, object]));
    for (const { modified, ...object } of after.objects) {
      const { modified: old, ...rest } = earlier.get(object.id) ?? {};
      expect(object).toEqual({ ...rest, revoked: true });
      expect(String(modified) > String(old)).toBe(true);
    }
  });

  test('has the old content of what it updated back, in a new version', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, twoRows);
    const two = await importFile(server, target, 'type,value,description\nip,192.0.2.1,new\n');
    expect(two.counts).toMatchObject({ updated: 1 });
    const { last } = await poll(target);
    const undone = await undo(two.id);
    expect(undone.undo).toMatchObject({ revoked: 0, restored: 1, kept: 0 });
    const told = await indicators(target, `added_after=${last}`);
    expect(told).toMatchObject([{ description: 'a' }]);
    expect(told[0]?.revoked).toBeUndefined();
  });

  test('leaves the collection as it was before, where removal is asked for', async () => {
    const target = await server.makeCollection(root);
    const empty = await poll(target, 'match[version]=all');
    const one = await importFile(server, target, twoRows);
    const before = await poll(target, 'match[version]=all');
    const two = await importFile(
      server,
      target,
      'type,value,description\nip,192.0.2.1,new\nip,192.0.2.3,c\n',
    );
    const second = await undo(two.id, '?remove=true');
    expect(second.undo).toMatchObject({ remove: true, removed: 2, revoked: 0, restored: 0 });
    expect((await poll(target, 'match[version]=all')).objects).toEqual(before.objects);
    expect((await poll(target)).objects).toEqual(before.objects);
    await undo(one.id, '?remove=true');
    expect((await poll(target, 'match[version]=all')).objects).toEqual(empty.objects);
  });

  test('leaves alone what somebody has changed since, and counts it', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, twoRows);
    const [first] = await indicators(target);
    const edited = { ...first, description: 'edited', modified: '2090-01-01T00:00:00.000Z' };
    await server.request(server.objects(root, target), {
      method: 'POST',
      body: { objects: [edited] },
    });
    const undone = await undo(one.id);
    expect(undone.undo).toMatchObject({ revoked: 1, kept: 1 });
    expect(await indicators(target)).toMatchObject([
      { description: 'edited' },
      { description: 'b', revoked: true },
    ]);
  });

  test('is undone too where a later import of the same rows was undone before it', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, 'type,value,description\nip,192.0.2.1,a\n');
    const two = await importFile(server, target, 'type,value,description\nip,192.0.2.1,b\n');
    await undo(two.id);
    const undone = await undo(one.id);
    expect(undone.undo).toMatchObject({ revoked: 1, kept: 0 });
    expect(await indicators(target)).toMatchObject([{ description: 'a', revoked: true }]);
  });

  test('has the objects of other creators removed', async () => {
    const target = await server.makeCollection(root);
    const theirs = {
      type: 'indicator',
      spec_version: '2.1',
      id: 'indicator--8b7d1c52-9a52-4a7c-8f6e-0a3f4c5d6e7f',
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      created_by_ref: 'identity--1b7d1c52-9a52-4a7c-8f6e-0a3f4c5d6e7f',
      pattern: "[ipv4-addr:value = '192.0.2.9']",
      pattern_type: 'stix',
      valid_from: '2026-01-01T00:00:00.000Z',
    };
    const one = await importFile(server, target, JSON.stringify([theirs]));
    expect(one.counts).toMatchObject({ created: 1 });
    const undone = await undo(one.id);
    expect(undone.undo).toMatchObject({ removed: 1, revoked: 0 });
    expect((await poll(target)).objects).toEqual([]);
  });

  test('may be imported again: what was revoked is good again', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, twoRows);
    await undo(one.id);
    const again = await importFile(server, target, twoRows);
    expect(again.counts).toMatchObject({ updated: 2, unchanged: 0 });
    expect(await indicators(target)).toMatchObject([
      { description: 'a', revoked: false },
      { description: 'b', revoked: false },
    ]);
  });
});

describe('an undo', () => {
  test('is refused while the import runs, and when it is undone already', async () => {
    const target = await server.makeCollection(root);
    const rows = Array.from({ length: 30_000 }, (_, n) => `url,https://example.com/${n}`);
    const search = new URLSearchParams({ collection: target, source: 'Test Source' });
    const { json } = await server.request(`/api/v1/imports?${search}`, {
      method: 'POST',
      body: `type,value\n${rows.join('\n')}\n`,
    });
    expect((await ask(json.id)).status).toBe(409);
    expect((await ended(server, json.id)).counts.created).toBe(30_000);
    expect((await ask(json.id)).json.state).toBe('undoing');
    expect((await ask(json.id)).status).toBe(409);
    const cancel = await server.request(`/api/v1/imports/${json.id}`, { method: 'DELETE' });
    expect(cancel.status).toBe(409);
    expect((await ended(server, json.id)).undo).toMatchObject({ revoked: 30_000, kept: 0 });
    expect((await ask(json.id)).status).toBe(409);
  });

  test('takes back what an import had stored until it was cancelled', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, twoRows);
    await server.database.db.work.query(`update import set state = 'cancelled' where id = $1`, [
      one.id,
    ]);
    expect((await undo(one.id)).undo).toMatchObject({ revoked: 2 });
  });

  test('needs the right to write to the collection', async () => {
    const target = await server.makeCollection(root);
    const account = await server.makeAccount();
    await server.grant(target, account.name, true, true);
    const search = new URLSearchParams({ collection: target, source: 'Test Source' });
    const { json } = await server.request(`/api/v1/imports?${search}`, {
      method: 'POST',
      body: twoRows,
      as: account,
    });
    await ended(server, json.id);
    await server.grant(target, account.name, true, false);
    expect((await ask(json.id, '', account)).status).toBe(403);
    const stranger = await server.makeAccount();
    expect((await ask(json.id, '', stranger)).status).toBe(404);
  });

  test('is carried on where it stopped, and counts nothing twice', async () => {
    const target = await server.makeCollection(root);
    const rows = Array.from({ length: 2500 }, (_, n) => `url,https://example.org/${n}`);
    const one = await importFile(server, target, `type,value\n${rows.join('\n')}\n`);
    const { db } = server.database;
    // As a process leaves it that died between two batches: one committed, its job lost.
    await db.work.query(
      `create function stop_undo() returns trigger language plpgsql as $$ begin
         if new.undo->>'revoked' = '2000' then raise exception 'stopped'; end if; return new; end $$`,
    );
    await db.work.query(
      'create trigger stop before update on import for each row execute function stop_undo()',
    );
    expect((await ask(one.id)).status).toBe(202);
    const isHalfDone = async () => {
      const { json } = await server.request(`/api/v1/imports/${one.id}`);
      return json.undo.revoked === 1000;
    };
    while (!(await isHalfDone())) await new Promise((resolve) => setTimeout(resolve, 25));
    await db.work.query('drop trigger stop on import');
    expect((await ended(server, one.id)).undo).toMatchObject({ revoked: 2500, kept: 0 });
    const { rows: versions } = await db.work.query(
      `select count(*) as n from object where collection_id = $1 and stix_type = 'indicator'`,
      [target],
    );
    expect(versions[0].n).toBe(5000);
  });
});
