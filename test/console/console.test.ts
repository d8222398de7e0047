// The console as people use it, in a real browser: signing in and out, its pages, what can fail.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { findBarriers, takeScreenshot, type Visit, visit, visitAs } from '../support/console.ts';
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

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Account').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

function open(
  path: string,
  account: { name: string; password: string } = server.admin,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Visit> {
  return visitAs(browser, server, account, path, colorScheme);
}

/** An import of three rows, one of them bad, that is done. */
async function importFile(collection: string): Promise<void> {
  const { json } = await server.request(
    `/api/v1/imports?collection=${collection}&source=Our%20feed&file_name=feed.csv`,
    {
      method: 'POST',
      body: Buffer.from(
        'value,type\n198.51.100.7,ipv4-addr\nexample.org,domain-name\n?,ipv4-addr\n',
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

describe('signing in', () => {
  test('is asked of whoever opens any page, and leads to that page', async () => {
    const { page, faults } = await visit(browser, `${server.url}/imports`);
    await heading(page, 'Sign in to Taxiway').waitFor();
    expect(await page.title()).toBe('Sign in · Taxiway');
    await signIn(page, server.admin.name, server.admin.password);
    await heading(page, 'Imports').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('with a wrong password says so, in no window of the browser', async () => {
    const { page, faults } = await visit(browser, server.url);
    await signIn(page, server.admin.name, 'wrong');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('These credentials are not valid.');
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.locator('input[name=password]:focus').waitFor();
    await takeScreenshot(page, 'sign-in-wrong');
    await page.context().close();
  });

  test('lasts over a reload, and ends by signing out', async () => {
    const { page, faults } = await open('/');
    await page.reload();
    await heading(page, 'Overview').waitFor();
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/' }]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'Sign in to Taxiway').waitFor();
    expect(await page.context().cookies()).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('is asked again when the session is over', async () => {
    const account = await server.makeAccount();
    const { page } = await open('/', account);
    const body = { password: 'another one' };
    await server.request(`/api/v1/accounts/${account.name}`, { method: 'PATCH', body });
    await page.getByRole('link', { name: 'Imports' }).click();
    await heading(page, 'Sign in to Taxiway').waitFor();
    await page.context().close();
  });
});

describe('a page', () => {
  test('without anything on it says what to do next', async () => {
    const { page, faults } = await open('/collections', await server.makeAccount());
    await page.getByText('No collections yet').waitFor();
    await page.getByText('Ask an administrator').waitFor();
    await takeScreenshot(page, 'collections-empty');
    await page.getByRole('link', { name: 'Imports' }).click();
    await page.getByText('No imports yet').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('of collections leads to what is known of one', async () => {
    const root = await server.makeRoot('intel');
    const more = { title: 'Phishing', alias: 'phishing', description: 'URLs that lure.' };
    const id = await server.makeCollection(root, more);
    const { name } = await server.makeAccount('siem');
    await server.grant(id, name, true, false);
    const { page, faults } = await open('/collections');
    await page.getByRole('link', { name: 'Phishing' }).click();
    await heading(page, 'Phishing').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/collections/${id}`);
    await page.getByText(`/taxii2/intel/collections/${id}/`).waitFor();
    await page.getByRole('cell', { name: 'siem' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('of a collection that is not there says so', async () => {
    const { page } = await open('/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116');
    expect(await page.getByRole('alert').textContent()).toContain('There is no such collection.');
    await page.context().close();
  });

  test('of imports follows them by itself, with times in the zone of the viewer', async () => {
    const id = await server.makeCollection(await server.makeRoot());
    const { page, faults } = await open('/imports');
    await importFile(id);
    const row = page.getByRole('row', { name: /feed\.csv/ });
    await row.getByText('completed with errors').waitFor();
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(
      expect.arrayContaining(['3', '2', '1']),
    );
    const time = row.locator('time');
    const at = new Date((await time.getAttribute('datetime')) ?? '');
    expect(await time.textContent()).toBe(
      at.toLocaleString('en-US', {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: 'America/New_York',
      }),
    );
    expect(await time.getAttribute('title')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('that the server cannot answer says so, and recovers', async () => {
    const { page } = await open('/collections');
    await page.route('**/api/v1/imports*', (route) => route.abort());
    await page.getByRole('link', { name: 'Imports' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('The server cannot be reached');
    await page.unroute('**/api/v1/imports*');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await alert.waitFor({ state: 'detached' });
    await page.context().close();
  });

  // As after an update: its file has another name then.
  test('whose script is gone says so, and leaves the menu', async () => {
    const { page } = await open('/collections');
    await page.route('**/rules-page-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Rules' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('cannot be loaded').waitFor();
    await page.unroute('**/rules-page-*.js');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'Rules').waitFor();
    await page.context().close();
  });

  test('that nobody made says so', async () => {
    const { page } = await open('/no/such/page');
    await page.getByText('There is no page at this address').waitFor();
    await page.context().close();
  });

  test('that cannot be drawn says so, and comes back when it can', async () => {
    const { page } = await open('/', server.admin);
    const body = JSON.stringify({ items: [null], more: false });
    await page.route('**/api/v1/rules', (route) =>
      route.fulfill({ body, contentType: 'application/json' }),
    );
    await page.getByRole('link', { name: 'Rules' }).click();
    await page.getByRole('alert').getByText('This page cannot be shown').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, 'broken');
    await page.unroute('**/api/v1/rules');
    await page.getByRole('button', { name: 'Load it once more' }).click();
    await heading(page, 'Rules').waitFor();
    await page.context().close();
  });

  test('is used with the keyboard alone', async () => {
    const { page } = await visit(browser, server.url);
    await page.getByLabel('Account').waitFor();
    await page.keyboard.type(server.admin.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(server.admin.password);
    await page.keyboard.press('Enter');
    await heading(page, 'Overview').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('page');
    await page.context().close();
  });
});

describe.each(['light', 'dark'] as const)('in %s colours', (colours) => {
  test.each([
    ['collections', '/collections', 'Collections'],
    ['collection', '/collections/{id}', 'Malware'],
    ['imports', '/imports', 'Imports'],
    ['nothing', '/no/such/page', 'Nothing here'],
  ])('the page %s has no barriers', async (name, path, title) => {
    const known = await server.request('/api/v1/collections');
    const found = known.json.items.find((one: { title: string }) => one.title === 'Malware');
    const more = { title: 'Malware', description: 'Hashes of files.' };
    const id = found?.id ?? (await server.makeCollection(await server.makeRoot(), more));
    await importFile(id);
    const { page, faults } = await open(path.replace('{id}', id), server.admin, colours);
    await heading(page, title).waitFor();
    await page.waitForLoadState('networkidle');
    await takeScreenshot(page, `${name}-${colours}`);
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('the sign-in has no barriers', async () => {
    const { page, faults } = await visit(browser, server.url, colours);
    await heading(page, 'Sign in to Taxiway').waitFor();
    await takeScreenshot(page, `sign-in-${colours}`);
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

test('colours are chosen, and remembered', async () => {
  const { page } = await open('/collections');
  await page.getByRole('button', { name: 'Dark colours' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Light colours' }).waitFor();
  await page.context().close();
});

test('a tablet has everything in reach', async () => {
  const { page } = await open('/imports');
  await page.setViewportSize({ width: 744, height: 1133 });
  await takeScreenshot(page, 'imports-tablet');
  const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(overflows)).toBe(false);
  await page.context().close();
});
