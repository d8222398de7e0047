// What the server observes of a request: one observation each, told when its answer has left.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import type { RequestObservation } from '../../src/observation.ts';
import { type RequestOptions, startServer, type TestServer } from '../support/server.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let objects: string;

beforeAll(async () => {
  server = await startServer();
  const root = await server.makeRoot();
  objects = server.objects(root, await server.makeCollection(root));
  const body = { objects: Array.from({ length: 200 }, () => indicator()) };
  await server.request(objects, { method: 'POST', body });
});
afterAll(() => server.stop());

async function observed(path: string, options: RequestOptions = {}) {
  const answer = await server.request(path, options);
  const find = () =>
    server.observations.find(
      (one): one is RequestObservation =>
        one.kind === 'request' && one.request_id === answer.headers['x-request-id'],
    );
  for (let one = find(); ; one = find()) {
    if (one !== undefined) return { answer, one };
    await sleep(5);
  }
}

test('the octets that were sent are told, compressed ones too', async () => {
  const plain = await observed(objects);
  expect(plain.one.bytes).toBeGreaterThan(plain.answer.bytes.length);
  expect(plain.one.bytes).toBeLessThan(plain.answer.bytes.length + 2000);
  const packed = await observed(objects, { headers: { 'accept-encoding': 'gzip' } });
  expect(packed.answer.headers['content-encoding']).toBe('gzip');
  expect(packed.one.bytes).toBeGreaterThan(packed.answer.bytes.length);
  expect(packed.one.bytes).toBeLessThan(plain.one.bytes);
});

test('the operation, the account and the status are told, and what was refused', async () => {
  const { one } = await observed(objects);
  expect(one).toMatchObject({ operation: 'getObjects', method: 'GET', status: 200 });
  expect(one).toMatchObject({ account: server.admin.name, path: objects });
  const refused = await observed(`${objects}?match[type]=`, { as: null });
  expect(refused.one).toMatchObject({ status: 401, error_code: 'NO_CREDENTIALS', path: objects });
  expect(refused.one.error_id).toBe(refused.answer.json.error_id);
});

test('no secret is observed, so none is logged', async () => {
  const { name, password } = await server.makeAccount();
  const { token } = await server.makeToken(name);
  await server.request('/taxii2/', { as: { name, password } });
  await server.request('/taxii2/', { as: { token } });
  await server.request('/taxii2/', { as: { name, password: 'a-wrong-secret' } });
  await server.request('/taxii2/', { as: { token: `${token}-wrong-secret` } });
  const form = { name: `${name}-2`, password: 'a-new-secret', role: 'member' };
  await server.request('/api/v1/accounts', { method: 'POST', body: form });
  await server.request('/api/v1/accounts?x=a-query-secret', { method: 'POST', body: form });
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const { observe } = createLog({ level: 'trace', format: 'json' }, { write });
  for (const one of server.observations) observe(one);
  expect(lines.length).toBeGreaterThan(8);
  expect(lines.join('')).toContain(name);
  const text = lines.join('');
  const secrets = [password, token, server.admin.password, 'secret', 'Basic ', 'Bearer '];
  for (const secret of secrets) expect(text).not.toContain(secret);
});
