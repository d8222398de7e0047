// /docs: openapi.yaml for people, for everybody, from this server alone.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { parse } from 'yaml';
import { launchBrowser } from '../support/browser.ts';
import { findBarriers, takeScreenshot, visit } from '../support/console.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const document = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'));
const operations = Object.values<Record<string, { operationId?: string }>>(document.paths)
  .flatMap((item) => Object.values(item).map(({ operationId }) => operationId))
  .filter((id) => id !== undefined);

async function open(hash = '', colors: 'light' | 'dark' = 'light') {
  const seen = await visit(browser, `${server.url}/docs${hash}`, colors);
  await seen.page.getByRole('heading', { level: 2, name: 'Schemas' }).waitFor();
  return seen;
}

test('has every operation and every schema of openapi.yaml, without a sign-in', async () => {
  const { page, faults } = await open();
  expect(await page.title()).toBe('API reference · Taxiway');
  const ids = await page.locator('details').evaluateAll((all) => all.map(({ id }) => id));
  const schemas = Object.keys(document.components.schemas).map((name) => `schema-${name}`);
  expect(ids).toEqual(expect.arrayContaining([...operations, ...schemas]));
  expect(ids).toHaveLength(operations.length + schemas.length);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('finds operations by words', async () => {
  const { page, faults } = await open();
  await page.getByLabel('Search the reference').fill('grants put');
  await page.locator('#putGrant').waitFor();
  expect(await page.locator('details').count()).toBe(1);
  await page.getByLabel('Search the reference').fill('xyzzy');
  await page.getByText('Nothing has “xyzzy” in it.').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

describe('an operation', () => {
  test('is opened by its address: parameters, body, answers, schemas, a line to try', async () => {
    const { page, faults } = await open('#createCollection');
    const operation = page.locator('#createCollection');
    await operation.getByText('administrators', { exact: false }).first().waitFor();
    const text = String(await operation.textContent());
    for (const part of ['api_root', 'alias', 'required', 'Location', '409', '"title"'])
      expect(text).toContain(part);
    const line = String(await operation.locator('pre').last().textContent());
    expect(line).toContain(`'${server.url}/api/v1/collections'`);
    expect(line).toContain(`--data-binary '{"api_root":"intel"`);
    await takeScreenshot(page, 'reference-operation', false);
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('is opened and closed by a click, and leaves its name in the address bar', async () => {
    const { page } = await open();
    await page.locator('#getMe > summary').click();
    await page.locator('#getMe').getByText('Who may call it: every account.').waitFor();
    expect(new URL(page.url()).hash).toBe('#getMe');
    await page.locator('#getMe > summary').click();
    await page.locator('#getMe').getByText('Who may call it').waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('shows what is inside its schemas', async () => {
    const { page } = await open('#listImports');
    const operation = page.locator('#listImports');
    await operation.getByText('properties of Import', { exact: true }).click();
    await operation.getByText('properties of ImportCounts').click();
    await operation.getByText('duplicate', { exact: true }).first().waitFor();
    await page.context().close();
  });
});

test.each(['light', 'dark'] as const)('has no barriers in %s colours', async (colors) => {
  const { page, faults } = await open('', colors);
  await takeScreenshot(page, `reference-${colors}`, false);
  expect(await findBarriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('fits a tablet', async () => {
  const { page } = await open('#addObjects');
  await page.setViewportSize({ width: 768, height: 1024 });
  const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(overflows)).toBe(false);
  await takeScreenshot(page, 'reference-tablet', false);
  await page.context().close();
});
