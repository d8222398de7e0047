// What was set aside, in a real browser: seen with its reason, released and discarded.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { findBarriers, takeScreenshot, visitAs } from '../support/console.ts';
import { importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let collection: string;
let imported: string;

const FILE = `value,tags
198.51.100.1,a
evil.example/login,phishing
198.51.100.02,c2
8.8.8.8,
`;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
beforeEach(async () => {
  const root = await server.makeRoot();
  collection = await server.makeCollection(root, { title: 'Indicators' });
  const query = { mode: 'set-aside', warning_lists: 'on', file_name: 'feed.csv' };
  imported = (await importFile(server, collection, FILE, query)).id;
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, colours: 'light' | 'dark' = 'light') =>
  visitAs(browser, server, server.admin, path, colours);
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

async function waiting(): Promise<number> {
  const { json } = await server.request(`/api/v1/set-aside?import=${imported}`);
  return json.items.length;
}

test('what an import has set aside is found from it, released in part, and the rest discarded', async () => {
  const { page, faults } = await open(`/imports/${imported}`);
  await page.getByRole('link', { name: 'Decide on what it set aside' }).click();
  await heading(page, 'Set aside').waitFor();
  await page.getByRole('cell', { name: /8\.8\.8\.8.*ipv4-addr/s }).waitFor();
  await page.getByText('is on the warning list public-resolvers').waitFor();
  await page.getByLabel('Choose http://evil.example/login').check();
  await page.getByRole('button', { name: 'Release 1 chosen' }).click();
  await page.getByText('1 released.').waitFor();
  await page.getByRole('cell', { name: /evil\.example/ }).waitFor({ state: 'detached' });
  expect(await waiting()).toBe(2);
  await page.getByRole('button', { name: 'Discard all' }).click();
  const dialog = page.getByRole('dialog', { name: 'Discard all?' });
  await takeScreenshot(page, 'set-aside-discard');
  expect(await findBarriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Nothing of it waits').waitFor();
  await takeScreenshot(page, 'set-aside-empty');
  expect(await waiting()).toBe(0);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a collection is released whole, with the keyboard alone', async () => {
  const { page, faults } = await open(`/set-aside?collection=${collection}`);
  await page.getByLabel('Choose all that is shown').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Release 3 chosen' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('3 released.').waitFor();
  expect(await waiting()).toBe(0);
  expect(faults).toEqual([]);
  await page.context().close();
});

describe.each(['light', 'dark'] as const)('in %s colours', (colours) => {
  test('the page has no barriers, on a tablet neither', async () => {
    const { page, faults } = await open(`/set-aside?import=${imported}`, colours);
    await page.getByText('STIX').first().click();
    await page.getByText('"pattern_type"').first().waitFor();
    await takeScreenshot(page, `set-aside-${colours}`);
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize({ width: 768, height: 1024 });
    await takeScreenshot(page, `set-aside-tablet-${colours}`);
    const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    expect(await page.evaluate(overflows)).toBe(false);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
