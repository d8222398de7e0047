// The page that connects clients: its recipes are run as they stand there.
import { execFile, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { findBarriers, takeScreenshot, visitAs } from '../support/console.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let browser: Browser;
let collection: string;
const objects = [indicator(), indicator(), indicator()];

beforeAll(async () => {
  const port = await findPort();
  [server, browser] = await Promise.all([
    startServer({ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` }),
    launchBrowser(),
  ]);
  const root = await server.makeRoot('intel');
  collection = await server.makeCollection(root, { title: 'Indicators', alias: 'indicators' });
  await server.request(server.objects(root, collection), { method: 'POST', body: { objects } });
  await server.makeAccount('siem');
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

// The recipes have the public URL in them, so it must be known before the server listens.
function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

/** A test that needs a program which not every machine has; without it, it is shown as skipped. */
const testWith = (program: string) =>
  spawnSync(program, ['--version']).status === 0 ? test : test.skip;

const open = (colors: 'light' | 'dark' = 'light', path = '') =>
  visitAs(browser, server, server.admin, `/collections/${collection}/connect${path}`, colors);

/** Makes a token for the client on the page. */
async function makeToken(page: Page): Promise<void> {
  await page.getByLabel('It comes as').selectOption('siem');
  await page.getByRole('button', { name: 'Make a token for it' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('never again').waitFor();
}

/** What a block of the open recipe says. */
const blockOf = async (page: Page, nth = 0) =>
  String(await page.locator('.recipe pre').nth(nth).textContent());

const run = promisify(execFile);

describe('a client', () => {
  testWith('curl')(
    'is given its right and a token, and its curl line gets the objects',
    async () => {
      const { page, faults } = await open();
      await page.getByLabel('It comes as').selectOption('siem');
      await page.getByText('siem has no rights here yet.').waitFor();
      await page.getByRole('button', { name: 'Let it read' }).click();
      await page.getByText('siem may read here.').waitFor();
      await makeToken(page);
      await page.getByRole('tab', { name: 'curl' }).click();
      const line = await blockOf(page);
      expect(line).toContain(`${server.url}/taxii2/intel/collections/${collection}/objects/`);
      const { stdout } = await run('sh', ['-c', line]);
      expect(JSON.parse(stdout)).toEqual({ more: false, objects });
      await takeScreenshot(page, 'connect-curl');
      expect(await findBarriers(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  testWith('python3')('runs the program of the page, and gets the objects', async () => {
    await server.grant(collection, 'siem', true, false);
    const { page } = await open('light', '#python');
    await makeToken(page);
    const { stdout, stderr } = await run('python3', ['-c', await blockOf(page)]);
    expect(stdout.trim().split('\n')).toEqual(objects.map((one) => `${one.id} ${one.pattern}`));
    expect(stderr).toMatch(/^next time: added_after = \d{4}-.*Z\n$/);
    await page.context().close();
  });

  testWith('curl')('of the upload API of Sentinel is answered as by Sentinel', async () => {
    await server.grant(collection, 'siem', true, true);
    const { page } = await open('light', '#sentinel-upload');
    await makeToken(page);
    const { stdout } = await run('sh', ['-c', await blockOf(page)]);
    expect(JSON.parse(stdout)).toEqual({ errors: [] });
    await page.context().close();
  });

  test('that a member connects comes as that member', async () => {
    const account = await server.makeAccount();
    await server.grant(collection, account.name, true, false);
    const path = `/collections/${collection}/connect`;
    const { page, faults } = await visitAs(browser, server, account, path);
    await page.getByText(`It comes as you, ${account.name}.`).waitFor();
    await page.getByText('You may read here.').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('a recipe', () => {
  test.each([
    ['Microsoft Sentinel', ['API root URL', 'Collection ID', 'Username', 'Password']],
    ['OpenCTI', ['TAXII server URL', 'TAXII Collection', 'Authentication type', 'Token']],
    ['MISP', ['Discovery Url', 'Authentication Type', 'Api Root', 'Collection']],
    ['Cortex XSOAR', ['Discovery Service URL', 'Username / API Key', 'API Root to Use']],
    ['Elastic', ['URL API endpoint', 'Enable TAXII 2.1', 'Initial Interval', 'API Key']],
    ['Splunk', ['URL', 'Collection', 'Username', 'Password']],
    ['IBM QRadar', ['TAXII Endpoint', 'Version', 'Authentication Method']],
  ])('for %s names the fields of its form, without barriers', async (product, fields) => {
    const { page, faults } = await open();
    await page.getByRole('tab', { name: product, exact: true }).click();
    const named = await page.locator('.recipe th[scope=row]').allTextContents();
    expect(named).toEqual(expect.arrayContaining(fields));
    await takeScreenshot(page, `connect-${product.toLowerCase().replaceAll(' ', '-')}`);
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('has copy buttons that work, and a place in the address bar', async () => {
    const { page } = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('tab', { name: 'OpenCTI' }).click();
    await page.getByRole('button', { name: 'Copy TAXII server URL' }).click();
    await page.getByRole('button', { name: 'TAXII server URL copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      `${server.url}/taxii2/intel`,
    );
    expect(new URL(page.url()).hash).toBe('#opencti');
    await page.reload();
    await page.getByText('with its built-in TAXII feed').waitFor();
    await page.context().close();
  });
});

test('the page in the dark has no barriers', async () => {
  const { page, faults } = await open('dark');
  await page.getByRole('tab', { name: 'curl' }).waitFor();
  await takeScreenshot(page, 'connect-dark');
  expect(await findBarriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a tablet has the recipes in reach', async () => {
  const { page } = await open();
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.getByRole('tab', { name: 'curl' }).waitFor();
  await takeScreenshot(page, 'connect-tablet');
  const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(overflows)).toBe(false);
  await page.context().close();
});
