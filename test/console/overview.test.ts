// Where the console begins: pictures of what is here, each with the search behind it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { findBarriers, takeScreenshot, visitAs } from '../support/console.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  const root = await server.makeRoot('intel');
  const collection = await server.makeCollection(root, { title: 'Indicators' });
  const soon = new Date(Date.now() + 86_400_000 * 3).toISOString();
  const objects = [indicator({ valid_until: soon }), indicator(), indicator()];
  const path = server.objects(root, collection);
  await server.request(path, { method: 'POST', body: { objects } });
  await importFile(collection, 'First%20feed');
  await importFile(collection, 'Second%20feed');
  await server.request(path);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** Two values, and a row that is rejected. */
async function importFile(collection: string, source: string): Promise<void> {
  const { json } = await server.request(
    `/api/v1/imports?collection=${collection}&source=${source}&file_name=feed.csv`,
    {
      method: 'POST',
      body: Buffer.from(
        'value,type\n198.51.100.77,ipv4-addr\nexample.org,domain-name\n?,ipv4-addr\n',
      ),
      headers: { 'content-type': 'text/csv' },
    },
  );
  for (;;) {
    const now = await server.request(`/api/v1/imports/${json.id}`);
    if (!['waiting', 'running'].includes(now.json.state)) return;
    await new Promise(setImmediate);
  }
}

const open = (colors: 'light' | 'dark' = 'light') =>
  visitAs(browser, server, server.admin, '/', colors);

test('whoever may read nothing is told whom to ask', async () => {
  const account = await server.makeAccount();
  const { page, faults } = await visitAs(browser, server, account, '/');
  await page.getByText('Ask an administrator for a grant').waitFor();
  await takeScreenshot(page, 'overview-no-rights');
  expect(await findBarriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('whoever may write only is not told that there is nothing', async () => {
  const account = await server.makeAccount();
  await server.grant(await server.makeCollection('intel', {}), account.name, false, true);
  const { page, faults } = await visitAs(browser, server, account, '/');
  await page.getByText('Nothing that you may read').waitFor();
  await page.getByRole('link', { name: 'Intelligence' }).click();
  await page.getByText('can be found here as soon as').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('whose collections have nothing in them is told what to do first', async () => {
  const account = await server.makeAccount();
  const empty = await server.makeCollection(await server.makeRoot(), { title: 'Empty' });
  await server.grant(empty, account.name, true, true);
  const { page, faults } = await visitAs(browser, server, account, '/');
  await page.getByText('Nothing is here yet.').waitFor();
  await takeScreenshot(page, 'overview-empty');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('link', { name: 'Import a file' }).click();
  expect(new URL(page.url()).pathname).toBe('/imports/new');
  expect(faults).toEqual([]);
  await page.context().close();
});

describe('a picture', () => {
  test('leads to the search behind it', async () => {
    const { page, faults } = await open();
    const card = page.getByRole('region', { name: 'By source' });
    await card.getByRole('link', { name: 'First feed' }).click();
    await page.getByRole('heading', { level: 1, name: 'Intelligence' }).waitFor();
    const where = JSON.parse(String(new URL(page.url()).searchParams.get('where')));
    expect(where).toEqual({ field: 'source', op: 'is', value: 'First feed' });
    await page.getByText('198.51.100.77').first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('has a title that leads to its search, or says that there is none', async () => {
    const { page } = await open();
    for (const title of ['By type', 'By TLP', 'By source', 'What came in', 'What expires soon']) {
      const href = await page.getByRole('link', { name: title, exact: true }).getAttribute('href');
      expect(href).toMatch(/^\/intel\?/);
    }
    await page.getByText(/so no search finds them/).waitFor();
    await page.context().close();
  });

  test('has its figures as text: what came in, was rejected, expires, is known twice', async () => {
    const { page } = await open();
    const region = (name: string) => page.getByRole('region', { name });
    await region('What came in').getByText('As a table').click();
    const today = new Date().toISOString().slice(0, 10);
    const row = region('What came in').getByRole('row', { name: new RegExp(today) });
    // Two objects of each feed; the others are of nobody.
    expect((await row.getByRole('cell').allTextContents()).slice(1)).toEqual(['2', '2']);
    await region('Imports and rejections').getByText('As a table').click();
    const imported = region('Imports and rejections').getByRole('row', { name: new RegExp(today) });
    expect(await imported.getByRole('cell').last().textContent()).toBe('2');
    expect(await region('What expires soon').textContent()).toMatch(/within 7 days1/);
    expect(await region('Values that several sources know').textContent()).toContain(
      'First feed and Second feed',
    );
    await page.context().close();
  });
});

test.each(['light', 'dark'] as const)('it has no barriers in %s colours', async (colors) => {
  const { page, faults } = await open(colors);
  await page.locator('.recharts-bar-rectangle').first().waitFor();
  await takeScreenshot(page, `overview-${colors}`);
  expect(await findBarriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a tablet has the pictures in reach', async () => {
  const { page } = await open();
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.locator('.recharts-bar-rectangle').first().waitFor();
  await takeScreenshot(page, 'overview-tablet');
  const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(overflows)).toBe(false);
  await page.context().close();
});
