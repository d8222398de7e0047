// Ingestion rules in the console: made, tried, switched, put in order, deleted.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { findBarriers, takeScreenshot, visitAs } from '../support/console.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let browser: Browser;
let root: string;
let collection: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  root = await server.makeRoot();
  collection = await server.makeCollection(root, { title: 'Feeds' });
  await push([
    indicator({ name: 'Weak', confidence: 5 }),
    indicator({ name: 'Strong', confidence: 90 }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function push(objects: readonly object[]) {
  const path = server.objects(root, collection);
  return (await server.request(path, { method: 'POST', body: { objects } })).json;
}

test('a rule is made, tried on what is stored, and asked of what comes in then', async () => {
  const { page, faults } = await visitAs(browser, server, server.admin, '/rules');
  await page.getByText('No rules yet').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByLabel('Name').fill('Label the weak');
  const conditions = page.getByRole('region', { name: 'Conditions' });
  if ((await conditions.getByLabel('Field').count()) === 0)
    await conditions.getByRole('button', { name: 'Condition' }).click();
  await conditions.getByLabel('Field').selectOption('confidence');
  await conditions.getByLabel('Comparison').selectOption({ label: 'is at most' });
  await conditions.getByLabel('Value').fill('10');
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('1 of what is stored would have been found').waitFor();
  await page.getByRole('link', { name: 'Weak' }).waitFor();
  await page.getByRole('combobox', { name: 'Add labels' }).fill('weak');
  await page.getByRole('combobox', { name: 'Add labels' }).press('Enter');
  await page.getByLabel('Valid for').fill('soon');
  await page.getByText('A number and m, h, d or w').waitFor();
  await page.getByLabel('Valid for').fill('30d');
  expect(await findBarriers(page)).toEqual([]);
  await takeScreenshot(page, 'rule-form-light');
  await page.getByRole('button', { name: 'Add rule' }).click();
  await page.getByText('label it weak, let it be valid for 30 days').waitFor();

  const object = indicator({ name: 'Weak as well', confidence: 3 });
  await push([object]);
  const { json } = await server.request(`/api/v1/intel?text=weak&collection=${collection}`);
  const later = json.items.find(({ id }: { id: string }) => id === object.id);
  expect(later.labels).toEqual(['weak']);
  await page.reload();
  await page.getByText('Has found 1').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a rule that is being written is not dropped without a question', async () => {
  const { page } = await visitAs(browser, server, server.admin, '/rules');
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByLabel('Name').fill('Half');
  await page.getByRole('button', { name: 'Cancel' }).click();
  const question = page.getByRole('group', { name: 'Close without saving?' });
  expect(await findBarriers(page)).toEqual([]);
  await takeScreenshot(page, 'rule-leave');
  await question.getByRole('button', { name: 'Keep writing' }).click();
  expect(await page.getByLabel('Name').inputValue()).toBe('Half');
  expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await question.getByRole('button', { name: 'Drop it' }).click();
  await page.getByRole('button', { name: 'New rule' }).waitFor();
  await page.context().close();
});

test('rules are put in order, switched off and deleted', async () => {
  const where = { field: 'type', op: 'is', value: 'tool' };
  for (const name of ['First', 'Second'])
    await server.request('/api/v1/rules', {
      method: 'POST',
      body: { name, where, action: { set_aside: true } },
    });
  const { page, faults } = await visitAs(browser, server, server.admin, '/rules', 'dark');
  await page.getByRole('button', { name: 'Ask Second earlier' }).click();
  await page.locator('.rules li').last().getByText('First').waitFor();
  const { json } = await server.request('/api/v1/rules');
  expect(json.items.map(({ name }: { name: string }) => name).slice(-2)).toEqual([
    'Second',
    'First',
  ]);
  await page.locator('.rules li').last().locator('label').filter({ hasText: 'On' }).click();
  await page.getByText('Off', { exact: true }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await takeScreenshot(page, 'rules-dark');
  const cards = page.getByRole('listitem').filter({ hasText: 'Second' });
  await cards.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await cards.waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
  await page.context().close();
});
