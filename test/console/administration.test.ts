// What administrators do in the console: API roots, collections, accounts, tokens, rights; and what
// members do for themselves.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { findBarriers, takeScreenshot, type Visit, visitAs } from '../support/console.ts';
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

const open = (path: string, colors: 'light' | 'dark' = 'light'): Promise<Visit> =>
  visitAs(browser, server, server.admin, path, colors);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const dialog = (page: Page) => page.getByRole('dialog');

async function expectNoBarriers({ page, faults }: Visit): Promise<void> {
  expect(await findBarriers(page)).toEqual([]);
  expect(faults).toEqual([]);
}

describe('an API root and a collection', () => {
  test('are made, changed and deleted after typing their names', async () => {
    const seen = await open('/admin');
    const { page } = seen;
    await button(page, 'New API root').click();
    await page.getByLabel('Name').fill('Shared!');
    await page.getByLabel('Title').fill('Shared with partners');
    await button(page, 'Create').click();
    await dialog(page)
      .getByText(/^Must be 1 to 63 small letters/)
      .waitFor();
    await takeScreenshot(page, 'root-refused');
    await expectNoBarriers(seen);
    await page.getByLabel('Name').fill('shared');
    await button(page, 'Create').click();
    const root = page.getByRole('region', { name: 'API root shared' });
    await root.getByText('/taxii2/shared/').waitFor();

    await root.getByRole('button', { name: 'New collection' }).click();
    await page.getByLabel('Title').fill('Phishing');
    await page.getByLabel('Alias').fill('phishing');
    await button(page, 'Create').click();
    await page.getByRole('link', { name: 'Connect a client' }).waitFor();
    await takeScreenshot(page, 'collection-made');
    await expectNoBarriers(seen);
    await button(page, 'Close').click();

    await button(page, 'Edit Phishing').click();
    await page.getByLabel('Title').fill('Phishing sites');
    await page.getByLabel('Description').fill('URLs that lure.');
    await button(page, 'Save').click();
    await page.getByText('URLs that lure.').waitFor();

    await button(page, 'Delete Phishing sites').click();
    await page.getByText('stored versions of objects').waitFor();
    await takeScreenshot(page, 'collection-removal');
    await expectNoBarriers(seen);
    expect(await button(page, 'Delete for good').isDisabled()).toBe(true);
    await page.getByLabel('Type phishing to confirm').fill('phishing');
    await button(page, 'Delete for good').click();
    await page.getByText('No collections in it yet').waitFor();

    await root.getByRole('button', { name: 'Delete' }).click();
    await page.getByLabel('Type shared to confirm').fill('shared');
    await page.keyboard.press('Enter');
    await root.waitFor({ state: 'detached' });
    expect((await server.request('/api/v1/api-roots/shared')).status).toBe(404);
    expect(seen.faults).toEqual([]);
    await page.context().close();
  });

  test('that hold something say why they are not deleted', async () => {
    const name = await server.makeRoot();
    await server.makeCollection(name);
    const { page } = await open('/admin/collections');
    const root = page.getByRole('region', { name: `API root ${name}` });
    await root.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByLabel(`Type ${name} to confirm`).fill(name);
    await page.keyboard.press('Enter');
    await dialog(page).getByText('still has a collection').waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('an account', () => {
  test('of a person is made with a password, changed, and removed', async () => {
    const seen = await open('/admin/accounts');
    const { page } = seen;
    await button(page, 'New account').click();
    await page.getByLabel('Name').fill('Zoë/1 50%');
    await button(page, 'Suggest one').click();
    const password = await page.locator('input[name=password]').inputValue();
    expect(password).toMatch(/^[\w-]{20}$/);
    await takeScreenshot(page, 'account-new');
    await expectNoBarriers(seen);
    await button(page, 'Create').click();
    await page.getByRole('heading', { level: 1, name: 'Zoë/1 50%' }).waitFor();
    const me = await server.request('/api/v1/me', { as: { name: 'Zoë/1 50%', password } });
    expect(me.json).toMatchObject({ name: 'Zoë/1 50%', role: 'member' });

    await button(page, 'Make an administrator').click();
    await button(page, 'Change').click();
    await page.getByText('Administrators read and write everywhere.').waitFor();
    await button(page, 'Take the password away').click();
    await dialog(page).getByRole('button', { name: 'Take the password away' }).click();
    await page.getByText('Signs in with tokens only.').waitFor();

    await button(page, 'Remove account').click();
    await page.getByLabel('Type Zoë/1 50% to confirm').fill('Zoë/1 50%');
    await button(page, 'Remove for good').click();
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
    expect((await server.request('/api/v1/accounts/Zo%C3%AB%2F1%2050%25')).status).toBe(404);
    expect(seen.faults).toEqual([]);
    await page.context().close();
  });

  test('of a client gets a token that is shown once, works, and is revoked', async () => {
    const seen = await open('/admin/accounts');
    const { page } = seen;
    await button(page, 'New account').click();
    await page.getByLabel('Name').fill('sentinel');
    await page.getByLabel('Signs in with').selectOption('tokens');
    await button(page, 'Create').click();
    await button(page, 'New token').click();
    await page.locator('input[name=label]').fill('Sentinel');
    await page.getByLabel('Good for').selectOption('date');
    await page.getByLabel('Last day').fill('2099-12-31');
    await takeScreenshot(page, 'token-new');
    await button(page, 'Make it').click();
    await page.getByText('never again').waitFor();
    await takeScreenshot(page, 'token-made');
    await expectNoBarriers(seen);
    const token = String(await dialog(page).locator('.copy-field code').textContent());
    const line = await dialog(page).locator('pre').textContent();
    expect(line).toContain(`Bearer ${token}`);
    const as = { token };
    expect((await server.request('/api/v1/me', { as })).json.name).toBe('sentinel');
    await button(page, 'Done').click();
    await button(page, 'Revoke Sentinel').click();
    await button(page, 'Revoke').last().click();
    await page.getByText('No tokens.').waitFor();
    expect((await server.request('/api/v1/me', { as })).status).toBe(401);
    expect(seen.faults).toEqual([]);
    await page.context().close();
  });
});

describe('rights', () => {
  test('hold as they are ticked, and a slip is taken back', async () => {
    const id = await server.makeCollection(await server.makeRoot(), { title: 'Hashes' });
    const { name } = await server.makeAccount('reader');
    const { page, faults } = await open('/admin/rights');
    const rightsOf = async () =>
      (await server.request(`/api/v1/grants?account=${name}`)).json.items.map(
        (one: { can_read: boolean; can_write: boolean }) => [one.can_read, one.can_write],
      );
    const status = page.locator('.undo-line');
    const answered = () =>
      page.waitForResponse((response) => response.url().includes(`/collections/${id}/grants/`));
    const box = (right: string) => page.getByLabel(`${right}: ${name} in Hashes`);
    await Promise.all([answered(), box('read').check()]);
    expect(await rightsOf()).toEqual([[true, false]]);
    expect(await status.textContent()).toContain('reader may now read in Hashes');
    await Promise.all([answered(), box('write').check()]);
    expect(await rightsOf()).toEqual([[true, true]]);
    await takeScreenshot(page, 'rights-undo');
    await Promise.all([answered(), button(page, 'Undo').click()]);
    expect(await rightsOf()).toEqual([[true, false]]);
    expect(await box('write').isChecked()).toBe(false);
    await Promise.all([answered(), button(page, 'Undo').click()]);
    expect(await rightsOf()).toEqual([]);
    expect(await status.textContent()).toBe('');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the audit log', () => {
  test('says who changed what, when and from where, and is filtered by its address', async () => {
    const root = await server.makeRoot('audited');
    const id = await server.makeCollection(root, { title: 'Watched' });
    const seen = await open(`/admin/audit?target=${id}`);
    const { page } = seen;
    const row = page.getByRole('row', { name: /made collection/ });
    await row.waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    expect(await row.textContent()).toMatch(/admin.*title: Watched.*127\.0\.0\.1/);
    await row.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Watched' }).waitFor();
    await page.goBack();
    await button(page, 'All changes').click();
    const what = page.getByRole('combobox', { name: 'What' });
    for (const words of ['made rule', 'made change', 'released set aside'])
      expect(await what.getByRole('option', { name: words, exact: true }).count()).toBe(1);
    await what.selectOption('made API root');
    await page.getByRole('row', { name: /made API root audited/ }).waitFor();
    await what.selectOption('removed account');
    // What is gone has no page to lead to.
    await page.getByRole('row', { name: /removed account/ }).waitFor();
    expect(await page.getByRole('row').getByRole('link').count()).toBe(0);
    await what.selectOption('made API root');
    await page.getByRole('row', { name: /made collection/ }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?action=createApiRoot');
    await page.getByLabel('To').fill('2020-01-01');
    await page.getByText('No such changes').waitFor();
    await expectNoBarriers(seen);
    await page.context().close();
  });

  test('folds what is long, so that the rows around it stay in sight', async () => {
    const root = await server.makeRoot('folded');
    const id = await server.makeCollection(root, { description: 'word '.repeat(200) });
    const seen = await open(`/admin/audit?target=${id}`);
    const fold = seen.page.locator('details.details');
    await fold.locator('summary').click();
    expect(await fold.textContent()).toContain('word '.repeat(199));
    // Who and when stand at its first line.
    const align = 'getComputedStyle(document.querySelector("td")).verticalAlign';
    expect(await seen.page.evaluate(align)).toBe('top');
    await expectNoBarriers(seen);
    await seen.page.context().close();
  });
});

describe('a member', () => {
  test('changes the password, goes on, and signs in with the new one', async () => {
    const account = await server.makeAccount();
    const seen = await visitAs(browser, server, account, '/account');
    const { page } = seen;
    await page.getByLabel('Password until now').fill('wrong');
    await page.locator('input[name=password]').fill('a better one');
    await page.getByLabel('New password once more').fill('a better on');
    await button(page, 'Change password').click();
    await page.getByText('The two are not the same.').waitFor();
    await page.getByLabel('New password once more').fill('a better one');
    await button(page, 'Change password').click();
    await page.getByText('This is not the password.').waitFor();
    await page.getByLabel('Password until now').fill(account.password);
    await button(page, 'Change password').click();
    await page.getByText('Your password is changed.').waitFor();
    await page.getByRole('link', { name: 'Collections' }).click();
    await page.getByText('No collections yet').waitFor();
    const as = { name: account.name, password: 'a better one' };
    expect((await server.request('/api/v1/me', { as })).status).toBe(200);
    await page.context().close();
  });

  test('makes tokens of its own, and finds no administration', async () => {
    const account = await server.makeAccount();
    const seen = await visitAs(browser, server, account, '/account');
    const { page } = seen;
    await button(page, 'New token').click();
    await page.locator('input[name=label]').fill('a script');
    await button(page, 'Make it').click();
    await button(page, 'Done').click();
    await button(page, 'Revoke a script').waitFor();
    expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
    for (const path of ['/admin/accounts', '/rules']) {
      await page.goto(`${server.url}${path}`);
      await page.getByRole('heading', { level: 1, name: 'For administrators' }).waitFor();
      await page.getByText('Ask an administrator').waitFor();
    }
    expect(await findBarriers(page)).toEqual([]);
    await page.context().close();
  });
});

describe.each(['light', 'dark'] as const)('in %s colours', (colors) => {
  test.each([
    ['admin-collections', '/admin/collections'],
    ['admin-accounts', '/admin/accounts'],
    ['admin-account', '/admin/accounts/otx'],
    ['admin-rights', '/admin/rights'],
    ['admin-audit', '/admin/audit'],
    ['account', '/account'],
  ])('the page %s has no barriers', async (name, path) => {
    if ((await server.request('/api/v1/accounts/otx')).status === 404) {
      await server.makeAccount('otx');
      await server.makeToken('otx');
    }
    const seen = await open(path, colors);
    await seen.page.waitForLoadState('networkidle');
    await takeScreenshot(seen.page, `${name}-${colors}`);
    await expectNoBarriers(seen);
    await seen.page.context().close();
  });
});

test('a tablet has the rights in reach', async () => {
  const { page } = await open('/admin/rights');
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.waitForLoadState('networkidle');
  await takeScreenshot(page, 'admin-rights-tablet');
  const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(overflows)).toBe(false);
  await page.context().close();
});
