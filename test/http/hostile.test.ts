// Input that is meant to hurt: always a TAXII error or a failure of the one object, never a 500,
// never a hang, nothing stored by half, and the server answers afterwards.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RequestOptions, startServer, TAXII, type TestServer } from '../support/server.ts';
import { indicator, malware } from '../support/stix.ts';

const LIMIT = 16 * 1024 * 1024;

let server: TestServer;
let path: string;
let collection: string;

beforeAll(async () => {
  server = await startServer({ BODY_IDLE_TIMEOUT_MS: '250' });
  const root = await server.makeRoot('hostile');
  collection = await server.makeCollection(root);
  path = server.objects(root, collection);
});

afterEach(async () => {
  const good = indicator();
  const pushed = await post(JSON.stringify({ objects: [good] }));
  expect(pushed.json).toMatchObject({ success_count: 1, failure_count: 0 });
  const faults = server.observations.filter((o) => o.kind === 'request' && o.status >= 500);
  expect(faults).toEqual([]);
});

afterAll(() => server.stop());

const post = (body: string | Buffer, options: RequestOptions = {}) =>
  server.request(path, { method: 'POST', body, ...options });

const countStored = async (): Promise<number> => {
  const { rows } = await server.database.db.work.query('select count(*) from object');
  return Number(rows[0].count);
};

const countStatuses = async (): Promise<number> => {
  const { rows } = await server.database.db.work.query('select count(*) from status');
  return Number(rows[0].count);
};

interface Raw {
  readonly status: number;
  readonly head: string;
  readonly text: string;
}

function expectTaxiiError(answer: { status: number; text: string }, ...statuses: number[]): void {
  expect(statuses).toContain(answer.status);
  const body = JSON.parse(answer.text);
  expect(body).toMatchObject({ title: expect.any(String), http_status: String(answer.status) });
  expect(answer.text).not.toMatch(/\bat .*\.(ts|js):\d|node_modules|select /);
}

function expectRawError(answer: Raw, ...statuses: number[]): void {
  expect(answer.head.toLowerCase()).toContain(`content-type: ${TAXII}`);
  expectTaxiiError(answer, ...statuses);
}

/** Expects a refusal of the whole body, with neither an object nor a status left behind. */
async function expectRefused(
  run: () => Promise<{ status: number; text: string }>,
  ...statuses: number[]
) {
  const before = [await countStored(), await countStatuses()];
  expectTaxiiError(await run(), ...statuses);
  expect([await countStored(), await countStatuses()]).toEqual(before);
}

/** Writes these bytes on a connection of their own; gives what came back until it was closed. */
function exchange(bytes: readonly (string | Buffer)[], end = true): Promise<Raw> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }, () => {
      for (const part of bytes) socket.write(part);
      if (end) socket.end();
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => socket.end());
    // A server that closes while we still write resets the connection; what it said counts.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) reject(error);
    });
    socket.on('close', () => {
      // The first answer; another one may follow it.
      const answer = Buffer.concat(chunks).toString();
      const split = answer.indexOf('\r\n\r\n');
      const length = Number(/^content-length: (\d+)/im.exec(answer)?.[1] ?? 0);
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0),
        head: split === -1 ? answer : answer.slice(0, split),
        text: split === -1 ? '' : answer.slice(split + 4, split + 4 + length),
      });
    });
  });
}

function head(headers: Readonly<Record<string, string>>, target = path, method = 'POST'): string {
  const { name, password } = server.admin;
  const all = {
    Host: 'localhost',
    Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
    Accept: TAXII,
    'Content-Type': TAXII,
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).map(([name_, value]) => `${name_}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const envelope = () => JSON.stringify({ objects: [indicator()] });
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
// STIX 2.0, which is stored as it comes.
const OLD = '"spec_version":"2.0"';

const withMember = (member: string) => {
  const { spec_version, ...rest } = malware();
  const object = member.includes(OLD) ? rest : { spec_version, ...rest };
  return JSON.stringify(object).replace('{', `{${member},`);
};

describe('hostile objects in an envelope fail for themselves', () => {
  const members: readonly (readonly [string, string])[] = [
    ['lists 100,000 deep', `"x_odd":${nested(100_000)}`],
    ['objects 100,000 deep', `"x_odd":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['lists 101 deep', `"x_odd":${nested(101)}`],
    ['a property twice', '"x_odd":1,"x_odd":2'],
    ['a property twice, once with escapes', '"x_odd":1,"\\u0078_odd":2'],
    ['a property twice, deep inside', '"x_odd":{"y":[{"z":1,"z":1}]}'],
    ['1e400', '"x_odd":1e400'],
    ['-1e400', '"x_odd":-1e400'],
    ['a million digits', `"x_odd":${'9'.repeat(1_000_000)}`],
    ['2^60', '"x_odd":1152921504606846976'],
    ['a lone high surrogate', '"x_odd":"\\ud83d"'],
    ['a lone low surrogate', '"x_odd":"\\udca5\\ud83d"'],
    ['a lone surrogate in a name', '"\\ud800":1'],
    ['a string of 10 MB', `"x_odd":"${'x'.repeat(10 * 1024 * 1024)}"`],
    ['a second type', '"type":"tool"'],
    ['a prototype for its id', '"id":{"__proto__":"indicator"}'],
  ];

  test.each(members)('%s', async (_, member) => {
    const before = await countStored();
    const good = [indicator(), indicator()];
    const bodies = [JSON.stringify(good[0]), withMember(member), JSON.stringify(good[1])];
    const { status, json } = await post(`{"objects":[${bodies.join(',')}]}`);
    expect(status).toBe(202);
    expect(json).toMatchObject({ total_count: 3, success_count: 2, failure_count: 1 });
    expect(json.failures[0].message.length).toBeGreaterThan(10);
    expect(await countStored()).toBe(before + 2);
  });

  test('two hundred empty objects', async () => {
    const { status, json } = await post(`{"objects":[${'{},'.repeat(199)}{}]}`);
    expect(status).toBe(202);
    expect(json).toMatchObject({ total_count: 200, success_count: 0, failure_count: 200 });
  });
});

describe('odd but lawful objects are stored letter by letter', () => {
  const members: readonly (readonly [string, string])[] = [
    ['NUL escapes in values', '"x_odd":"a\\u0000b"'],
    ['NUL escapes in names, which STIX 2.1 refuses', `${OLD},"x\\u0000":"a"`],
    ['a pair of surrogates', '"x_odd":"\\ud83d\\udca5"'],
    ['constructor, and what objects have', '"constructor":"a","valueof":[{"constructor":{"a":1}}]'],
    [
      '__proto__ and null, which STIX 2.1 refuses',
      `${OLD},"__proto__":{"a":1},"constructor":null,"toString":[]`,
    ],
    ['noncharacters and controls', '"x_odd":"\\uffff\\ufdd0\\u001f\\u2028"'],
    ['the greatest whole number', '"x_odd":9007199254740991,"y_odd":-9007199254740991'],
    ['a number that is nearly nothing', '"x_odd":1e-400,"y_odd":-0.0'],
    ['lists 90 deep', `"x_odd":${nested(90)}`],
    ['backslashes and tabs, as COPY would escape them', '"x_odd":"\\\\N\\t\\\\.\\n\\\\x41\\r"'],
  ];

  test.each(members)('%s', async (_, member) => {
    const body = withMember(member);
    const { json } = await post(`{"objects":[${body}]}`);
    expect(json).toMatchObject({ success_count: 1 });
    const read = await server.request(`${path}${json.successes[0].id}/`);
    expect(read.text).toContain(body);
  });
});

describe('bodies that are no envelope are refused as a whole', () => {
  const bodies: readonly (readonly [string, string | Buffer])[] = [
    ['a hundred thousand empty objects', `{"objects":[${'{},'.repeat(99_999)}{}]}`],
    ['NaN', `{"objects":[${withMember('"x_odd":NaN')}]}`],
    ['Infinity', `{"objects":[${withMember('"x_odd":-Infinity')}]}`],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['ten million brackets', '['.repeat(10_000_000)],
    ['brackets that are never closed', `{"objects":[${'[{"a":'.repeat(100_000)}`],
    [
      'an unknown member 100,000 deep',
      `{"x_odd":${nested(100_000)},"objects":[${JSON.stringify(indicator())}]}`,
    ],
    [
      'objects twice',
      `{"objects":[${JSON.stringify(indicator())}],"objects":[${JSON.stringify(indicator())}]}`,
    ],
    ['a string that is not closed', `{"objects":["${'x'.repeat(1_000_000)}`],
    ['a million quotes', `{${'"'.repeat(1_000_001)}`],
    [
      'invalid UTF-8',
      Buffer.concat([
        Buffer.from('{"objects":[{"type":"x'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}]}'),
      ]),
    ],
    [
      'a surrogate as UTF-8',
      Buffer.concat([
        Buffer.from('{"objects":[{"type":"x'),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from('"}]}'),
      ]),
    ],
    ['UTF-16', Buffer.from(`\ufeff${envelope()}`, 'utf16le')],
    ['a raw NUL', `{"objects":[${withMember('"x_odd":"\0"')}]}`],
    ['a raw line end in a string', `{"objects":[${withMember('"x_odd":"\n"')}]}`],
    ['zeros', Buffer.alloc(1_000_000)],
    ['a comment', `{"objects":[${JSON.stringify(indicator())}] /* all */}`],
  ];

  test.each(bodies)('%s', (_, body) => expectRefused(() => post(body), 422));

  test('a byte order mark is tolerated', async () => {
    const { status } = await post(`\ufeff${envelope()}`);
    expect(status).toBe(202);
  });
});

describe('long URLs', () => {
  const ids = (length: number) => {
    const id = '11111111-1111-4111-8111-111111111111';
    let text = `${path}?match[id]=indicator--${id}`;
    while (text.length < length) text += `,indicator--${id}`;
    return text.slice(0, length);
  };

  test('8 kB work', async () => {
    const { status } = await server.request(ids(8192));
    expect(status).toBe(200);
  });

  test.each([20_000, 60_000, 70_000, 100_000, 1_000_000])(
    '%i letters are an error of TAXII',
    async (length) => {
      const answer = await exchange([head({}, ids(length), 'GET')]);
      expectRawError(answer, 400, 414, 431);
    },
  );

  test('a header of 100 kB is an error of TAXII', async () => {
    expectRawError(
      await exchange([head({ 'X-Long': 'x'.repeat(100_000) }, path, 'GET')]),
      400,
      431,
    );
  });

  test('a path of 16 kB is an error of TAXII', async () => {
    const answer = await server.request(`${path}${'x'.repeat(15_000)}/`);
    expectTaxiiError(answer, 404);
    expect([200, 404]).toContain((await server.request(`/taxii2/${'/'.repeat(15_000)}`)).status);
  });
});

describe('slow bodies', () => {
  test.each([
    ['a length and nothing', { 'Content-Length': '1000' }, ''],
    ['a length and half a body', { 'Content-Length': '1000' }, '{"objects":['],
    ['chunks that do not come', { 'Transfer-Encoding': 'chunked' }, '5\r\n{"obj\r\n'],
    ['gzip that does not come', { 'Content-Length': '1000', 'Content-Encoding': 'gzip' }, ''],
  ])('%s are given up', async (_, headers, body) => {
    const before = await countStored();
    expectRawError(await exchange([head(headers), body], false), 408);
    expect(await countStored()).toBe(before);
  });

  test('a refused request does not wait for its body', async () => {
    const answer = await exchange(
      [head({ 'Content-Length': '1000000', Authorization: 'Basic bm9ib2R5Om5v' }), '{'],
      false,
    );
    expectRawError(answer, 401);
  });
});

describe('wrong lengths', () => {
  test('a body that ends before its length is refused', async () => {
    const body = envelope();
    const before = await countStored();
    const answer = await exchange([head({ 'Content-Length': String(body.length + 10) }), body]);
    if (answer.status !== 0) expectRawError(answer, 400, 408);
    expect(await countStored()).toBe(before);
  });

  test('a body longer than its length is cut there', async () => {
    const body = envelope();
    const before = await countStored();
    const answer = await exchange([head({ 'Content-Length': String(body.length - 5) }), body]);
    expectRawError(answer, 400, 422);
    expect(await countStored()).toBe(before);
  });

  test.each([
    ['a negative length', 'Content-Length: -5'],
    ['no number', 'Content-Length: many'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['an unknown transfer encoding', 'Transfer-Encoding: nonsense'],
    ['a length beyond all numbers', `Content-Length: ${'9'.repeat(400)}`],
  ])('%s', async (_, header) => {
    const text = head({}).replace('Connection: close', `${header}\r\nConnection: close`);
    expectRawError(await exchange([text, envelope()]), 400, 413, 501);
  });

  test('a lying length above the limit is refused at once', async () => {
    expectRawError(
      await exchange([head({ 'Content-Length': String(LIMIT + 1) }), '{'], false),
      413,
    );
  });

  test('chunks above the limit are refused when the limit is reached', async () => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const parts = Array.from({ length: 20 }, () => ['100000\r\n', chunk, '\r\n']).flat();
    await expectRefused(
      () => exchange([head({ 'Transfer-Encoding': 'chunked' }), ...parts, '0\r\n\r\n']),
      413,
    );
  });

  test.each([
    'zz\r\n{}\r\n0\r\n\r\n',
    '-1\r\n{}\r\n',
    '5;x=y\r\n{}\r\n0\r\n\r\n',
    'ffffffffffffffffff\r\n{}\r\n',
  ])('broken chunks %j', async (chunks) => {
    const before = await countStored();
    const answer = await exchange([head({ 'Transfer-Encoding': 'chunked' }), chunks]);
    expectRawError(answer, 400, 422, 413);
    expect(await countStored()).toBe(before);
  });
});

describe('gzip', () => {
  const gzip = { headers: { 'content-encoding': 'gzip' } };

  test('a good one is read', async () => {
    expect((await post(gzipSync(envelope()), gzip)).status).toBe(202);
  });

  test.each([
    ['no gzip at all', () => Buffer.from(envelope())],
    ['a cut one', () => gzipSync(envelope()).subarray(0, -12)],
    ['one cut inside its head', () => gzipSync(envelope()).subarray(0, 5)],
    [
      'a wrong sum',
      () => Buffer.concat([gzipSync(envelope()).subarray(0, -8), Buffer.alloc(8, 7)]),
    ],
    [
      'a flipped byte',
      () =>
        gzipSync(envelope()).map((byte, index) => (index === 20 ? byte ^ 0xff : byte)) as Buffer,
    ],
    ['zeros', () => Buffer.alloc(1000)],
  ])('%s is refused', (_, make) => expectRefused(() => post(Buffer.from(make()), gzip), 400, 422));

  test('a short body that is no gzip is told as such', async () => {
    expect((await post('xxx', gzip)).text).toContain('not valid gzip');
  });

  test('an empty body said to be gzip is refused', async () => {
    await expectRefused(
      () => post('', { headers: { ...gzip.headers, 'content-length': '0' } }),
      400,
      422,
    );
  });

  test('a bomb is refused when the limit is reached', async () => {
    const bomb = gzipSync(Buffer.alloc(500 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(LIMIT);
    await expectRefused(() => post(bomb, gzip), 413);
  });

  test.each(['br', 'deflate', 'zstd', 'gzip, gzip', 'nonsense', 'x'.repeat(1000)])(
    '%s is not understood',
    async (encoding) => {
      await expectRefused(
        () => post(envelope(), { headers: { 'content-encoding': encoding } }),
        415,
      );
    },
  );
});

describe('garbage on the socket', () => {
  const garbage: readonly (readonly [string, string | Buffer])[] = [
    ['zeros', Buffer.alloc(1000)],
    ['the beginning of TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['no HTTP', 'HELO example.com\r\n\r\n'],
    ['HTTP/9.9', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['no Host', 'GET /taxii2/ HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['a header without a colon', 'GET /taxii2/ HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n'],
    ['a NUL in a header', 'GET /taxii2/ HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n'],
    ['a line end alone in a header', 'GET /taxii2/ HTTP/1.1\r\nHost: x\r\nA: b\rX: y\r\n\r\n'],
    ['a method that is none', 'EVIL /taxii2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a blank in the URL', 'GET /taxii2/ x HTTP/1.1\r\nHost: x\r\n\r\n'],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 167 + 13) % 256)),
    ],
  ];

  test.each(garbage)('%s', async (_, bytes) => {
    expectRawError(await exchange([bytes]), 400, 431);
  });

  test('nothing at all is closed without an answer', async () => {
    expect(await exchange([''])).toMatchObject({ status: 0 });
  });

  test.each([
    ['an absolute URL', 'GET http://other.example/taxii2/nosuch/ HTTP/1.1', [401, 404]],
    ['an absolute URL that is none', 'GET http://[/ HTTP/1.1', [400, 401, 404]],
    ['a target that is no path', 'GET taxii2 HTTP/1.1', [400]],
    ['another scheme', 'GET mailto:someone@example.com HTTP/1.1', [400]],
    ['a fragment with brackets', 'GET /taxii2/#[%zz HTTP/1.1', [400, 401, 404]],
    ['a host of slashes', 'GET //[/taxii2 HTTP/1.1', [400, 401, 404]],
    ['an asterisk', 'OPTIONS * HTTP/1.1', [204, 404]],
    ['a path above the root', 'GET /taxii2/../../etc/passwd HTTP/1.1', [401, 404]],
    ['an encoded path above the root', 'GET /taxii2/%2e%2e/%2e%2e/etc/passwd HTTP/1.1', [401, 404]],
    ['a broken escape', 'GET /taxii2/%zz/ HTTP/1.1', [400, 401, 404]],
    ['an encoded NUL', 'GET /taxii2/%00/ HTTP/1.1', [400, 401, 404]],
    ['an upgrade', 'GET /taxii2/ HTTP/1.1\r\nUpgrade: websocket\r\nX: y', [401]],
  ])('%s', async (_, lines, statuses) => {
    const answer = await exchange([`${lines}\r\nHost: x\r\nConnection: close\r\n\r\n`]);
    expect(statuses).toContain(answer.status);
    if (answer.status >= 400) expectRawError(answer, ...statuses);
  });

  test('a hundred connections that say nothing do not keep others out', async () => {
    const { hostname, port } = new URL(server.url);
    const sockets = Array.from({ length: 100 }, () =>
      connect({ host: hostname, port: Number(port) }),
    );
    for (const socket of sockets) socket.on('error', () => {});
    expect((await server.request('/taxii2/')).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});

describe('the management API', () => {
  const forged = (...texts: string[]) => Buffer.from(JSON.stringify(texts)).toString('base64url');
  const NOBODY = '00000000-0000-4000-8000-000000000000';

  test.each([
    ['/intel?sort=confidence', forged('confidence', '=9999999999', '1', NOBODY)],
    ['/intel?sort=-tlp', forged('-tlp', '=-9999999999', '1', NOBODY)],
    ['/intel/values?sort=confidence', forged('confidence', '=99999999999', '1', NOBODY, '0')],
    ['/imports?dry_run=false', forged('2026-02-30', NOBODY)],
    ['/imports?dry_run=false', forged('+275760-09-13T00:00:00Z', NOBODY)],
    ['/imports?dry_run=false', forged('99999999999999999', NOBODY)],
    ['/changes?limit=1', forged('Tue Mar 01 2022 (x)', NOBODY)],
  ])('takes no `next` of %s that no list gave', async (list, next) => {
    const answer = await server.request(`/api/v1${list}&next=${next}`);
    expect(answer.json).toMatchObject({ status: 400, code: 'BAD_NEXT' });
  });

  test.each([
    '0000-01-01T00:00:00Z',
    '2027-01-01T00:00:00+23:59',
    '2027-02-30T00:00:00Z',
    '2027-01-01T23:59:60Z',
  ])('takes no time like %s, which could not be kept', async (time) => {
    const audit = await server.request(`/api/v1/audit?after=${encodeURIComponent(time)}`);
    expect(audit.json).toMatchObject({ status: 400, code: 'BAD_QUERY' });
    const query = new URLSearchParams({ collection, source: 'Hostile', now: time });
    const upload = { method: 'POST', body: 'value\nevil.example\n' };
    const imported = await server.request(`/api/v1/imports?${query}`, upload);
    expect(imported.json).toMatchObject({ status: 400, code: 'BAD_QUERY' });
    const body = JSON.stringify({ label: 'late', expires_at: time });
    const headers = { 'content-type': 'application/json' };
    const tokens = '/api/v1/accounts/admin/tokens';
    const token = await server.request(tokens, { method: 'POST', body, headers });
    expect(token.json).toMatchObject({ status: 422, code: 'BAD_BODY' });
  });

  test('tells the first faults of a body, and not all of fifty thousand', async () => {
    const body = JSON.stringify(
      Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, 1])),
    );
    const headers = { 'content-type': 'application/json' };
    const answer = await server.request('/api/v1/collections', { method: 'POST', body, headers });
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toHaveLength(100);
  });
});
