// ACC: the Accept header and 406. OASIS TAXII 2.1 sections 1.6.8 and 3.1, RFC 9110 section 12.5.1.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { TAXII } from '../support/server.ts';
import { indicator } from '../support/stix.ts';
import { expectError, type Fixture, loadFixture } from './fixture.ts';
import { type Sibling, startSibling } from './sibling.ts';
import { line } from './suite.ts';
import { getPaths } from './tour.ts';

let f: Fixture;
let strict: Sibling;
let paths: readonly string[];
beforeAll(async () => {
  f = await loadFixture();
  strict = await startSibling(f.server, { STRICT_MEDIA_TYPES: '1' });
  const { id } = await f.push(f.C, [indicator()]);
  paths = getPaths(f, id);
});
afterAll(async () => {
  await strict.stop();
  await f.stop();
});

const accept = (value: string, path = f.R) => f.request(path, { headers: { Accept: value } });
const acceptStrictly = (value: string) =>
  strict.request(f.R, { headers: { Accept: value }, as: f.users.rw });

async function expectServed(value: string): Promise<void> {
  const answer = await accept(value);
  expect({ value, status: answer.status }).toEqual({ value, status: 200 });
  expect(answer.headers['content-type']).toBe(TAXII);
}

async function expectAcceptedEverywhere(value: string): Promise<void> {
  const headers = { Accept: value };
  for (const path of paths) expect((await f.request(path, { headers })).status).toBe(200);
  const object = indicator();
  const body = { objects: [object] };
  const posted = await f.request(f.path(f.C, 'objects/'), { method: 'POST', headers, body });
  expect(posted.status).toBe(202);
  const one = f.path(f.C, `objects/${object.id}/`);
  expect((await f.request(one, { method: 'DELETE', headers })).status).toBe(200);
}

line('ACC-01', "TAXII 2.1's media type is accepted on every endpoint and method", async () => {
  await expectAcceptedEverywhere('application/taxii+json;version=2.1');
  expect((await acceptStrictly('application/taxii+json;version=2.1')).status).toBe(200);
});

line('ACC-02', 'the media type without a version is accepted on every endpoint', async () => {
  await expectAcceptedEverywhere('application/taxii+json');
  expect((await acceptStrictly('application/taxii+json')).status).toBe(200);
});

line('ACC-03', 'without a version the answer is TAXII 2.1', async () => {
  await expectServed('application/taxii+json');
  const root = await accept('application/taxii+json');
  expect(root.json.versions).toContain(TAXII);
});

line('ACC-04', "the manifest accepts its table's own two ranges, in either order", async () => {
  const stix = 'application/stix+json;version=2.1';
  for (const value of [`${TAXII},${stix}`, `${stix},${TAXII}`, `${stix}, ${TAXII}`]) {
    const answer = await accept(value, f.path(f.C, 'manifest/'));
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(TAXII);
  }
});

line('ACC-05', 'a list with another type in it is understood', async () => {
  await expectServed('text/html, application/taxii+json;version=2.1');
  await expectServed('application/taxii+json;version=2.1,text/html');
});

line('ACC-06', 'spaces, case, quotes, unknown parameters and q-values are tolerated', async () => {
  for (const value of [
    'application/taxii+json; version=2.1',
    'application/taxii+json ; version=2.1 , text/html',
    'Application/TAXII+JSON;Version=2.1',
    'application/taxii+json;version="2.1"',
    'application/taxii+json;version=2.1;profile=x',
    'application/taxii+json;version=2.1;q=0.5',
    'application/taxii+json;version=2.1; charset=utf-8',
  ])
    await expectServed(value);
});

line('ACC-07', 'wildcards are served with the TAXII media type', async () => {
  for (const value of ['*/*', 'application/*', 'application/json, text/plain, */*'])
    await expectServed(value);
  expectError(await accept('text/*'), 406);
});

line('ACC-08', 'q=0 excludes, and the order of ranges does not matter', async () => {
  for (const value of [
    'application/taxii+json;version=2.1;q=0',
    'application/taxii+json;version=2.1;q=0, */*',
    '*/*, application/taxii+json;version=2.1;q=0',
    '*/*;q=0',
  ])
    expectError(await accept(value), 406);
  await expectServed('text/html;q=1, application/taxii+json;version=2.1;q=0.1');
  await expectServed('application/taxii+json;version=2.1;q=0.1, text/html;q=1');
});

line('ACC-09', 'application/json is served unless strict; other types are refused', async () => {
  await expectServed('application/json');
  expectError(await acceptStrictly('application/json'), 406);
  for (const value of ['text/html', 'application/xml', 'application/stix+json;version=2.1'])
    expectError(await accept(value), 406);
});

line('ACC-10', 'another TAXII version alone is refused, in a list with 2.1 it is not', async () => {
  for (const version of ['2.0', '3.0', '2.10', '2'])
    expectError(await accept(`application/taxii+json;version=${version}`), 406);
  await expectServed('application/taxii+json;version=2.0, application/taxii+json;version=2.1');
});

line('ACC-11', 'the media types of TAXII 2.0 are refused', async () => {
  for (const value of [
    'application/vnd.oasis.taxii+json; version=2.0',
    'application/vnd.oasis.taxii+json',
    'application/vnd.oasis.stix+json',
  ])
    for (const path of ['/taxii2/', f.R, f.path(f.C, 'objects/')])
      expectError(await accept(value, path), 406);
});

line('ACC-12', 'a missing Accept is served, and refused where strict', async () => {
  // An empty value leaves the header out.
  await expectServed('');
  await expectServed(' ');
  expectError(await acceptStrictly(''), 406);
});

line('ACC-13', '406 comes after authentication and before any change', async () => {
  const headers = { Accept: 'text/html' };
  const object = indicator();
  const path = f.path(f.C, 'objects/');
  const request = { method: 'POST', headers, body: { objects: [object] } };
  expectError(await f.request(path, { ...request, as: null }), 401);
  expectError(await f.request(path, request), 406);
  expectError(await f.request(f.path(f.C, `objects/${object.id}/`)), 404);
  const remove = f.path(f.C, `objects/${f.ids.Z}/`);
  expectError(await f.request(remove, { method: 'DELETE', headers }), 406);
  expect((await f.request(remove)).status).toBe(200);
});

line('ACC-14', 'the refusal itself is a TAXII error', async () => {
  for (const path of paths) {
    const answer = await accept('text/html', path);
    expectError(answer, 406);
    expect(answer.json.description).toContain(TAXII);
  }
});

line(
  'ACC-15',
  'answers vary by Accept and Authorization and are kept by no shared cache',
  async () => {
    for (const path of paths) {
      const { headers } = await f.request(path);
      expect(headers.vary).toMatch(/\bAccept\b(?!-)/);
      expect(headers.vary).toMatch(/\bAuthorization\b/);
      expect(headers['cache-control']).toMatch(/no-store|private/);
    }
  },
);
