// Sessions of the console: signing in and out, how long they last, and what a cookie is good for.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const PATH = '/api/v1/session';
const ours = () => ({ origin: server.url, 'x-requested-with': 'taxiway' });

const signIn = (name: string, password: string, headers: Record<string, string> = {}) =>
  server.request(PATH, { method: 'POST', body: { name, password }, headers, as: null });

const cookieOf = (answer: Answer) => String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? '';

/** One request with a cookie and nothing else. */
const ask = (cookie: string, method = 'GET', path = PATH, headers: Record<string, string> = {}) =>
  server.request(path, { method, as: null, headers: { cookie, ...headers } });

async function begin(): Promise<{ name: string; password: string; cookie: string }> {
  const account = await server.makeAccount();
  return { ...account, cookie: cookieOf(await signIn(account.name, account.password)) };
}

const age = (column: 'seen_at' | 'created_at', cookie: string, by: string) =>
  server.database.db.work.query(
    `update session set ${column} = now() - $2::interval
      where secret_hash = sha256(convert_to($1, 'UTF8'))`,
    [cookie.split('=')[1], by],
  );

describe('signing in', () => {
  test('sets a cookie that scripts and other sites cannot use, and says who it is', async () => {
    const answer = await signIn(server.admin.name, server.admin.password);
    checkAgainstSpec({ method: 'POST', path: PATH }, answer);
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ name: 'admin', role: 'admin' });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^taxiway_session=[\w-]{47}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    const known = await ask(cookieOf(answer));
    checkAgainstSpec({ method: 'GET', path: PATH }, known);
    expect(known.json).toMatchObject({ name: 'admin', role: 'admin' });
  });

  test('keeps no more than a hash, and an audit row', async () => {
    const { name, cookie } = await begin();
    const { rows } = await server.database.db.work.query(
      'select s::text as row, octet_length(s.secret_hash) as length from session s',
    );
    for (const { row, length } of rows) {
      expect(row).not.toContain(cookie.split('=')[1]);
      expect(length).toBe(32);
    }
    const audit = await server.database.db.work.query(
      "select target from audit where action = 'createSession' and account_name = $1",
      [name],
    );
    expect(audit.rows).toEqual([{ target: name }]);
    expect(server.observations).toContainEqual(
      expect.objectContaining({ kind: 'audit', action: 'createSession', account: name }),
    );
  });

  test('makes a new secret each time', async () => {
    const { name, password, cookie } = await begin();
    expect(cookieOf(await signIn(name, password, { cookie }))).not.toBe(cookie);
  });

  test('with a wrong password, an unknown name or a token is 401 without a word of which', async () => {
    const { name } = await server.makeAccount();
    const { token } = await server.makeToken(name);
    const answers = [
      await signIn(name, 'wrong'),
      await signIn('nobody', 'wrong'),
      await signIn(name, token),
      await signIn('a\0b', 'wrong'),
    ];
    for (const answer of answers) {
      checkAgainstSpec({ method: 'POST', path: PATH }, answer);
      expect(answer.status).toBe(401);
      expect(answer.json.detail).toBe('These credentials are not valid.');
      // Basic would make the browser open its own window.
      expect(answer.headers['www-authenticate']).toBe('Session realm="Taxiway"');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  test('after ten failures is 429, also for HTTP Basic, and for nobody else', async () => {
    const { name, password } = await server.makeAccount();
    for (let n = 0; n < 10; n += 1) expect((await signIn(name, `wrong ${n}`)).status).toBe(401);
    const blocked = await signIn(name, password);
    checkAgainstSpec({ method: 'POST', path: PATH }, blocked);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
    expect((await server.request('/api/v1/me', { as: { name, password } })).status).toBe(429);
    expect((await signIn(server.admin.name, server.admin.password)).status).toBe(201);
  });

  test.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['an opaque Origin', { origin: 'null' }],
    ['another site in Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site in Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
  ])('from %s is 403', async (_what, headers) => {
    const answer = await signIn(server.admin.name, server.admin.password, headers);
    checkAgainstSpec({ method: 'POST', path: PATH }, answer);
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('as a form, as a page elsewhere could send it, is 415', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await signIn(server.admin.name, server.admin.password, headers)).status).toBe(415);
  });
});

describe('a session', () => {
  test('carries the rights of its account, which change with the next request', async () => {
    const { name, cookie } = await begin();
    expect((await ask(cookie, 'GET', '/api/v1/accounts')).status).toBe(403);
    await server.request(`/api/v1/accounts/${name}`, { method: 'PATCH', body: { role: 'admin' } });
    expect((await ask(cookie, 'GET', '/api/v1/accounts')).status).toBe(200);
  });

  test('ends when nobody uses it for a while, and begins anew with each use', async () => {
    const { cookie } = await begin();
    await age('seen_at', cookie, '479 minutes');
    expect((await ask(cookie)).status).toBe(200);
    await age('seen_at', cookie, '2 minutes');
    expect((await ask(cookie)).status).toBe(200);
    await age('seen_at', cookie, '481 minutes');
    const over = await ask(cookie);
    checkAgainstSpec({ method: 'GET', path: PATH }, over);
    expect(over.status).toBe(401);
  });

  test('is in use again after each request', async () => {
    const { cookie } = await begin();
    await age('seen_at', cookie, '10 minutes');
    const { json } = await ask(cookie);
    expect(Date.parse(json.expires_at) - Date.now()).toBeGreaterThan(479 * 60_000);
  });

  test('ends after its time in all, however much it is used', async () => {
    const { cookie } = await begin();
    await age('created_at', cookie, '167 hours');
    const { json } = await ask(cookie);
    expect(Date.parse(json.expires_at) - Date.now()).toBeLessThan(61 * 60_000);
    await age('created_at', cookie, '169 hours');
    expect((await ask(cookie)).status).toBe(401);
  });

  test('that is over is forgotten with the next sign-in', async () => {
    const { cookie } = await begin();
    await age('seen_at', cookie, '10 days');
    await begin();
    const { rows } = await server.database.db.work.query(
      "select from session where seen_at < now() - interval '9 days'",
    );
    expect(rows).toHaveLength(0);
  });

  test('ends by signing out, and only that one', async () => {
    const { name, password, cookie } = await begin();
    const other = cookieOf(await signIn(name, password));
    const out = await ask(cookie, 'DELETE', PATH, ours());
    checkAgainstSpec({ method: 'DELETE', path: PATH }, out);
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']).toEqual([
      'taxiway_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
    ]);
    expect((await ask(cookie)).status).toBe(401);
    expect((await ask(other)).status).toBe(200);
  });

  test('ends with every other one of its account when the password changes', async () => {
    const { name, password, cookie } = await begin();
    const other = cookieOf(await signIn(name, password));
    const bystander = await begin();
    const body = { password: 'another one' };
    await server.request(`/api/v1/accounts/${name}`, { method: 'PATCH', body });
    expect((await ask(cookie)).status).toBe(401);
    expect((await ask(other)).status).toBe(401);
    expect((await ask(bystander.cookie)).status).toBe(200);
  });

  test('does not begin with a password that changes meanwhile', async () => {
    const { name, password } = await server.makeAccount();
    const change = await server.database.db.work.connect();
    await change.query('begin');
    await change.query("update account set password_hash = 'x' where name = $1", [name]);
    const late = signIn(name, password);
    const waits =
      "select from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'session'";
    const { work } = server.database.db;
    while ((await work.query(waits)).rowCount === 0) await new Promise(setImmediate);
    await change.query('commit');
    change.release();
    expect((await late).status).toBe(401);
  });

  test('ends with its account', async () => {
    const { name, cookie } = await begin();
    await server.request(`/api/v1/accounts/${name}`, { method: 'DELETE' });
    expect((await ask(cookie)).status).toBe(401);
  });

  test('is none for requests with credentials of their own', async () => {
    const answer = await server.request(PATH);
    checkAgainstSpec({ method: 'GET', path: PATH }, answer);
    expect(answer.status).toBe(404);
  });
});

describe('a cookie', () => {
  test.each([
    ['an invented one', `taxiway_session=txw_${randomBytes(32).toString('base64url')}`],
    ['an empty one', 'taxiway_session='],
    ['one with SQL', "taxiway_session=' or true --"],
    ['a long one', `taxiway_session=${'x'.repeat(20_000)}`],
    ['many', Array.from({ length: 500 }, (_, n) => `a${n}=b`).join('; ')],
    ['noise', ';;; = ;\u00e9;'],
  ])('that is %s is 401', async (_what, cookie) => {
    expect((await ask(cookie)).status).toBe(401);
  });

  test('is found among others', async () => {
    const { cookie } = await begin();
    expect((await ask(`theme=dark; not_${cookie}x; ${cookie}; a=b`)).status).toBe(200);
  });

  test.each(['/taxii2/', '/metrics', '/api/v12/me', '/apx/v1/../api/v1/me', '/%61pi/v1/me'])(
    'is nothing for %s',
    async (path) => {
      const cookie = cookieOf(await signIn(server.admin.name, server.admin.password));
      expect([401, 404]).toContain((await ask(cookie, 'GET', path)).status);
    },
  );

  test('is nothing for Sentinel’s uploads', async () => {
    const cookie = cookieOf(await signIn(server.admin.name, server.admin.password));
    const root = await server.makeRoot();
    const id = await server.makeCollection(root);
    const path = `/workspaces/${id}/threat-intelligence-stix-objects:upload?api-version=x`;
    expect((await ask(cookie, 'POST', path, ours())).status).toBe(401);
  });

  test('counts for nothing beside credentials', async () => {
    const { cookie } = await begin();
    expect((await ask(cookie, 'GET', PATH, { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  test.each([
    ['without a header of ours', { origin: 'ours' }],
    ['without Origin', { 'x-requested-with': 'taxiway' }],
    ['from another origin', { origin: 'https://evil.example', 'x-requested-with': 'taxiway' }],
    ['from no origin', { origin: 'null', 'x-requested-with': 'taxiway' }],
    ['from another port', { origin: 'http://127.0.0.1:1', 'x-requested-with': 'taxiway' }],
    [
      'from an origin that ours begins',
      { origin: 'ours.evil.example', 'x-requested-with': 'taxiway' },
    ],
    ['from another site', { 'sec-fetch-site': 'cross-site', 'x-requested-with': 'taxiway' }],
    [
      'from another site with our Origin',
      { origin: 'ours', 'sec-fetch-site': 'same-site', 'x-requested-with': 'taxiway' },
    ],
    ['with a header of somebody else', { origin: 'ours', 'x-requested-with': 'XMLHttpRequest' }],
  ])('changes nothing %s', async (_how, headers) => {
    const { cookie } = await begin();
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('ours', server.url)]),
    );
    const answer = await ask(cookie, 'DELETE', PATH, sent);
    checkAgainstSpec({ method: 'DELETE', path: PATH }, answer);
    expect(answer.status).toBe(403);
    expect((await ask(cookie)).status).toBe(200);
  });

  test.each([
    ['Origin', { origin: 'ours' }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
  ])('may change things when %s says that the page is ours', async (_how, headers) => {
    const { cookie } = await begin();
    const sent = { 'x-requested-with': 'taxiway', ...headers };
    if ('origin' in sent) sent.origin = server.url;
    expect((await ask(cookie, 'DELETE', PATH, sent)).status).toBe(204);
  });
});

test('the console is never asked for Basic, so that browsers open no window of their own', async () => {
  const answer = await server.request('/api/v1/me', { as: null, headers: ours() });
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Session realm="Taxiway"');
});

test('with https the cookie is bound to this very host, and pages without TLS count as foreign', async () => {
  const site = 'https://taxii.example.com';
  const secure = await startServer({ PUBLIC_URL: site });
  try {
    const { name, password } = secure.admin;
    const post = (origin: string) =>
      secure.request(PATH, {
        method: 'POST',
        as: null,
        body: { name, password },
        headers: { origin, host: 'taxii.example.com' },
      });
    expect((await post('http://taxii.example.com')).status).toBe(403);
    const answer = await post(site);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-taxiway_session=[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
      ),
    ]);
    const cookie = cookieOf(answer);
    const get = (sent: string) => secure.request(PATH, { as: null, headers: { cookie: sent } });
    expect((await get(cookie)).status).toBe(200);
    expect((await get(cookie.replace('__Host-', ''))).status).toBe(401);
  } finally {
    await secure.stop();
  }
});
