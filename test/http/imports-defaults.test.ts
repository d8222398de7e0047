// What an import says of all its rows: labels, and indicator types where a row has none.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

const FILE = 'value,tags,category\n198.51.100.1,mine,\n198.51.100.2,,phishing\n';
const SAID = { add_labels: 'ticket-7, c2,,c2', default_indicator_types: 'anomalous-activity' };

test('labels are added to those of each row, and indicator types where it has none', async () => {
  const target = await server.makeCollection(root);
  await importFile(server, target, FILE, SAID);
  const { json } = await server.request(`${server.objects(root, target)}?match[type]=indicator`);
  expect(json.objects).toMatchObject([
    { labels: ['mine', 'ticket-7', 'c2'], indicator_types: ['anomalous-activity'] },
    { labels: ['phishing', 'ticket-7', 'c2'], indicator_types: ['malicious-activity'] },
  ]);
  const again = await importFile(server, target, FILE, SAID);
  expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
});

test('they can be saved in a template', async () => {
  const target = await server.makeCollection(root);
  const put = { method: 'PUT', body: { settings: SAID } };
  expect((await server.request('/api/v1/import-templates/tagged', put)).status).toBe(201);
  const one = await importFile(server, target, FILE, { template: 'tagged' });
  expect(one.counts.created).toBe(2);
  const { json } = await server.request(`/api/v1/imports/${one.id}/samples?kind=new`);
  expect(json.items[0].object.labels).toContain('ticket-7');
});
