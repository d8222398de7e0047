// The console in a real browser: pages that may reach the server under test and nobody else.
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const SCREENSHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url));

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
