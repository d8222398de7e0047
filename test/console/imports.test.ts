// Files imported in the console, in a real browser: chosen, mapped, tried, imported, mended, undone.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  findBarriers,
  startConsole,
  takeScreenshot,
  type Visit,
  visitAs,
} from '../support/console.ts';
import { importFile } from '../support/imports.ts';
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

type Colours = 'light' | 'dark';

const open = (
  path: string,
  colours: Colours = 'light',
  account: { name: string; password: string } = server.admin,
): Promise<Visit> => visitAs(browser, server, account, path, colours);

const choose = (page: Page, name: string, text: string) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

const decision = (page: Page) => page.getByRole('region', { name: 'What it would do' });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

const FILE = `Wert;Was;Bemerkung;Gesehen
198.51.100.7;ip;C2-Server;2026-05-01
evil[.]example;domain;Phishing;2026-05-02
192.0.2.999;ip;vertippt;2026-05-03
hxxp://bad.example/x;url;;2026-05-03
kein Wert;domain;auch nicht;2026-05-04
`;

test('a file is mapped, tried and imported; its bad rows come back as a file; it is undone', async () => {
  const { page, faults } = await open('/imports/new');
  await page.getByLabel('Source: who it comes from').fill('Ticket system');
  await choose(page, 'tickets.csv', FILE);
  await page.getByText('separated by semicolons').waitFor();
  const rows = page.getByRole('region', { name: 'Rows of the file' });
  await rows.getByRole('cell', { name: '198.51.100.7' }).waitFor();

  await page.getByLabel('Meaning of Wert').selectOption({ label: 'Value (its type is told)' });
  await page.getByLabel('Meaning of Was').selectOption({ label: 'Type of the value' });
  await page.getByLabel('Meaning of Bemerkung').selectOption({ label: 'Description' });
  await page.getByLabel('Meaning of Gesehen').selectOption({ label: 'First seen' });
  await page.getByLabel('TLP of rows without one').selectOption('green');
  await rows.getByRole('button', { name: 'What line 2 makes: new' }).click();
  const stix = page.getByRole('region', { name: 'STIX of this record' });
  await stix.getByText('C2-Server').waitFor();
  await decision(page).getByText('would bring 3 new and 0 changed, and reject 2').waitFor();
  await takeScreenshot(page, 'import-mapped-light');
  expect(await findBarriers(page)).toEqual([]);
  const { json: stored } = await server.request(`/taxii2/intel/collections/${collection}/objects/`);
  expect(stored.objects).toBeUndefined();

  await decision(page).getByRole('button', { name: 'Import', exact: true }).click();
  await heading(page, 'tickets.csv').waitFor();
  await page.getByText('3 of 5 records went through; 2 were rejected.').waitFor();
  const findings = page.getByRole('region', { name: 'Table of findings' });
  const bad = findings.getByRole('row', { name: /192\.0\.2\.999/ });
  expect(await bad.getByRole('cell').allInnerTexts()).toEqual(
    expect.arrayContaining(['4', 'Wert', '192.0.2.999']),
  );

  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Rejected records as a file' }).click();
  const download = await waiting;
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('192.0.2.999;ip;vertippt;2026-05-03;4;Wert;192.0.2.999');
  expect(text).not.toContain('198.51.100.7');

  await page.getByRole('link', { name: 'Show what it brought' }).click();
  await heading(page, 'Intelligence').waitFor();
  await page.getByText('http://bad.example/x').first().waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Take it back' }).click();
  const ask = page.getByRole('region', { name: 'Take this import back' });
  await ask.getByText('3 new objects get a version that is revoked').waitFor();
  await takeScreenshot(page, 'import-undo-light');
  expect(await findBarriers(page)).toEqual([]);
  await ask.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('It was taken back: 3 revoked').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a mapping is saved, used again for the next file, and deleted', async () => {
  const { page, faults } = await open('/imports/new');
  await choose(page, 'first.csv', 'Was auch immer,Zahl\n198.51.100.20,7\n');
  await page.getByLabel('Meaning of Was auch immer').selectOption('ip');
  await page.getByRole('button', { name: 'Save this mapping' }).click();
  await page.getByLabel('Name of the mapping').fill('whatever');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('Saved mapping to use').waitFor();
  await page.goto(`${server.url}/imports/new`);
  await choose(page, 'second.csv', 'Zahl,Was auch immer\n8,198.51.100.21\n');
  await page.getByLabel('Saved mapping to use').selectOption('whatever');
  await page.getByRole('button', { name: 'What line 2 makes: new' }).waitFor();
  await page.goto(`${server.url}/templates`);
  await page.getByText('Was auch immer is: IP address').waitFor();
  await page.getByRole('button', { name: 'Delete whatever' }).click();
  await page.getByRole('button', { name: 'Delete whatever' }).click();
  await page.getByText('No saved mappings yet').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('an import is run again with another mapping, without the file being sent again', async () => {
  const text = 'value,Erstmals\n198.51.100.60,2026-05-01\n';
  const { id } = await importFile(server, collection, text, { file_name: 'again.csv' });
  const { page, faults } = await open(`/imports/${id}`);
  await page.getByRole('link', { name: 'Again with another mapping' }).click();
  await page.getByRole('button', { name: 'What line 2 makes: unchanged' }).waitFor();
  await page.getByLabel('Meaning of Erstmals').selectOption('first_seen');
  await page.getByLabel('Labels for all rows').fill('again');
  await decision(page).getByText('would bring 0 new and 1 changed').waitFor();
  await decision(page).getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('The only record went through. 0 new, 1 changed.').waitFor();
  expect(new URL(page.url()).pathname).not.toBe(`/imports/${id}`);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('an import goes on before the eyes, and is stopped', async () => {
  const rows = Array.from({ length: 150_000 }, (_, at) => `h${at}.example.org`);
  rows[5000] = '192.0.2.999';
  const search = new URLSearchParams({ collection, source: 'Long', file_name: 'long.txt' });
  const { json } = await server.request(`/api/v1/imports?${search}`, {
    method: 'POST',
    body: Buffer.from(rows.join('\n')),
  });
  const { page, faults } = await open(`/imports/${json.id}`);
  await page.getByText(/records a second/).waitFor();
  await takeScreenshot(page, 'import-running-light');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('It was stopped after').waitFor();
  // What was found until then is shown by itself.
  await page.getByRole('region', { name: 'Findings' }).getByText('192.0.2.999').first().waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('whoever may not read the collection is told so of the rejected records of others', async () => {
  const { id } = await importFile(server, collection, 'value,type\n?,ipv4-addr\n', {
    file_name: 'refused.csv',
  });
  const { name, password } = await server.makeAccount();
  await server.grant(collection, name, false, true);
  const { page, faults } = await open(`/imports/${id}`, 'dark', { name, password });
  await page.getByRole('button', { name: 'Rejected records as a file' }).click();
  await page.getByRole('alert').getByText('Somebody else has uploaded the file').waitFor();
  await page.getByText('The only record was rejected; nothing was stored.').waitFor();
  await heading(page, 'refused.csv').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await takeScreenshot(page, 'import-refused-dark');
  expect(faults).toEqual([]);
  await page.context().close();
});

test('whoever leaves while a file is sent is not called back', async () => {
  const { page, faults } = await open('/imports/new');
  let go = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route('**/api/v1/imports?*', async (route) => {
    await gone;
    await route.continue().catch(() => {});
  });
  await choose(page, 'left.csv', 'value\n198.51.100.31\n');
  await page.getByText('left.csv').waitFor();
  await page.getByRole('link', { name: 'Collections' }).click();
  await heading(page, 'Collections').waitFor();
  go();
  await page.waitForLoadState('networkidle');
  expect(new URL(page.url()).pathname).toBe('/collections');
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a file goes into any of more collections than a list has at once', async () => {
  const title = 'Zz, the last of many';
  const many = Array.from({ length: 101 }, (_, at) => `Many ${at}`);
  for (const one of many) await server.makeCollection('intel', { title: one });
  const last = await server.makeCollection('intel', { title });
  const { page } = await open('/imports/new');
  await page.getByLabel('Into the collection').selectOption(last);
  await page.context().close();
});

test('pasted text is looked at like a file', async () => {
  const { page, faults } = await open('/imports/new');
  await page.getByText('Paste text instead').click();
  await page.getByLabel('Text to import').fill('198.51.100.30\nevil[.]example\n');
  await page.getByRole('button', { name: 'See what it makes' }).click();
  await page.getByText('A plain list, one value a line').waitFor();
  await decision(page).getByText('would bring 2 new').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a file that cannot be read says why', async () => {
  const { page } = await open('/imports/new');
  await choose(page, 'empty.csv', ' \n');
  await page.getByText('The file is empty.').first().waitFor();
  await page.context().close();
});

test('a file is dropped', async () => {
  const { page, faults } = await open('/imports/new');
  const zone = page.getByRole('region', { name: 'Drop a file here' });
  await page.getByRole('button', { name: 'Choose a file', disabled: false }).waitFor();
  const dataTransfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['url\\nhxxp://drop.example/a\\n'], 'dropped.csv'));
    return transfer;
  })()`);
  await zone.dispatchEvent('dragover', { dataTransfer });
  await zone.dispatchEvent('drop', { dataTransfer });
  await page.getByText('dropped.csv').waitFor();
  await decision(page).getByText('would bring 1 new').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('whoever may write nowhere is told what to do', async () => {
  const { page } = await open('/imports/new', 'light', await server.makeAccount());
  await page.getByText('No collection to write to').waitFor();
  await page.context().close();
});

test('the history is filtered, and its address keeps how', async () => {
  await importFile(server, collection, 'value\n198.51.100.40\n', {
    source: 'Alpha',
    file_name: 'a.csv',
  });
  await importFile(server, collection, 'value\n198.51.100.41\n', {
    source: 'Beta',
    file_name: 'b.csv',
  });
  const { page, faults } = await open('/imports');
  await page.getByRole('link', { name: 'a.csv' }).waitFor();
  await page.getByLabel('Source').fill('bet');
  await page.getByRole('link', { name: 'a.csv' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'b.csv' }).waitFor();
  expect(new URL(page.url()).search).toBe('?source=bet');
  await page.reload();
  await page.getByRole('link', { name: 'b.csv' }).click();
  await heading(page, 'b.csv').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a warning list is added, used by an import, changed and deleted', async () => {
  const { page, faults } = await open('/warning-lists');
  await page.getByRole('button', { name: 'Add a list' }).click();
  await page.getByLabel('Name').fill('our-names');
  await page.getByLabel('What is on it').selectOption('refuse');
  await page.getByLabel('Values, one a line').fill('.corp.example\nwww.example.com');
  await page.getByRole('button', { name: 'Save the list' }).click();
  const row = page.getByRole('row', { name: /our-names/ });
  await row.waitFor();
  expect(await row.getByRole('cell').allInnerTexts()).toEqual(
    expect.arrayContaining(['refused', 'names of hosts', '2']),
  );
  await page.goto(`${server.url}/imports/new`);
  await choose(page, 'names.txt', 'www.corp.example\nevil.example\n');
  await page.getByText('Choose', { exact: true }).click();
  await page.getByLabel('our-names (2)').selectOption('refuse');
  await page.getByRole('button', { name: 'What line 1 makes: rejected' }).waitFor();
  await page.goto(`${server.url}/warning-lists`);
  await page.getByRole('button', { name: 'Edit our-names' }).click();
  await page.getByLabel('Values, one a line').fill('not a name at all!');
  await page.getByRole('button', { name: 'Save the list' }).click();
  await page.getByRole('alert').getByText('cannot be on a list of hostname').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Drop it' }).click();
  await page.getByRole('button', { name: 'Delete our-names' }).click();
  await page.locator('button:focus', { hasText: 'Keep it' }).waitFor();
  await page.getByRole('button', { name: 'Delete our-names' }).click();
  await row.waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
  await page.context().close();
});

describe.each(['light', 'dark'] as const)('in %s colours', (colours) => {
  test('no page of imports has barriers', async () => {
    const { id } = await importFile(server, collection, FILE, {
      file_name: 'tickets.csv',
      columns: '{"Wert":"any","Was":"type","Bemerkung":"description","Gesehen":"first_seen"}',
    });
    const { page, faults } = await open('/imports', colours);
    const look = async (path: string, name: string, sign: string) => {
      await page.goto(server.url + path);
      await page.getByText(sign).first().waitFor();
      await page.waitForLoadState('networkidle');
      await takeScreenshot(page, `${name}-${colours}`);
      expect(await findBarriers(page)).toEqual([]);
    };
    await look('/imports', 'imports', 'tickets.csv');
    await look(`/imports/${id}`, 'import', 'What records make');
    await look('/imports/new', 'import-new', 'Drop a file here');
    await look(`/imports/new?upload=${id}`, 'import-prepare', 'All of its records');
    await look('/templates', 'templates', 'Files to begin with');
    await look('/warning-lists', 'warning-lists', 'top-domains');
    await page.getByRole('button', { name: 'Add a list' }).click();
    await takeScreenshot(page, `warning-list-form-${colours}`);
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

test('a tablet has everything of an import in reach', async () => {
  const { id } = await importFile(server, collection, FILE, { file_name: 'tickets.csv' });
  const { page } = await open(`/imports/new?upload=${id}`);
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.getByText('All of its records').waitFor();
  await takeScreenshot(page, 'import-prepare-tablet');
  const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(overflows)).toBe(false);
  await page.context().close();
});
