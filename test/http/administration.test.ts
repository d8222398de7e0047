// What an administrator's pages need besides the lists: all grants, figures of a collection, and
// one's own password.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Credentials, startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** One request whose answer is held against openapi.yaml. */
async function ask(path: string, as: Credentials = server.admin, method = 'GET', body?: object) {
  const options = body === undefined ? { as, method } : { as, method, body };
  const answer = await server.request(`/api/v1${path}`, options);
  checkAgainstSpec({ method, path: `/api/v1${path}` }, answer);
  return answer;
}

describe('all grants', () => {
  test('are listed by collection and account, in pages, or for one account', async () => {
    const root = await server.makeRoot();
    const ids = [await server.makeCollection(root), await server.makeCollection(root)].sort();
    const { name: a } = await server.makeAccount('a-reader');
    const { name: b } = await server.makeAccount('b-writer');
    for (const id of ids) await server.grant(id, b, true, true);
    await server.grant(String(ids[1]), a, true, false);
    const all = [
      { collection: ids[0], account: b, can_read: true, can_write: true },
      { collection: ids[1], account: a, can_read: true, can_write: false },
      { collection: ids[1], account: b, can_read: true, can_write: true },
    ];
    expect((await ask('/grants')).json).toEqual({ items: all, more: false });
    const first = await ask('/grants?limit=2');
    expect(first.json).toMatchObject({ items: all.slice(0, 2), more: true });
    const second = await ask(`/grants?limit=2&next=${first.json.next}`);
    expect(second.json).toEqual({ items: all.slice(2), more: false });
    expect((await ask('/grants?account=a-reader')).json.items).toEqual([all[1]]);
    expect((await ask('/grants?account=%00')).json.items).toEqual([]);
  });

  test('are for administrators, and refuse a `next` that is not theirs', async () => {
    expect((await ask('/grants', await server.makeAccount())).status).toBe(403);
    const other = Buffer.from('["x","y"]').toString('base64url');
    expect((await ask(`/grants?next=${other}`)).status).toBe(400);
  });
});

describe('the figures of a collection', () => {
  test('say what it holds', async () => {
    const root = await server.makeRoot();
    const id = await server.makeCollection(root);
    const empty = { versions: 0, sources: 0, imports: 0, accounts: 0 };
    expect((await ask(`/collections/${id}/contents`)).json).toEqual(empty);
    const { name } = await server.makeAccount();
    await server.grant(id, name, true, false);
    const body = { objects: [indicator(), indicator()] };
    await server.request(server.objects(root, id), { method: 'POST', body });
    const { json } = await ask(`/collections/${id}/contents`);
    expect(json).toEqual({ ...empty, versions: 2, accounts: 1, last_added: expect.any(String) });
    expect(Math.abs(Date.parse(json.last_added) - Date.now())).toBeLessThan(3_600_000);
  });

  test('are for whoever may read it', async () => {
    const id = await server.makeCollection(await server.makeRoot());
    const member = await server.makeAccount();
    expect((await ask(`/collections/${id}/contents`, member)).status).toBe(404);
    await server.grant(id, member.name, false, true);
    expect((await ask(`/collections/${id}/contents`, member)).status).toBe(403);
    await server.grant(id, member.name, true, false);
    expect((await ask(`/collections/${id}/contents`, member)).status).toBe(200);
  });
});

describe("one's own password", () => {
  const put = (as: Credentials, present: string, password: string) =>
    ask('/me/password', as, 'PUT', { present, password });

  test('is changed by whoever knows the present one', async () => {
    const account = await server.makeAccount();
    expect((await put(account, account.password, 'a better one')).status).toBe(204);
    expect((await ask('/me', account)).status).toBe(401);
    expect((await ask('/me', { ...account, password: 'a better one' })).status).toBe(200);
    const { rows } = await server.database.db.work.query(
      "select details::text from audit where action = 'putOwnPassword' and target = $1",
      [account.name],
    );
    expect(rows).toEqual([{ details: null }]);
  });

  test('is not changed by a token or a session that knows no password', async () => {
    const account = await server.makeAccount();
    const { token } = await server.makeToken(account.name);
    const answer = await put({ token }, 'a guess', 'mine now');
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toEqual([{ pointer: '/present', message: expect.any(String) }]);
    expect((await put({ token }, token, 'mine now')).status).toBe(422);
    expect((await ask('/me', account)).status).toBe(200);
  });

  test('cannot be guessed: failures count as those of a sign-in', async () => {
    const { name } = await server.makeAccount();
    const { token } = await server.makeToken(name);
    const statuses = [];
    for (let tries = 0; tries < 12; tries += 1)
      statuses.push((await put({ token }, `guess ${tries}`, 'mine now')).status);
    expect(statuses.at(0)).toBe(422);
    expect(statuses.at(-1)).toBe(429);
  });

  test('of an account without one is an administrator’s to give', async () => {
    await ask('/accounts', server.admin, 'POST', { name: 'machine', role: 'member' });
    const { token } = await server.makeToken('machine');
    expect((await put({ token }, 'none', 'mine now')).status).toBe(409);
  });
});
