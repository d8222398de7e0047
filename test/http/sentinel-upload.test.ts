// The upload call of Microsoft Sentinel: what its clients send goes in, and they are told what did not.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let root: string;
let collection: string;
let token: { token: string };
let writer: { name: string; password: string };

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
  collection = await server.makeCollection(root, { alias: 'from-sentinel' });
  writer = await server.makeAccount();
  await server.grant(collection, writer.name, false, true);
  token = await server.makeToken(writer.name);
});
afterAll(() => server.stop());

const pathOf = (name: string) =>
  `/workspaces/${name}/threat-intelligence-stix-objects:upload?api-version=2024-02-01-preview`;

async function upload(body: object | string, name = collection, as: object | null = token) {
  const path = pathOf(name);
  const answer = await server.request(path, { method: 'POST', body, as: as as typeof token });
  checkAgainstSpec({ method: 'POST', path }, answer);
  return answer;
}

const sent = (...stixobjects: object[]) => ({ sourcesystem: 'Test connector', stixobjects });

describe('an upload as to Microsoft Sentinel', () => {
  test('stores its objects with a bearer token, as they were sent', async () => {
    const one = indicator();
    const text = `{"sourcesystem":"Test connector","stixobjects":[${JSON.stringify(one, null, 3)}]}`;
    const answer = await upload(text);
    expect([answer.status, answer.json]).toEqual([200, { errors: [] }]);
    const polled = await server.request(server.objects(root, collection));
    expect(polled.text).toContain(JSON.stringify(one, null, 3));
  });

  test('tells what was not stored by its place in the list, and stores the rest', async () => {
    const [good, other] = [indicator(), indicator()];
    const { id, ...nameless } = indicator();
    const answer = await upload(sent(good, nameless, other));
    expect(answer.status).toBe(200);
    expect(answer.json.errors).toEqual([
      { recordIndex: 1, errorMessages: [expect.stringContaining('id')] },
    ]);
    const again = await upload(sent(good, { ...other, name: 'changed' }));
    expect(again.json.errors).toEqual([
      { recordIndex: 1, errorMessages: [expect.stringContaining('later `modified`')] },
    ]);
    const query = `match[id]=${good.id},${other.id}`;
    const polled = await server.request(`${server.objects(root, collection)}?${query}`);
    expect(polled.json.objects).toEqual([good, other]);
  });

  test('may have more than 100 objects, and name the collection by its alias', async () => {
    const many = Array.from({ length: 250 }, () => indicator());
    const answer = await upload(sent(...many), 'from-sentinel');
    expect(answer.json).toEqual({ errors: [] });
  });

  test.each([
    ['no list', { sourcesystem: 'Test connector' }, 'stixobjects'],
    ['an empty list', sent(), 'stixobjects'],
    ['no source', { stixobjects: [indicator()] }, 'sourcesystem'],
    ['an element that is no object', '{"sourcesystem":"a","stixobjects":[1]}', 'stixobjects'],
    ['no JSON', '{"sourcesystem":', 'JSON'],
  ])('with %s is refused', async (_, body, told) => {
    const answer = await upload(body);
    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain(told);
  });

  test('is for those who may write to the collection', async () => {
    expect((await upload(sent(indicator()), collection, null)).status).toBe(401);
    const stranger = await server.makeAccount();
    expect((await upload(sent(indicator()), collection, stranger)).status).toBe(404);
    await server.grant(collection, stranger.name, true, false);
    expect((await upload(sent(indicator()), collection, stranger)).status).toBe(403);
    expect((await upload(sent(indicator()), 'nowhere', writer)).status).toBe(404);
  });
});
