// The form of an object, whose fields follow the model of STIX, in a real browser.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  findBarriers,
  makeObject,
  startConsole,
  takeScreenshot,
  visitAs,
} from '../support/console.ts';
import type { TestServer } from '../support/server.ts';

const AMBER = 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421';

let server: TestServer;
let browser: Browser;
let collection: string;
let emotet: string;

beforeAll(async () => {
  ({ server, browser, collection } = await startConsole());
  emotet = await make({ type: 'malware', name: 'Emotet', is_family: true });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const objects = () => `/api/v1/collections/${collection}/objects`;

const make = (body: object) => makeObject(server, collection, body);

async function last(page: Page) {
  const id = new URL(page.url()).pathname.split('/').at(-1);
  return (await server.request(`${objects()}/${id}`)).json.object;
}

async function begin(type: string, colours: 'light' | 'dark' = 'light') {
  const seen = await visitAs(browser, server, server.admin, '/intel', colours);
  await seen.page.getByRole('button', { name: 'New object' }).click();
  const dialog = seen.page.getByRole('dialog', { name: 'New object' });
  await dialog.getByLabel('Type', { exact: true }).selectOption(type);
  return { ...seen, dialog };
}

const chips = (dialog: Locator, name: string) =>
  dialog.getByRole('combobox', { name, exact: true });

async function choose(dialog: Locator, name: string, words: string, option: string) {
  await chips(dialog, name).fill(words);
  await dialog.getByRole('option', { name: option, exact: true }).click();
}

async function create(page: Page, dialog: Locator, title: string) {
  await dialog.getByText('Valid STIX 2.1.').waitFor();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

describe.each(['light', 'dark'] as const)('an object is made in %s colours', (colours) => {
  test('with words of its vocabulary, groups, a switch, a time and a marking', async () => {
    const { page, dialog, faults } = await begin('malware', colours);
    await dialog.getByLabel('Name', { exact: true }).fill('Example');
    await choose(dialog, 'Malware types', 'ransom', 'ransomware');
    await chips(dialog, 'Aliases').pressSequentially('One, Two,');
    await dialog.getByRole('switch', { name: 'Is family' }).uncheck();
    await dialog.getByLabel('First seen (UTC)').fill('2026-03-01T09:00');
    await dialog.getByRole('button', { name: 'Add to kill chain phases' }).click();
    await page.keyboard.type('mandiant');
    await dialog.getByLabel('Phase name').fill('impact');
    await dialog.getByLabel('Confidence').fill('80');
    await choose(dialog, 'Object marking refs', 'amber', 'TLP:AMBER');
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, `form-malware-${colours}`);
    await create(page, dialog, 'Example');
    expect(await last(page)).toMatchObject({
      malware_types: ['ransomware'],
      aliases: ['One', 'Two'],
      is_family: false,
      first_seen: '2026-03-01T09:00:00.000Z',
      kill_chain_phases: [{ kill_chain_name: 'mandiant', phase_name: 'impact' }],
      confidence: 80,
      object_marking_refs: [AMBER],
    });
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

test('a relationship is made between objects that are found by name and by identifier', async () => {
  const actor = await make({ type: 'threat-actor', name: 'Mummy Spider' });
  const { page, dialog, faults } = await begin('relationship');
  await choose(dialog, 'Source ref', 'mummy', 'Mummy Spider · Threat actor');
  await dialog.getByRole('combobox', { name: 'Relationship type' }).fill('');
  await dialog.getByRole('option', { name: 'uses', exact: true }).click();
  await choose(dialog, 'Target ref', emotet, 'Emotet · Malware');
  await takeScreenshot(page, 'form-relationship');
  await create(page, dialog, 'uses');
  expect(await last(page)).toMatchObject({
    relationship_type: 'uses',
    source_ref: actor,
    target_ref: emotet,
  });
  expect(faults).toEqual([]);
  await page.context().close();
});

test('another type keeps what was typed and it has as well', async () => {
  const { page, dialog, faults } = await begin('malware');
  await dialog.getByLabel('Name', { exact: true }).fill('Kept');
  await dialog.getByLabel('Description').fill('Words');
  await dialog.getByLabel('Confidence').fill('40');
  await chips(dialog, 'Labels').pressSequentially('one,');
  await choose(dialog, 'Malware types', 'ransom', 'ransomware');
  await dialog.getByLabel('Type', { exact: true }).selectOption('tool');
  const name = dialog.getByRole('textbox', { name: 'Name', exact: true });
  expect(await name.inputValue()).toBe('Kept');
  await create(page, dialog, 'Kept');
  const made = await last(page);
  expect(made).toMatchObject({
    ...{ type: 'tool', name: 'Kept', description: 'Words', confidence: 40, labels: ['one'] },
  });
  expect(made).not.toHaveProperty('malware_types');
  expect(made).not.toHaveProperty('is_family');
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a relationship begins at the object that it is added to', async () => {
  const tool = await make({ type: 'tool', name: 'Loader' });
  const path = `/collections/${collection}/objects/${tool}?tab=relations`;
  const { page, faults } = await visitAs(browser, server, server.admin, path);
  await page.getByText('Related to nothing here').waitFor();
  await page.getByRole('button', { name: 'Add a relationship' }).click();
  const dialog = page.getByRole('dialog', { name: 'New object' });
  await dialog.getByText('Loader · Tool').waitFor();
  await choose(dialog, 'Target ref', emotet, 'Emotet · Malware');
  await takeScreenshot(page, 'form-relationship-added', false);
  await create(page, dialog, 'related-to');
  expect(await last(page)).toMatchObject({ source_ref: tool, target_ref: emotet });
  expect(faults).toEqual([]);
  await page.context().close();
});

test('what is wrong stands at its field, in groups too', async () => {
  const { page, dialog } = await begin('report');
  await dialog.getByText('name is missing; it must be text').waitFor();
  await dialog.getByRole('button', { name: 'Add to external references' }).click();
  const group = dialog.getByRole('group', { name: 'External references' });
  await group.getByText('external_references[0].source_name is missing').waitFor();
  await dialog.getByText('To be mended: Name, Object refs, External references.').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await takeScreenshot(page, 'form-wrong');
  await group.getByRole('button', { name: 'Take external references 1 away' }).click();
  await dialog.getByText('To be mended: Name, Object refs.').waitFor();
  await page.context().close();
});

test('the first Escape closes suggestions, the next the form', async () => {
  const { page, dialog } = await begin('malware');
  await chips(dialog, 'Malware types').fill('ransom');
  await dialog.getByRole('option', { name: 'ransomware' }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.getByRole('option', { name: 'ransomware' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.context().close();
});

test('Escape and Cancel ask before they drop what was typed', async () => {
  const { page, dialog, faults } = await begin('malware', 'dark');
  await dialog.getByLabel('Name', { exact: true }).fill('Half a name');
  await page.keyboard.press('Escape');
  const question = dialog.getByRole('group', { name: 'Close without saving?' });
  await question.getByText('What you typed is not saved.').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await takeScreenshot(page, 'form-leave', false);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  // Whoever stays goes on where they were.
  await page.keyboard.press('End');
  await page.keyboard.type(' and the rest');
  expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe(
    'Half a name and the rest',
  );
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await question.getByRole('button', { name: 'Keep writing' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await question.getByRole('button', { name: 'Drop it' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
  await page.context().close();
});

test('emptied fields are left out of the next version, and what no field knows stays', async () => {
  const id = await make({
    ...{ type: 'indicator', name: 'Beacon', pattern: "[ipv4-addr:value = '198.51.100.7']" },
    ...{ pattern_type: 'stix', valid_from: '2026-03-01T09:00:00.000Z' },
    ...{ valid_until: '2026-04-01T09:00:00.000Z', confidence: 30, labels: ['old'], lang: 'en' },
    ...{ object_marking_refs: [AMBER] },
  });
  const path = `/collections/${collection}/objects/${id}`;
  const { page, faults } = await visitAs(browser, server, server.admin, path);
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit' });
  await dialog.getByLabel('Valid until (UTC)').fill('');
  await dialog.getByLabel('Confidence').fill('');
  await chips(dialog, 'Labels').press('Backspace');
  await chips(dialog, 'Object marking refs').press('Backspace');
  await dialog.getByRole('button', { name: 'Save new version' }).click();
  await dialog.waitFor({ state: 'detached' });
  const { object } = (await server.request(`${objects()}/${id}`)).json;
  expect(Object.keys(object)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/valid_until|confidence|labels|marking/)]),
  );
  expect(object).toMatchObject({ lang: 'en', name: 'Beacon' });
  expect(faults).toEqual([]);
  await page.context().close();
});

test('on a tablet the form has everything in reach', async () => {
  const { page, dialog } = await begin('indicator', 'dark');
  await page.setViewportSize({ width: 768, height: 1024 });
  await dialog.getByRole('button', { name: 'Cancel' }).waitFor();
  await takeScreenshot(page, 'form-tablet', false);
  const overflows =
    'document.querySelector("dialog").scrollWidth > document.querySelector("dialog").clientWidth';
  expect(await page.evaluate(overflows)).toBe(false);
  await page.context().close();
});
