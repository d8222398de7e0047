// Looking for intelligence and reading it, in a real browser.
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
import type { TestServer } from '../support/server.ts';

const RED = 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1';
const SOURCE = 'identity--0f6c5f3e-7a0e-4f0e-8a52-1c2d3e4f5a6b';
const BEACON = 'indicator--29aba82c-5393-42a8-9edb-6a2cb1df0a2c';
const PHISHING = 'indicator--3a0bb5e2-0a4f-4b6e-9a50-6a2cb1df0a2d';
const NETWORK = 'indicator--4b0bb5e2-0a4f-4b6e-9a50-6a2cb1df0a2e';
const MALWARE = 'malware--5c0bb5e2-0a4f-4b6e-9a50-6a2cb1df0a2f';
const INDICATES = 'relationship--6d0bb5e2-0a4f-4b6e-9a50-6a2cb1df0a30';

let server: TestServer;
let browser: Browser;
let collection: string;

beforeAll(async () => {
  const world = await startConsole();
  ({ server, browser, collection } = world);
  const { root } = world;
  await push(root, first());
  await push(root, [changedBeacon()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function push(root: string, objects: readonly object[]): Promise<void> {
  const path = server.objects(root, collection);
  const { json } = await server.request(path, { method: 'POST', body: { objects } });
  expect(json).toMatchObject({ status: 'complete', failure_count: 0 });
}

function beacon(): object {
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: BEACON,
    created_by_ref: SOURCE,
    created: '2026-02-01T09:00:00.000Z',
    modified: '2026-02-01T09:00:00.000Z',
    name: 'Beacon of Emotet',
    description: 'Talks to its operators every minute.',
    pattern: "[ipv4-addr:value = '198.51.100.7']",
    pattern_type: 'stix',
    valid_from: '2026-02-01T09:00:00.000Z',
    indicator_types: ['malicious-activity'],
    confidence: 50,
    labels: ['emotet', 'old'],
    object_marking_refs: [RED],
    kill_chain_phases: [{ kill_chain_name: 'mandiant', phase_name: 'command-and-control' }],
    external_references: [{ source_name: 'Our list', url: 'https://list.example/7' }],
  };
}

function changedBeacon(): object {
  const modified = '2026-03-01T09:00:00.000Z';
  return { ...beacon(), modified, confidence: 80, labels: ['emotet', 'botnet'] };
}

function first(): object[] {
  const times = { created: '2026-02-01T09:00:00.000Z', modified: '2026-02-01T09:00:00.000Z' };
  const both = { spec_version: '2.1', created_by_ref: SOURCE, ...times };
  const indicator = { type: 'indicator', ...both, pattern_type: 'stix', valid_from: times.created };
  return [
    {
      type: 'identity',
      spec_version: '2.1',
      id: SOURCE,
      ...times,
      name: 'Our feed',
      identity_class: 'organization',
    },
    beacon(),
    {
      ...indicator,
      id: PHISHING,
      name: 'Page that lures',
      pattern:
        "[url:value = 'http://login.evil.example/a'] OR [domain-name:value = 'evil.example']",
      valid_until: '2026-02-03T09:00:00.000Z',
      labels: ['phishing'],
    },
    { ...indicator, id: NETWORK, pattern: "[ipv4-addr:value = '203.0.113.0/24']", confidence: 95 },
    { type: 'malware', ...both, id: MALWARE, name: 'Emotet', is_family: true },
    {
      type: 'relationship',
      ...both,
      id: INDICATES,
      relationship_type: 'indicates',
      source_ref: BEACON,
      target_ref: MALWARE,
    },
  ];
}

const open = (path: string, colours?: 'light' | 'dark'): Promise<Visit> =>
  visitAs(browser, server, server.admin, path, colours);
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const objectPath = (id: string) => `/collections/${collection}/objects/${id}`;
const row = (page: Page, name: string | RegExp) =>
  page.getByRole('table', { name: 'Objects' }).getByRole('row', { name });
const count = (page: Page, words: string) => page.getByText(words, { exact: true });

describe('a search', () => {
  test('shows everything at first, and finds by words as they are typed', async () => {
    const { page, faults } = await open('/intel');
    await heading(page, 'Intelligence').waitFor();
    await count(page, '6 objects').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('operators minute');
    await count(page, '1 object').waitFor();
    await row(page, /198\.51\.100\.7/).waitFor();
    expect(new URL(page.url()).searchParams.get('text')).toBe('operators minute');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('takes a defanged value for what it is, and finds exactly that', async () => {
    const { page, faults } = await open('/intel');
    await page.getByLabel('Search', { exact: true }).fill('hxxp://login[.]evil[.]example/a');
    await page.getByText('This is a URL').waitFor();
    await page.keyboard.press('Enter');
    await count(page, '1 object').waitFor();
    expect(await page.getByLabel('Search', { exact: true }).inputValue()).toBe('');
    await page.getByRole('button', { name: /Value is http:\/\/login\.evil\.example\/a/ }).click();
    await count(page, '6 objects').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('is narrowed by a click, kept in the address, and undone by a step back', async () => {
    const { page } = await open('/intel');
    const filters = page.getByRole('group', { name: 'Filters' });
    await filters.getByRole('button', { name: 'TLP' }).click();
    await page.getByRole('checkbox', { name: 'RED' }).check();
    await count(page, '1 object').waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await count(page, '1 object').waitFor();
    await page.getByRole('button', { name: 'TLP: RED' }).waitFor();
    await page.goBack();
    await count(page, '6 objects').waitFor();
    await page.context().close();
  });

  test('is built of groups, and changed where it stands', async () => {
    const { page, faults } = await open('/intel');
    await page.getByRole('button', { name: 'Conditions' }).click();
    const builder = page.getByRole('region', { name: 'Conditions' });
    await builder.getByRole('button', { name: 'Condition', exact: true }).click();
    await builder.getByLabel('Comparison').selectOption('is within network');
    await builder.getByLabel('Value', { exact: true }).fill('198.51.100.0/24');
    await count(page, '1 object').waitFor();
    await builder.getByLabel('What must hold').selectOption('none');
    await count(page, '5 objects').waitFor();
    await builder.getByRole('button', { name: 'Group', exact: true }).click();
    const inner = builder.locator('fieldset fieldset');
    await inner.getByLabel('Field').selectOption('Confidence');
    await inner.getByLabel('Value', { exact: true }).fill('90');
    await count(page, '4 objects').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(JSON.parse(new URL(page.url()).searchParams.get('where') ?? '')).toEqual({
      none: [
        { field: 'value', op: 'within', value: '198.51.100.0/24' },
        { any: [{ field: 'confidence', op: 'at_least', value: 90 }] },
      ],
    });
    await takeScreenshot(page, 'intel-conditions');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('that the server refuses says why', async () => {
    const { page } = await open('/intel?where={"field":"tlp","op":"is","value":"purple"}');
    const alert = page.getByRole('alert');
    await alert.first().waitFor();
    expect(await alert.first().textContent()).toContain('must be one of clear, green');
    await page.context().close();
  });

  test('that finds nothing says what to do', async () => {
    const { page } = await open('/intel?text=nowhere');
    await page.getByText('Nothing is like that').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await count(page, '6 objects').waitFor();
    await page.context().close();
  });

  test('is sorted by the head of a column', async () => {
    const { page } = await open('/intel?where={"field":"confidence","op":"exists","value":true}');
    const head = page.getByRole('columnheader', { name: 'Confidence' });
    await head.getByRole('button').click();
    const rows = page.getByRole('table', { name: 'Objects' }).locator('tbody tr');
    await rows.first().getByText('203.0.113.0/24').waitFor();
    await head.getByRole('button').click();
    await rows.first().getByText('198.51.100.7').waitFor();
    await page.context().close();
  });

  test('is walked, selected from and opened with the keyboard', async () => {
    const { page, faults } = await open('/intel?sort=-confidence');
    await row(page, /203\.0\.113\.0/).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await page.getByText('2 objects selected').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('h1:focus', { hasText: 'Beacon of Emotet' }).waitFor();
    await page.goBack();
    await page.locator('tr:focus', { hasText: '198.51.100.7' }).waitFor();
    await page.keyboard.press('k');
    await page.locator('tr:focus', { hasText: '203.0.113.0' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('shows the columns that were chosen, in their order, also next time', async () => {
    const { page } = await open('/intel');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'STIX id' }).check();
    await page.getByRole('checkbox', { name: 'Labels' }).uncheck();
    await page.getByRole('button', { name: 'TLP: to the left' }).click();
    await page.getByRole('cell', { name: BEACON }).waitFor();
    await page.goto(`${server.url}/intel`);
    await page.getByRole('cell', { name: BEACON }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Labels' }).count()).toBe(0);
    const heads = await page.getByRole('columnheader').allTextContents();
    expect(heads.indexOf('TLP')).toBe(heads.indexOf('Confidence') - 1);
    expect(heads).toContain('STIX id');
    await page.context().close();
  });
});

describe('whoever may only read', () => {
  test('is told nothing of what it cannot do', async () => {
    const empty = await server.makeCollection('intel', { title: 'Empty', alias: 'empty' });
    const { name, password } = await server.makeAccount();
    await server.grant(empty, name, true, false);
    const { page, faults } = await visitAs(browser, server, { name, password }, '/intel');
    await page.getByText('No intelligence yet').waitFor();
    expect(await page.getByText(/import a file/i).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'New object' }).count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, 'intel-nothing-reader');
    await page.goto(`${server.url}/imports`);
    await page.getByText('No imports yet').waitFor();
    expect(await page.getByText('Import a file').count()).toBe(0);
    await page.goto(`${server.url}/`);
    await page.getByText('Two steps to begin with').waitFor();
    await page.goto(`${server.url}/intel/changes`);
    await page.getByText('Whoever may write to a collection').waitFor();
    await page.goto(`${server.url}/set-aside`);
    await page.getByText('You may write to none').waitFor();
    await server.grant(collection, name, true, false);
    await page.goto(`${server.url}/intel`);
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
    await page.getByText('6 objects selected').waitFor();
    expect(await page.getByRole('button', { name: 'Change…' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('a search that is kept', () => {
  test('is found by its name, by others too where it is shared, until it is deleted', async () => {
    const { page, faults } = await open('/intel?text=emotet');
    await page.getByRole('button', { name: 'Saved' }).click();
    await page.getByText('None yet').waitFor();
    await page.getByLabel('Save this search as').fill('All of Emotet');
    await page.getByLabel('Share it with everybody').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const { name, password } = await server.makeAccount();
    await server.grant(collection, name, true, false);
    const other = await visitAs(browser, server, { name, password }, '/intel');
    await other.page.getByRole('button', { name: 'Saved' }).click();
    await other.page.getByRole('link', { name: 'All of Emotet' }).click();
    await count(other.page, '2 objects').waitFor();
    expect(new URL(other.page.url()).searchParams.get('text')).toBe('emotet');
    await page.getByRole('button', { name: 'Saved' }).click();
    await page.getByRole('link', { name: 'All of Emotet' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, 'intel-saved');
    await page.getByRole('button', { name: 'Delete All of Emotet' }).click();
    await page.getByText('None yet').waitFor();
    expect([...faults, ...other.faults]).toEqual([]);
    await page.context().close();
    await other.page.context().close();
  });
});

describe('a result', () => {
  test('is taken along as a file, all of it or what is selected', async () => {
    const { page, faults } = await open('/intel');
    await page.getByRole('button', { name: 'Export' }).click();
    expect(await download(page, /CSV/)).toContain('198.51.100.7');
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
    await page.getByText('6 objects selected').waitFor();
    await page.getByRole('checkbox', { name: 'Select row 1' }).uncheck();
    await page.getByRole('button', { name: 'Export selection' }).click();
    const bundle = JSON.parse(await download(page, /STIX/));
    expect(bundle.objects).toHaveLength(5);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

async function download(page: Page, name: RegExp): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name }).click(),
  ]);
  return readFileSync(await file.path(), 'utf8');
}

describe('values', () => {
  test('are shown one a line, with all that is known of each', async () => {
    const { page, faults } = await open('/intel');
    await page.getByText('Values', { exact: true }).click();
    const values = page.getByRole('table', { name: 'Values' });
    await values.getByRole('row', { name: /evil\.example.*Domain.*Our feed/ }).waitFor();
    await values.getByRole('link', { name: '198.51.100.7' }).click();
    await count(page, '1 object').waitFor();
    await row(page, /Beacon of Emotet/).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('of a pasted text are looked up at once: known, near, unknown', async () => {
    const { page, faults } = await open('/intel/lookup');
    await page
      .getByLabel('Text')
      .fill('Seen: 198[.]51.100.7, then hxxp://other[.]example/x and 203.0.113.9 (44 times).');
    await page.keyboard.press('Control+Enter');
    await page.getByText('3 values: 1 known, 1 within something known, 1 unknown').waitFor();
    const known = page.getByRole('table', { name: 'Known' });
    await known.getByRole('row', { name: /198\.51\.100\.7.*Beacon of Emotet.*Our feed/ }).waitFor();
    const near = page.getByRole('table', { name: 'Within a known network or domain' });
    await near.getByRole('row', { name: /203\.0\.113\.9.*203\.0\.113\.0\/24/ }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, 'intel-lookup-found');
    await page.getByRole('button', { name: 'Import them' }).click();
    await heading(page, 'Import a file').waitFor();
    expect(await page.getByLabel('Text to import').inputValue()).toBe('http://other.example/x');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('of a list that is pasted into the search lead to the look-up', async () => {
    const { page } = await open('/intel');
    await page.getByLabel('Search', { exact: true }).fill('198.51.100.7 203.0.113.9');
    await page.getByText('2 values in this text.').waitFor();
    await page.getByRole('link', { name: 'Look them all up' }).click();
    await page.getByText('2 values: 1 known').waitFor();
    await page.context().close();
  });

  test('that are in no text are said to be missing', async () => {
    const { page } = await open('/intel/lookup');
    await page.getByLabel('Text').fill('Nothing to see here');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('No value in this text').waitFor();
    await page.context().close();
  });
});

describe('an object', () => {
  test('is read: what it looks for in words, who may see it, where it comes from', async () => {
    const { page, faults } = await open(objectPath(BEACON));
    await heading(page, 'Beacon of Emotet').waitFor();
    await page.getByText('IPv4 address is “198.51.100.7”').waitFor();
    await page.getByText('TLP:RED').first().waitFor();
    const facts = page.getByRole('complementary', { name: 'Facts' });
    await facts.getByText('Indicator types').waitFor();
    await page.getByRole('link', { name: 'Our feed' }).waitFor();
    await page.getByRole('link', { name: 'https://list.example/7' }).waitFor();
    await page.getByRole('button', { name: 'Copy 198.51.100.7 defanged' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('that has expired says so', async () => {
    const { page } = await open(objectPath(PHISHING));
    await page
      .getByText(/^expired/)
      .first()
      .waitFor();
    await page.context().close();
  });

  test('has its versions, with what changed property by property', async () => {
    const { page, faults } = await open(objectPath(BEACON));
    await page.getByRole('tab', { name: /History/ }).click();
    const changes = page.getByRole('table', { name: 'Changes' });
    await changes.getByRole('row', { name: /confidence.*50.*80/ }).waitFor();
    await changes.getByRole('row', { name: /labels.*old.*botnet/ }).waitFor();
    expect(await changes.getByRole('row').count()).toBe(3);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('has its JSON as it was sent', async () => {
    const { page } = await open(`${objectPath(BEACON)}?tab=json`);
    await page.getByText('As it was sent').click();
    await page.getByText(JSON.stringify(changedBeacon()), { exact: true }).waitFor();
    await page.context().close();
  });

  test('of any type is shown, a relationship as a sentence', async () => {
    const { page, faults } = await open(objectPath(INDICATES));
    await page.getByText('indicates').last().waitFor();
    await page.locator('.sentence').getByRole('link').last().click();
    await heading(page, 'Emotet').waitFor();
    await page.getByText('is family').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('shows what it is related to, and one leads to the other', async () => {
    const { page, faults } = await open(`${objectPath(BEACON)}?tab=relations`);
    const relations = page.getByRole('table', { name: 'Relations' });
    await relations.getByRole('row', { name: /indicates.*Emotet.*Malware/ }).waitFor();
    await page.locator('.graph canvas').first().waitFor();
    await relations.getByRole('link', { name: 'Emotet' }).click();
    await heading(page, 'Emotet').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('of somebody else shows what the team has added', async () => {
    const body = { add_labels: ['sinkholed'], confidence: 20, comment: 'Ours since last week.' };
    const path = `/api/v1/collections/${collection}/objects/${NETWORK}/annotation`;
    expect((await server.request(path, { method: 'PUT', body })).status).toBe(200);
    const { page } = await open(objectPath(NETWORK));
    const team = page.getByRole('region', { name: 'Added by the team' });
    await team.getByText('Ours since last week.').waitFor();
    await team.getByText('sinkholed').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.context().close();
  });

  test('that is not there says so', async () => {
    const { page } = await open(objectPath('malware--00000000-0000-4000-8000-000000000000'));
    await page.getByRole('alert').waitFor();
    await page.context().close();
  });
});

describe.each(['light', 'dark'] as const)('in %s colours', (colours) => {
  test.each([
    ['search', '/intel', 'Intelligence'],
    ['values', '/intel?view=values', 'Intelligence'],
    ['lookup', '/intel/lookup', 'Look up'],
    ['object', `/object/${BEACON}`, 'Beacon of Emotet'],
    ['relations', `/object/${BEACON}?tab=relations`, 'Beacon of Emotet'],
    ['history', `/object/${BEACON}?tab=history`, 'Beacon of Emotet'],
    ['json', `/object/${BEACON}?tab=json`, 'Beacon of Emotet'],
  ])('the page of %s has no barriers', async (name, path, title) => {
    const { page, faults } = await open(path.replace('/object/', objectPath('')), colours);
    await heading(page, title).waitFor();
    await page.waitForLoadState('networkidle');
    await takeScreenshot(page, `intel-${name}-${colours}`);
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

test('a tablet has everything in reach', async () => {
  const { page } = await open('/intel');
  await page.setViewportSize({ width: 768, height: 1024 });
  await count(page, '6 objects').waitFor();
  await takeScreenshot(page, 'intel-tablet');
  const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(overflows)).toBe(false);
  await page.context().close();
});
