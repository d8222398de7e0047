// CT: the Content-Type of requests and 415. OASIS TAXII 2.1 sections 1.6.8, 3.1 and 5.5.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { basic, sendRaw } from '../support/raw.ts';
import { TAXII } from '../support/server.ts';
import { indicator } from '../support/stix.ts';
import { expectError, type Fixture, startFixture } from './fixture.ts';
import { type Sibling, startSibling } from './sibling.ts';
import { line } from './suite.ts';

let f: Fixture;
let strict: Sibling;
beforeAll(async () => {
  f = await startFixture({ MAX_CONTENT_LENGTH: '64KiB' });
  strict = await startSibling(f.server, { STRICT_MEDIA_TYPES: '1' });
});
afterAll(async () => {
  await strict.stop();
  await f.stop();
});

const post = (headers: Record<string, string>, body: object | string | Buffer) =>
  f.request(f.path(f.C, 'objects/'), { method: 'POST', headers, body });
const count = async () => (await f.readAll(f.path(f.C, 'manifest/'))).length;

async function expectTaken(type: string): Promise<void> {
  const object = indicator();
  const answer = await post({ 'Content-Type': type }, { objects: [object] });
  expect({ type, status: answer.status }).toEqual({ type, status: 202 });
  expect((await f.request(f.path(f.C, `objects/${object.id}/`))).json.objects).toEqual([object]);
}

async function expectRefused(type: string): Promise<void> {
  const before = await count();
  expectError(await post({ 'Content-Type': type }, { objects: [indicator()] }), 415);
  expect(await count()).toBe(before);
}

const postStrictly = (type: string) =>
  strict.request(f.path(f.C, 'objects/'), {
    method: 'POST',
    headers: { 'Content-Type': type },
    body: { objects: [indicator()] },
    as: f.users.rw,
  });

line('CT-01', "TAXII 2.1's media type is taken", async () => {
  await expectTaken('application/taxii+json;version=2.1');
  expect((await postStrictly('application/taxii+json;version=2.1')).status).toBe(202);
});

line('CT-02', 'the media type without a version is taken', async () => {
  await expectTaken('application/taxii+json');
  expect((await postStrictly('application/taxii+json')).status).toBe(202);
});

line('CT-03', 'spaces, charset, case and quotes are tolerated', async () => {
  for (const type of [
    'application/taxii+json; version=2.1',
    'application/taxii+json;version=2.1; charset=utf-8',
    'application/taxii+json;version=2.1;charset="UTF-8"',
    'APPLICATION/TAXII+JSON;VERSION=2.1',
    'application/taxii+json;version="2.1"',
  ])
    await expectTaken(type);
});

line('CT-04', 'STIX and plain JSON are taken, unless strict', async () => {
  for (const type of [
    'application/stix+json;version=2.1',
    'application/stix+json; version=2.1',
    'application/stix+json',
    'application/json',
  ]) {
    await expectTaken(type);
    expectError(await postStrictly(type), 415);
  }
});

line('CT-05', 'other types and a missing one are refused', async () => {
  for (const type of [
    'application/taxii+json;version=2.0',
    'application/vnd.oasis.stix+json;version=2.0',
    'application/xml',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
    '',
  ])
    await expectRefused(type);
});

line('CT-05', 'the refusal does not wait for the body', async () => {
  const answer = await sendRaw(
    f.server.url,
    `POST ${f.path(f.C, 'objects/')} HTTP/1.1\r\nHost: x\r\nAccept: ${TAXII}\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\nAuthorization: ${basic(f.users.rw)}\r\n\r\n`,
  );
  expectError(answer, 415);
});

line('CT-06', 'a Content-Type on GET and DELETE is ignored', async () => {
  const object = indicator();
  await f.push(f.C, [object]);
  const path = f.path(f.C, `objects/${object.id}/`);
  for (const type of [TAXII, 'text/plain', 'nonsense']) {
    const headers = { 'Content-Type': type };
    expect((await f.request(path, { headers })).status).toBe(200);
    expect((await f.request('/taxii2/', { headers })).status).toBe(200);
  }
  const headers = { 'Content-Type': 'text/plain' };
  expect((await f.request(path, { method: 'DELETE', headers })).status).toBe(200);
});

line(
  'CT-07',
  'other charsets are refused; a byte order mark is no fault of the server',
  async () => {
    await expectRefused('application/taxii+json;version=2.1;charset=utf-16');
    await expectRefused('application/taxii+json;version=2.1;charset=iso-8859-1');
    const text = JSON.stringify({ objects: [indicator()] });
    const marked = await post({}, Buffer.from(`\ufeff${text}`));
    expect([202, 422]).toContain(marked.status);
    expectError(await post({}, Buffer.from(text, 'utf16le')), 422);
  },
);

line('CT-08', 'gzip is read, within the limit of the decompressed size', async () => {
  const gzip = { 'Content-Encoding': 'gzip' };
  const object = indicator();
  const body = gzipSync(JSON.stringify({ objects: [object] }));
  expect((await post(gzip, body)).status).toBe(202);
  expect((await f.request(f.path(f.C, `objects/${object.id}/`))).json.objects).toEqual([object]);
  const before = await count();
  const bomb = JSON.stringify({ objects: [indicator({ name: 'a'.repeat(1_000_000) })] });
  expect(gzipSync(bomb).length).toBeLessThan(64 * 1024);
  expectError(await post(gzip, gzipSync(bomb)), 413);
  expectError(await post(gzip, 'this is not gzip'), 400);
  expectError(await post(gzip, body.subarray(0, body.length - 12)), 400);
  expect(await count()).toBe(before);
});

line('CT-08', 'other encodings are refused', async () => {
  for (const encoding of ['br', 'deflate', 'compress', 'gzip, gzip'])
    expectError(await post({ 'Content-Encoding': encoding }, { objects: [indicator()] }), 415);
  expect((await post({ 'Content-Encoding': 'identity' }, { objects: [indicator()] })).status).toBe(
    202,
  );
});
