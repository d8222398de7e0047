// Intelligence that is made and changed by hand, one object and many, in a real browser.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
import { indicator } from '../support/stix-objects.ts';

let server: TestServer;
let browser: Browser;
let root: string;
let collection: string;

beforeAll(async () => {
  ({ server, browser, root, collection } = await startConsole());
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, colours?: 'light' | 'dark') =>
  visitAs(browser, server, server.admin, path, colours);
const objectPath = (id: string) => `/collections/${collection}/objects/${id}`;

const make = (name: string) => makeObject(server, collection, indicatorCalled(name));

async function read(id: string) {
  return (await server.request(`/api/v1/collections/${collection}/objects/${id}`)).json;
}

describe('an object', () => {
  test.each(['light', 'dark'] as const)(
    'is edited, and checked as it is written (%s)',
    async (colours) => {
      const id = await make('Beacon');
      const { page, faults } = await open(objectPath(id), colours);
      await page.getByRole('button', { name: 'Edit' }).click();
      const dialog = page.getByRole('dialog', { name: 'Edit' });
      await dialog
        .getByRole('textbox', { name: 'Pattern', exact: true })
        .fill('[ipv4-addr:value =');
      await dialog.getByText('To be mended: Pattern.').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await takeScreenshot(page, `object-edit-${colours}`);
      await dialog
        .getByRole('textbox', { name: 'Pattern', exact: true })
        .fill("[ipv4-addr:value = '198.51.100.8']");
      await dialog.getByLabel('Name', { exact: true }).fill('Beacon, moved');
      await dialog.getByText('Valid STIX 2.1.').waitFor();
      await dialog.getByRole('button', { name: 'Save new version' }).click();
      await page.getByRole('heading', { level: 1, name: 'Beacon, moved' }).waitFor();
      expect((await read(id)).versions).toHaveLength(2);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  test('that somebody else has changed meanwhile is not overwritten, and that stays in sight', async () => {
    const id = await make('Contested');
    const { page } = await open(objectPath(id));
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit' });
    await dialog.getByLabel('Name', { exact: true }).fill('Mine');
    await dialog.getByText('Valid STIX 2.1.').waitFor();
    const { object } = await read(id);
    const body = { ...object, name: 'Faster' };
    const path = `/api/v1/collections/${collection}/objects/${id}`;
    await server.request(path, { method: 'PUT', body });
    await dialog.getByRole('button', { name: 'Save new version' }).click();
    const alert = dialog.getByRole('alert');
    await alert.waitFor();
    await takeScreenshot(page, 'object-edit-conflict', false);
    const { y = 0, height = 0 } = (await alert.boundingBox()) ?? {};
    const covered = await page.evaluate(
      `document.elementFromPoint(640, ${y + height / 2}).closest('[role=alert]') === null`,
    );
    expect(covered).toBe(false);
    expect((await read(id)).object.name).toBe('Faster');
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('of somebody else is annotated (%s)', async (colours) => {
    const id = `indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd0${colours === 'light' ? 1 : 2}`;
    const object = indicator({ id, name: 'Theirs', labels: ['feed'] });
    const body = { objects: [object] };
    await server.request(server.objects(root, collection), { method: 'POST', body });
    const { page, faults } = await open(objectPath(id), colours);
    await page.getByRole('button', { name: 'Annotate' }).click();
    expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0);
    const dialog = page.getByRole('dialog', { name: 'Annotate' });
    await dialog.getByRole('combobox', { name: 'Labels' }).pressSequentially('sink,holed');
    await dialog.getByLabel('Confidence').fill('20');
    await dialog.getByLabel('Opinion').selectOption('disagree');
    await dialog.getByLabel('Comment').fill('Sinkholed since last week.');
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, `object-annotate-${colours}`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Sinkholed since last week.').waitFor();
    expect(await read(id)).toMatchObject({
      object,
      annotation: { labels_added: ['sink', 'holed'], confidence: 20, opinion: 'disagree' },
    });
    await page.getByRole('button', { name: 'Annotate' }).click();
    expect(await dialog.getByLabel('Confidence').inputValue()).toBe('20');
    await dialog.getByLabel('Confidence').fill('');
    await takeScreenshot(page, `object-annotation-emptied-${colours}`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await read(id)).annotation).toMatchObject({ confidence: null, opinion: 'disagree' });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('keeps its labels whole, and its annotation is not dropped without a question', async () => {
    const id = 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd03';
    const labels = ['seen, twice', 'feed'];
    const body = { objects: [indicator({ id, name: 'Labelled', labels })] };
    await server.request(server.objects(root, collection), { method: 'POST', body });
    const { page, faults } = await open(objectPath(id));
    const button = page.getByRole('button', { name: 'Annotate' });
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Annotate' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await button.click();
    await dialog.getByRole('combobox', { name: 'Labels' }).pressSequentially('half');
    await page.keyboard.press('Escape');
    const question = dialog.getByRole('group', { name: 'Close without saving?' });
    await question.getByRole('button', { name: 'Keep writing' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, 'object-annotate-leave', false);
    await question.getByRole('button', { name: 'Drop it' }).click();
    await dialog.waitFor({ state: 'detached' });
    // Whoever closed it goes on where it was opened.
    await page.locator('button:focus', { hasText: 'Annotate' }).waitFor();
    await button.click();
    await dialog.getByLabel('Confidence').fill('30');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await read(id)).item).toMatchObject({ labels, confidence: 30 });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('that is deleted is in no list any more', async () => {
    await make('To be deleted');
    const { page } = await open('/intel?text=deleted');
    await page.getByRole('link', { name: /198\.51\.100\.7/ }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Intelligence' }).waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByText('Nothing is like that').waitFor();
    await page.context().close();
  });

  test('is made in a form', async () => {
    const { page, faults } = await open('/intel');
    await page.getByRole('button', { name: 'New object' }).click();
    const dialog = page.getByRole('dialog', { name: 'New object' });
    await dialog.getByLabel('Type', { exact: true }).selectOption('malware');
    await dialog.getByLabel('Name', { exact: true }).fill('Example');
    await dialog.getByText('Valid STIX 2.1.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, 'object-create-light');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Example' }).waitFor();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

test.each(['light', 'dark'] as const)(
  'many objects are labelled, and that is undone (%s)',
  async (colours) => {
    const title = `Many ${colours}`;
    collection = await server.makeCollection(root, { title });
    const ids = [await make('One'), await make('Two'), await make('Three')];
    const { page, faults } = await open(`/intel?collection=${collection}`, colours);
    await page
      .getByRole('table', { name: 'Objects' })
      .getByRole('row', { name: /Three/ })
      .waitFor();
    await page.getByRole('table', { name: 'Objects' }).getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change many objects' });
    await dialog.getByRole('combobox', { name: 'Add labels' }).fill('reviewed');
    await dialog.getByText(/made here get a new version/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, `bulk-${colours}`);
    await dialog.getByRole('button', { name: /^Change \d/ }).click();
    await dialog.getByText(/^Changed: \d/).waitFor();
    const labelled = async () =>
      (await Promise.all(ids.map(read))).filter(({ item }) => item.labels.includes('reviewed'))
        .length;
    expect(await labelled()).toBeGreaterThan(2);
    await takeScreenshot(page, `bulk-done-${colours}`);
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText(/^Taken back: \d/).waitFor();
    expect(await labelled()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  },
);

test.each(['light', 'dark'] as const)(
  'what the team set is taken away from many objects (%s)',
  async (colours) => {
    collection = await server.makeCollection(root, { title: `Cleared ${colours}` });
    const id = await make('Rated');
    const said = { confidence: 20, tlp: 'red', valid_until: '2027-03-01T09:00:00.000Z' };
    const { json } = await server.request('/api/v1/changes', {
      method: 'POST',
      body: { ids: [{ collection, id }], action: said },
    });
    const change = `/api/v1/changes/${json.id}`;
    while ((await server.request(change)).json.state !== 'completed') await read(id);
    const { page, faults } = await open(`/intel?collection=${collection}`, colours);
    await page.getByRole('table', { name: 'Objects' }).getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change many objects' });
    const gone = dialog.getByRole('group', { name: 'Take away' });
    for (const name of ['Confidence', 'TLP', 'Valid until']) await gone.getByLabel(name).check();
    expect(await findBarriers(page)).toEqual([]);
    await takeScreenshot(page, `bulk-clear-${colours}`);
    await dialog.getByRole('button', { name: /^Change \d/ }).click();
    await dialog.getByText(/^Changed: 1/).waitFor();
    const { item } = await read(id);
    expect(item).toMatchObject({ confidence: null, tlp: null, valid_until: null });
    expect(faults).toEqual([]);
    await page.context().close();
  },
);
