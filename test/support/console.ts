// The console in a real browser: pages that may reach the server under test and nobody else.
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { startServer, type TestServer } from './server.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const SCREENSHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url));

/** A server that has a collection, and a browser to look at it with. */
export interface ConsoleWorld {
  readonly server: TestServer;
  readonly browser: Browser;
  readonly root: string;
  readonly collection: string;
}

/** Starts both. */
export async function startConsole(): Promise<ConsoleWorld> {
  const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  const root = await server.makeRoot('intel');
  const collection = await server.makeCollection(root, {
    title: 'Indicators',
    alias: 'indicators',
  });
  return { server, browser, root, collection };
}

/** Makes an object by the console's own call. */
export async function makeObject(
  server: TestServer,
  collection: string,
  body: object,
): Promise<string> {
  const path = `/api/v1/collections/${collection}/objects`;
  return (await server.request(path, { method: 'POST', body })).json.id;
}

/** An indicator that has nothing but a name of its own. */
export function indicatorCalled(name: string): object {
  return {
    type: 'indicator',
    name,
    pattern: "[ipv4-addr:value = '198.51.100.7']",
    pattern_type: 'stix',
    valid_from: '2026-03-01T09:00:00.000Z',
  };
}

export interface Visit {
  readonly page: Page;
  /** Requests to other hosts; faults of scripts, of loading, and of the page's policy. */
  readonly faults: readonly string[];
}

/** Opens a page in a profile of its own. */
export async function visit(
  browser: Browser,
  url: string,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Visit> {
  const context = await browser.newContext({
    colorScheme,
    timezoneId: 'America/New_York',
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  const faults: string[] = [];
  const { origin } = new URL(url);
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`request to ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // Being nobody is an answer too; the browser calls each 401 an error.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      faults.push(message.text());
  });
  await page.goto(url);
  return { page, faults };
}

/** Opens a page as somebody who signs in. */
export async function visitAs(
  browser: Browser,
  server: { readonly url: string },
  account: { readonly name: string; readonly password: string },
  path: string,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Visit> {
  const seen = await visit(browser, server.url + path, colorScheme);
  await seen.page.getByLabel('Account').fill(account.name);
  await seen.page.locator('input[name=password]').fill(account.password);
  await seen.page.getByRole('button', { name: 'Sign in' }).click();
  await seen.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return seen;
}

/** What axe finds wrong with a page as it is now. */
export async function findBarriers(page: Page): Promise<string[]> {
  // Runs in the page's own world by the browser's tools, so its policy stays as it is.
  const result = await page.evaluate(`(() => { ${AXE}; return window.axe.run(document); })()`);
  const { violations } = result as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

/** Keeps a picture of the page for looking at, under screenshots/. */
export async function takeScreenshot(page: Page, name: string, fullPage = true): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage });
}
