// A push and the polls that follow, over real HTTP.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, TAXII, type TestServer } from '../support/server.ts';
import { indicator, malware } from '../support/stix.ts';

let server: TestServer;
let objects: string;

beforeAll(async () => {
  server = await startServer();
  const root = await server.makeRoot();
  objects = server.objects(root, await server.makeCollection(root));
});

afterAll(() => server.stop());

const push = (body: object | string) => server.request(objects, { method: 'POST', body });

describe('objects', () => {
  test('come back exactly as they were sent, byte for byte', async () => {
    const odd = `{ "type":"indicator","score" : 1.0, "id":"indicator--7f9a1f0e-2a52-4c1c-8c1d-3f1f3f0a9a01",\n"created":"2020-01-01T00:00:00.000Z","modified":"2020-01-01T00:00:00.1200Z", "spec_version":"2.1","name":"\\u00e9 caf\\\\ \\"é\\"\\ttab","pattern":"[url:value = 'x']","pattern_type":"stix","valid_from":"2020-01-01T00:00:00Z"}`;
    const pushed = await push(`{"objects":[ ${odd} ]}`);
    expect(pushed.status).toBe(202);
    expect(pushed.json).toMatchObject({ status: 'complete', success_count: 1, total_count: 1 });
    const polled = await server.request(`${objects}?match[type]=indicator`);
    expect(polled.status).toBe(200);
    expect(polled.headers['content-type']).toBe(TAXII);
    expect(polled.text).toBe(`{"more":false,"objects":[${odd}]}`);
  });

  test('are paged by next, each once', async () => {
    const sent = Array.from({ length: 25 }, () => malware());
    await push({ objects: sent });
    const ids: string[] = [];
    for (let next = ''; ; ) {
      const page = await server.request(`${objects}?match[type]=malware&limit=10&next=${next}`);
      ids.push(...page.json.objects.map((object: { id: string }) => object.id));
      if (page.json.more !== true) break;
      next = page.json.next;
    }
    expect(ids).toEqual(sent.map((object) => object.id));
  });

  test('an unchanged page is answered with 304 to the tag it had', async () => {
    const first = await server.request(`${objects}?limit=3`);
    const tag = String(first.headers.etag);
    const again = await server.request(`${objects}?limit=3`, { headers: { 'If-None-Match': tag } });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    await push({ objects: [indicator()] });
    const later = await server.request(`${objects}?limit=10000`, {
      headers: { 'If-None-Match': tag },
    });
    expect(later.status).toBe(200);
  });

  test('are compressed for whoever asks', async () => {
    const page = await server.request(objects, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(page.headers['content-encoding']).toBe('gzip');
    expect(page.bytes.subarray(0, 2).toString('hex')).toBe('1f8b');
  });
});
