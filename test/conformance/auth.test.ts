// AUTH: who is asking, and what they get to know. OASIS TAXII 2.1 sections 1.6.9, 5.1 to 5.8, 8.2.2;
// RFC 7235, 7617 and 6750.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import type { Observation } from '../../src/observation.ts';
import { basic, sendRaw } from '../support/raw.ts';
import { type Answer, type RequestOptions, TAXII } from '../support/server.ts';
import { indicator } from '../support/stix.ts';
import { expectError, type Fixture, loadFixture } from './fixture.ts';
import { startSibling } from './sibling.ts';
import { line } from './suite.ts';
import { getPaths } from './tour.ts';

let f: Fixture;
let S: string;
let paths: readonly string[];
beforeAll(async () => {
  f = await loadFixture();
  S = (await f.push(f.C, [indicator()])).id;
  paths = getPaths(f, S);
});
afterAll(() => f.stop());

const CHALLENGE = /^Basic realm="[^"]+", charset="UTF-8", Bearer realm="[^"]+"$/;
const with_ = (authorization: string, path = '/taxii2/', more: RequestOptions = {}) =>
  f.request(path, { as: null, headers: { Authorization: authorization }, ...more });
const encode = (text: string) => Buffer.from(text).toString('base64');
const bodyWithoutId = ({ json: { error_id: _, ...rest } }: Answer) => rest;

function expectChallenge(answer: Answer): void {
  expectError(answer, 401);
  expect(answer.headers['www-authenticate']).toMatch(CHALLENGE);
}

async function expectRefusedFor(path: string, options: RequestOptions = {}): Promise<void> {
  expectChallenge(await f.request(path, { ...options, as: null }));
  const wrong = { name: `w${Math.random()}`, password: 'wrong' };
  expectChallenge(await f.request(path, { ...options, as: wrong }));
  expectError(await f.request(path, { ...options, as: f.users.stranger }), 403, 404);
}

line('AUTH-01', 'without credentials every endpoint answers 401 with a challenge', async () => {
  for (const path of paths)
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
      expectChallenge(await f.request(path, { method, as: null }));
  const head = await f.request(f.R, { method: 'HEAD', as: null });
  expect(head.status).toBe(401);
  expect(head.headers['www-authenticate']).toMatch(CHALLENGE);
  const body = { objects: [indicator()] };
  const posted = await f.request(f.path(f.C, 'objects/'), { method: 'POST', body, as: null });
  expectChallenge(posted);
});

line(
  'AUTH-02',
  'each scheme has a challenge of its own, Basic with realm and charset',
  async () => {
    const { headers } = await f.request('/taxii2/', { as: null });
    expect(headers['www-authenticate']).toBe(
      'Basic realm="Taxiway", charset="UTF-8", Bearer realm="Taxiway"',
    );
  },
);

line('AUTH-03', 'whatever is wrong with credentials, the answer is the same', async () => {
  const { token } = await f.server.makeToken(f.users.rw.name);
  expect((await with_(`Bearer ${token}`)).status).toBe(200);
  await f.server.database.db.work.query(
    "update token set expires_at = now() - interval '1 minute'",
  );
  const { name } = f.users.rw;
  const answers = [
    await with_(`Basic ${encode(`${name}:wrong`)}`),
    await with_(`Basic ${encode('nobody-here:wrong')}`),
    await with_(`Basic ${encode('no colon')}`),
    await with_('Basic %%%'),
    await with_('Basic'),
    await with_(`Bearer ${token}`),
    await with_(`Basic ${encode(`${name}:${token}`)}`),
    await with_('Bearer unknown'),
    await with_('Digest username="x"'),
  ];
  for (const answer of answers) {
    expectChallenge(answer);
    expect(bodyWithoutId(answer)).toEqual(bodyWithoutId(answers[0] as Answer));
  }
});

line('AUTH-04', 'HTTP Basic works out of the box', async () => {
  expect((await with_(basic(f.users.rw))).status).toBe(200);
});

line(
  'AUTH-05',
  'the scheme in any case, colons in passwords, UTF-8; no empty password',
  async () => {
    const pair = basic(f.users.rw).slice('Basic '.length);
    for (const scheme of ['basic', 'BASIC', 'bAsIc'])
      expect((await with_(`${scheme} ${pair}`)).status).toBe(200);
    const account = { name: 'zo\u00eb', password: 'p:a:ss \u2013 \u00fcber' };
    const made = await f.server.request('/api/v1/accounts', {
      method: 'POST',
      body: { ...account, role: 'member' },
    });
    expect(made.status).toBe(201);
    expect((await f.request('/taxii2/', { as: account })).status).toBe(200);
    const cut = { ...account, password: 'p' };
    expectChallenge(await f.request('/taxii2/', { as: cut }));
    const keyed = await f.server.request('/api/v1/accounts', {
      method: 'POST',
      body: { name: 'keyed', role: 'member' },
    });
    expect(keyed.status).toBe(201);
    expectChallenge(await f.request('/taxii2/', { as: { name: 'keyed', password: '' } }));
  },
);

line('AUTH-06', 'a scheme that is switched off is not offered and not taken', async () => {
  const { token } = await f.server.makeToken(f.users.rw.name);
  const noBasic = await startSibling(f.server, { AUTH_BASIC: '0' });
  const refused = await noBasic.request('/taxii2/', { as: f.users.rw });
  expectError(refused, 401);
  expect(refused.headers['www-authenticate']).toBe('Bearer realm="Taxiway"');
  expect((await noBasic.request('/taxii2/', { as: { token } })).status).toBe(200);
  await noBasic.stop();
  const noBearer = await startSibling(f.server, { AUTH_BEARER: '0' });
  const unknown = await noBearer.request('/taxii2/', { as: { token } });
  expectError(unknown, 401);
  expect(unknown.headers['www-authenticate']).toBe('Basic realm="Taxiway", charset="UTF-8"');
  expectError(await noBearer.request('/taxii2/', { headers: { 'X-Api-Key': token } }), 401);
  expect((await noBearer.request('/taxii2/', { as: f.users.rw })).status).toBe(200);
  await noBearer.stop();
});

line('AUTH-07', 'a token works as Bearer, Token, X-Api-Key and as the Basic password', async () => {
  const { token } = await f.server.makeToken(f.users.rw.name);
  for (const value of [`Bearer ${token}`, `bearer ${token}`, `Token ${token}`, `token ${token}`])
    expect((await with_(value, f.path(f.C, 'objects/?limit=1'))).status).toBe(200);
  const asPassword = { name: f.users.rw.name, password: token };
  expect((await f.request('/taxii2/', { as: asPassword })).status).toBe(200);
  const key = { as: null, headers: { 'X-Api-Key': token } };
  expect((await f.request('/taxii2/', key)).status).toBe(200);
  expectChallenge(await with_(`Bearer ${token}x`));
  expectChallenge(await with_(basic({ name: f.users.ro.name, password: token })));
  expectChallenge(await f.request('/taxii2/', { ...key, headers: { 'X-Api-Key': 'wrong' } }));
});

line('AUTH-08', 'what a caller may not see is left out, and the rest stays valid', async () => {
  const all = await f.request('/taxii2/');
  expect(all.json.api_roots).toHaveLength(1);
  const less = await f.request('/taxii2/', { as: f.users.stranger });
  expect(less.json).toEqual({ title: 'Taxiway' });
});

line('AUTH-09', 'discovery can be made public; it is not by default', async () => {
  expectChallenge(await f.request('/taxii2/', { as: null }));
  const open = await startSibling(f.server, { PUBLIC_DISCOVERY: '1' });
  const answer = await open.request('/taxii2/', { as: null });
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({ title: 'Taxiway' });
  const known = await open.request('/taxii2/', { as: f.users.rw });
  expect(known.json.api_roots).toHaveLength(1);
  expectError(await open.request('/taxii2/', { as: { name: 'x', password: 'y' } }), 401);
  expectError(await open.request(f.R, { as: null }), 401);
  await open.stop();
});

line('AUTH-11', 'credentials that are good for one root are none for another', async () => {
  const other = await f.server.makeRoot();
  const inside = await f.server.makeCollection(other);
  const member = await f.server.makeAccount();
  await f.server.grant(inside, member.name, true, false);
  expect((await f.request(`/taxii2/${other}/`, { as: member })).status).toBe(200);
  expectError(await f.request(f.R, { as: member }), 404);
  expectError(await f.request(`/taxii2/${other}/`), 404);
});

line('AUTH-12', 'discovery needs credentials', async () => {
  expectChallenge(await f.request('/taxii2/', { as: null }));
  expect((await f.request('/taxii2/')).status).toBe(200);
});

line('AUTH-13', 'an API root: 401 without credentials, 404 without a grant or a root', async () => {
  await expectRefusedFor(f.R);
  expectError(await f.request('/taxii2/nowhere/'), 404);
});

line(
  'AUTH-14',
  'a status is for the account that pushed, under the root that was pushed to',
  async () => {
    await expectRefusedFor(`${f.R}status/${S}/`);
    expect((await f.request(`${f.R}status/${S}/`)).status).toBe(200);
    for (const as of [f.users.ro, f.users.wo])
      expectError(await f.request(`${f.R}status/${S}/`, { as }), 404);
    const other = await f.server.makeRoot();
    const inside = await f.server.makeCollection(other);
    await f.server.grant(inside, f.users.rw.name, true, true);
    expect((await f.request(`/taxii2/${other}/`)).status).toBe(200);
    expectError(await f.request(`/taxii2/${other}/status/${S}/`), 404);
  },
);

line('AUTH-15', 'the collections need credentials', () => expectRefusedFor(`${f.R}collections/`));
line('AUTH-16', 'a collection needs credentials', () => expectRefusedFor(f.path(f.C)));
line('AUTH-17', 'a manifest needs credentials', () => expectRefusedFor(f.path(f.C, 'manifest/')));
line('AUTH-18', 'objects need credentials', () => expectRefusedFor(f.path(f.C, 'objects/')));
line('AUTH-20', 'an object needs credentials', () =>
  expectRefusedFor(f.path(f.C, `objects/${f.ids.X}/`)),
);
line('AUTH-22', 'versions need credentials', () =>
  expectRefusedFor(f.path(f.C, `objects/${f.ids.X}/versions/`)),
);

line(
  'AUTH-19',
  'adding needs credentials; nothing is stored, the body is not waited for',
  async () => {
    const object = indicator();
    const path = f.path(f.C, 'objects/');
    await expectRefusedFor(path, { method: 'POST', body: { objects: [object] } });
    expectError(await f.request(f.path(f.C, `objects/${object.id}/`)), 404);
    const early = await sendRaw(
      f.server.url,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nAccept: ${TAXII}\r\nContent-Type: ${TAXII}\r\nContent-Length: 5000\r\n\r\n`,
    );
    expectChallenge(early);
  },
);

line('AUTH-21', 'deleting needs credentials; nothing is deleted', async () => {
  const path = f.path(f.C, `objects/${f.ids.X}/`);
  await expectRefusedFor(path, { method: 'DELETE' });
  expect((await f.request(path)).status).toBe(200);
});

line(
  'AUTH-23',
  'checks come in order: credentials, visibility, method, Accept, rights, body',
  async () => {
    const path = f.path(f.C, 'objects/');
    const accept = { Accept: 'text/html' };
    const wrongType = { 'Content-Type': 'text/plain' };
    const tooLong = { 'Content-Length': '99999999999' };
    const send = (as: RequestOptions['as'], method: string, headers: Record<string, string>) =>
      f.request(path, { as: as ?? null, method, headers, body: 'no envelope' });
    const { rw, ro, stranger } = f.users;
    expectError(await send(null, 'PUT', accept), 401);
    expectError(await send(stranger, 'PUT', accept), 404);
    expectError(await send(ro, 'PUT', accept), 405);
    expectError(await send(ro, 'POST', { ...accept, ...wrongType }), 406);
    expectError(await send(ro, 'POST', { ...wrongType, ...tooLong }), 403);
    expectError(await send(rw, 'POST', { ...wrongType, ...tooLong }), 415);
    expectError(await send(rw, 'POST', tooLong), 413);
    expectError(await send(rw, 'POST', {}), 422);
  },
);

line('AUTH-23', 'without credentials existing and missing things look the same', async () => {
  const uuid = '0a6b3f4e-9a70-4d5c-8a44-0c6f8f9b6a10';
  const missing = [
    '/taxii2/nowhere/',
    f.path(uuid),
    f.path(f.C, `objects/indicator--${uuid}/`),
    `${f.R}status/${uuid}/`,
    `${f.R}nothing/`,
  ];
  const bodies = [];
  for (const path of [...paths, ...missing])
    bodies.push(bodyWithoutId(await f.request(path, { as: null })));
  for (const body of bodies) expect(body).toEqual(bodies[0]);
});

// What an operator would find in the log at its most talkative.
function logOf(observations: readonly Observation[]): string {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const { observe } = createLog({ level: 'debug', format: 'json' }, { write });
  for (const observation of observations) observe(observation);
  return text;
}

line('AUTH-24', 'reads, writes, deletes and failures are told with who, what and how', async () => {
  const { rw } = f.users;
  const object = indicator();
  await f.push(f.C, [object]);
  const one = f.path(f.C, `objects/${object.id}/`);
  await f.request(one);
  await f.request(one, { method: 'DELETE' });
  const wrong = { name: 'intruder', password: 'open-sesame' };
  await f.request(f.path(f.C, 'objects/'), { as: wrong });
  const told = f.server.observations;
  const requests = told.filter((each) => each.kind === 'request');
  for (const [operation, status] of [
    ['addObjects', 202],
    ['getObject', 200],
    ['deleteObject', 200],
  ] as const)
    expect(requests).toContainEqual(
      expect.objectContaining({ operation, status, account: rw.name, path: expect.any(String) }),
    );
  expect(told).toContainEqual(
    expect.objectContaining({ kind: 'authentication_failed', account: 'intruder' }),
  );
  const token = String((await f.server.makeToken(rw.name)).token);
  expect((await with_(`Bearer ${token}`, one)).status).toBe(404);
  const text = logOf(told);
  const lines = text.trimEnd().split('\n');
  const logged = lines.map((each): Record<string, unknown> => JSON.parse(each));
  for (const [method, status, account, path] of [
    ['POST', 202, rw.name, f.path(f.C, 'objects/')],
    ['GET', 200, rw.name, one],
    ['DELETE', 200, rw.name, one],
    ['GET', 404, rw.name, one],
    ['GET', 401, undefined, f.path(f.C, 'objects/')],
  ] as const) {
    const who = account === undefined ? {} : { account };
    const said = { method, status, path, ...who, time: expect.stringMatching(/^20.+Z$/) };
    expect(logged).toContainEqual(expect.objectContaining(said));
  }
  const failure = { account: 'intruder', msg: 'authentication failed', time: expect.any(String) };
  expect(logged).toContainEqual(expect.objectContaining(failure));
  const secrets = ['open-sesame', encode('intruder:open-sesame'), token, rw.password];
  for (const secret of [...secrets, encode(`${rw.name}:${rw.password}`)])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/"authorization"|\bBasic |\bBearer /i);
});

line('AUTH-25', 'passwords are kept as slow salted hashes', async () => {
  const { rows } = await f.server.database.db.work.query<{ password_hash: string }>(
    'select password_hash from account where password_hash is not null',
  );
  expect(rows.length).toBeGreaterThan(4);
  for (const { password_hash } of rows)
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=\d{4,},t=\d+,p=\d+\$[^$]{16,}\$/);
  expect(new Set(rows.map((row) => row.password_hash)).size).toBe(rows.length);
});

line('AUTH-25', 'repeated failures slow down one account, and nobody else', async () => {
  const victim = await f.server.makeAccount();
  const neighbour = await f.server.makeAccount();
  const guess = () => f.request('/taxii2/', { as: { ...victim, password: 'wrong' } });
  const statuses = [];
  for (let turn = 0; turn < 12; turn += 1) statuses.push((await guess()).status);
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
  expect(statuses.slice(10)).toEqual([429, 429]);
  const blocked = await guess();
  expectError(blocked, 429);
  expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
  expect((await f.request('/taxii2/', { as: neighbour })).status).toBe(200);
});
