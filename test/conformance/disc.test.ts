// DISC and ROOT: discovery and API roots. OASIS TAXII 2.1 sections 4.1 and 4.2.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { TAXII } from '../support/server.ts';
import { indicator } from '../support/stix.ts';
import { expectError, type Fixture, startFixture } from './fixture.ts';
import { type Sibling, startSibling } from './sibling.ts';
import { line } from './suite.ts';

let f: Fixture;
let secure: Sibling;
beforeAll(async () => {
  f = await startFixture();
  secure = await startSibling(f.server, {
    PUBLIC_URL: 'https://taxii.example.com/',
    TRUST_PROXY: '1',
    DISCOVERY_DESCRIPTION: 'Example intelligence',
    DISCOVERY_CONTACT: 'soc@example.com',
    DISCOVERY_TITLE: 'Example TAXII',
  });
});
afterAll(() => f.stop());

const admin = () => f.server.admin;

line('DISC-01', 'discovery is at /taxii2/ of the host and nowhere else', async () => {
  expect((await f.request('/taxii2/')).json.title).toBe('Taxiway');
  expectError(await f.request(`${f.R}taxii2/`), 404);
  expectError(await f.request('/discovery'), 404);
});

line('DISC-02', 'an authorized caller gets the discovery resource', async () => {
  const answer = await f.request('/taxii2/');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(answer.json).toEqual({ title: 'Taxiway', default: f.R, api_roots: [f.R] });
});

line('DISC-03', 'the title is there and is text', async () => {
  expect((await f.request('/taxii2/')).json.title).toBe('Taxiway');
  expect((await secure.request('/taxii2/', { as: f.users.rw })).json.title).toBe('Example TAXII');
});

line('DISC-04', 'description and contact are there when set, and absent otherwise', async () => {
  const plain = await f.request('/taxii2/');
  expect(Object.keys(plain.json).sort()).toEqual(['api_roots', 'default', 'title']);
  const { json } = await secure.request('/taxii2/', { as: f.users.rw });
  expect(json).toMatchObject({ description: 'Example intelligence', contact: 'soc@example.com' });
});

line(['DISC-05', 'DISC-06'], 'the default is one of the roots whenever there are any', async () => {
  await f.server.makeRoot('b-root');
  for (const each of [f.server.request, secure.request]) {
    const { json } = await each('/taxii2/', { as: admin() });
    expect(json.api_roots.length).toBeGreaterThan(1);
    expect(json.api_roots).toContain(json.default);
  }
});

line('DISC-07', 'entries are https URLs or paths with one slash, without a query', async () => {
  const legal = /^(https:\/\/[^/?#]+)?\/(?!\/)[^?#]*$/;
  for (const each of [f.server.request, secure.request])
    for (const root of (await each('/taxii2/', { as: admin() })).json.api_roots)
      expect(root).toMatch(legal);
  for (const name of ['/x/api', '//x/api', '../api', '..', 'http://h/a', 'a?b', 'A B', 'taxii2']) {
    const body = { name, title: 'Wrong' };
    const refused = await f.server.request('/api/v1/api-roots', { method: 'POST', body });
    expect({ name, status: refused.status }).toEqual({ name, status: 422 });
  }
  for (const url of ['https://h/a?b', '//x/api', '../api', 'ftp://h/'])
    expect(readConfig({ PUBLIC_URL: url }).faults?.join()).toContain('PUBLIC_URL');
});

line('DISC-08', 'entries end with a slash and are absolute under an https PUBLIC_URL', async () => {
  const { json } = await secure.request('/taxii2/', { as: f.users.rw });
  expect(json.api_roots).toEqual(['https://taxii.example.com/taxii2/api1/']);
  expect((await f.request('/taxii2/')).json.api_roots).toEqual(['/taxii2/api1/']);
});

line(
  'DISC-09',
  'only the roots that the caller may see are listed, and no empty list',
  async () => {
    const other = await f.server.makeRoot();
    const inside = await f.server.makeCollection(other);
    const member = await f.server.makeAccount();
    expect((await f.request('/taxii2/', { as: member })).json).toEqual({ title: 'Taxiway' });
    await f.server.grant(inside, member.name, true, false);
    const path = `/taxii2/${other}/`;
    const seen = await f.request('/taxii2/', { as: member });
    expect(seen.json).toEqual({ title: 'Taxiway', default: path, api_roots: [path] });
  },
);

line('DISC-11', 'every root that is listed answers', async () => {
  const { json } = await f.request('/taxii2/', { as: admin() });
  expect(json.api_roots.length).toBeGreaterThan(1);
  for (const root of json.api_roots)
    expect((await f.request(root, { as: admin() })).status).toBe(200);
  const absolute = await secure.request('/taxii2/', { as: admin() });
  for (const root of absolute.json.api_roots) {
    const { pathname } = new URL(root);
    expect((await secure.request(pathname, { as: admin() })).status).toBe(200);
  }
});

line('DISC-12', 'refusals of discovery are error resources', async () => {
  expectError(await f.request('/taxii2/', { as: null }), 401);
  expectError(await f.request('/taxii2/', { headers: { Accept: 'text/html' } }), 406);
});

line('DISC-13', "TAXII 2.0's path is not served", async () => {
  expectError(await f.request('/taxii/'), 404);
  expectError(await f.request('/taxii/collections/'), 404);
});

line('ROOT-01', 'an authorized caller gets the api-root resource', async () => {
  const answer = await f.request(f.R);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(answer.json).toEqual({
    title: 'First root',
    versions: [TAXII],
    max_content_length: 16 * 1024 * 1024,
  });
});

line('ROOT-02', 'the title is there, the description when set', async () => {
  const name = await f.server.makeRoot(undefined, { title: 'Told', description: 'In words' });
  const { json } = await f.request(`/taxii2/${name}/`, { as: admin() });
  expect(json).toMatchObject({ title: 'Told', description: 'In words' });
  expect((await f.request(f.R)).json).not.toHaveProperty('description');
});

line('ROOT-03', 'versions are TAXII media types and hold exactly that of 2.1', async () => {
  const { versions } = (await f.request(f.R)).json;
  expect(versions).toContain('application/taxii+json;version=2.1');
  for (const version of versions) expect(version).toMatch(/^application\/taxii\+json;version=\d/);
});

line('ROOT-04', 'max_content_length is the number of octets that is kept to', async () => {
  const more = { max_content_length: 2048 };
  const name = await f.server.makeRoot(undefined, { title: 'Small', ...more });
  const inside = await f.server.makeCollection(name);
  const { json } = await f.request(`/taxii2/${name}/`, { as: admin() });
  expect(json.max_content_length).toBe(2048);
  const body = { objects: [indicator({ name: 'a'.repeat(2048) })] };
  const path = `/taxii2/${name}/collections/${inside}/objects/`;
  expectError(await f.request(path, { method: 'POST', body, as: admin() }), 413);
  const fitting = { objects: [indicator()] };
  const taken = await f.request(path, { method: 'POST', body: fitting, as: admin() });
  expect(taken.status).toBe(202);
});

line('ROOT-05', 'the name of a root cannot be taken twice', async () => {
  const body = { name: f.root, title: 'Again' };
  const refused = await f.server.request('/api/v1/api-roots', { method: 'POST', body });
  expect(refused.status).toBe(409);
});

line('ROOT-07', 'unknown roots are 404, also those that begin like a known one', async () => {
  for (const path of ['/taxii2/api3/', '/taxii2/api1x/', '/taxii2/api/', '/taxii2/API1/', '/api3/'])
    expectError(await f.request(path), 404);
});

line('ROOT-08', 'a collection or a status of one root is not found under another', async () => {
  const other = await f.server.makeRoot();
  const inside = await f.server.makeCollection(other);
  await f.server.grant(inside, f.users.rw.name, true, true);
  const { id } = await f.push(f.C, [indicator()]);
  for (const rest of [`collections/${f.C}/`, `collections/${f.C}/objects/`, `status/${id}/`]) {
    expect((await f.request(`${f.R}${rest}`)).status).toBe(200);
    expectError(await f.request(`/taxii2/${other}/${rest}`), 404);
  }
  expectError(await f.request(f.path(inside)), 404);
});

line('ROOT-09', 'refusals of a root are error resources', async () => {
  expectError(await f.request(f.R, { as: null }), 401);
  expectError(await f.request(f.R, { as: f.users.stranger }), 404);
  expectError(await f.request(f.R, { headers: { Accept: 'text/html' } }), 406);
});
