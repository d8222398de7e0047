// Changes of many objects, found again and taken back, in a real browser.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import {
  findBarriers,
  indicatorCalled,
  makeObject,
  startConsole,
  takeScreenshot,
  visitAs,
} from '../support/console.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let collection: string;

beforeAll(async () => {
  ({ server, browser, collection } = await startConsole());
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, colours?: 'light' | 'dark') =>
  visitAs(browser, server, server.admin, path, colours);

const make = (name: string) => makeObject(server, collection, indicatorCalled(name));

const where = { field: 'name', op: 'starts', value: 'Found' };

async function countFound(): Promise<number> {
  const query = new URLSearchParams({ where: JSON.stringify(where) });
  return (await server.request(`/api/v1/intel/count?${query}`)).json.count;
}

test('where nothing was changed, the list says how to begin', async () => {
  const { page, faults } = await open('/intel/changes');
  await page.getByText('Nothing was changed yet').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test.each(['light', 'dark'] as const)(
  'a whole result is deleted, and the list leads back to all of it (%s)',
  async (colours) => {
    await make(`Found ${colours} one`);
    await make(`Found ${colours} two`);
    const before = await countFound();
    const { page, faults } = await open(`/intel?where=${JSON.stringify(where)}`, colours);
    await page.getByRole('checkbox', { name: 'Select all' }).click();
    await page.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change many objects' });
    const button = await dialog.getByRole('button', { name: 'Cancel' }).boundingBox();
    expect((button?.y ?? 800) + (button?.height ?? 0)).toBeLessThanOrEqual(800 - 20);
    await takeScreenshot(page, `changes-form-${colours}`, false);
    await dialog.getByLabel('What').selectOption('delete');
    await dialog.getByRole('button', { name: `Change ${before} objects` }).click();
    // The rows are gone, and what was done still says how to undo it.
    await dialog.getByText(`Changed: ${before}.`).waitFor();
    await page.getByRole('table', { name: 'Objects' }).waitFor({ state: 'detached' });
    await dialog.getByRole('link', { name: 'All changes' }).click();
    await page.getByRole('heading', { level: 1, name: 'Changes' }).waitFor();
    const row = page.getByRole('row', { name: 'Delete' }).first();
    await row.getByText('completed').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, `changes-${colours}`);
    await row.getByRole('button', { name: 'Undo…' }).click();
    const asked = page.getByRole('dialog', { name: 'Undo this change?' });
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, `changes-undo-${colours}`);
    await asked.getByRole('button', { name: `Take back ${before} objects` }).click();
    await row.getByText('undone', { exact: true }).waitFor();
    expect(await countFound()).toBe(before);
    await page.setViewportSize({ width: 768, height: 900 });
    await takeScreenshot(page, `changes-tablet-${colours}`);
    await row.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Intelligence' }).waitFor();
    await page.getByText(`Found ${colours} one`).first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  },
);
