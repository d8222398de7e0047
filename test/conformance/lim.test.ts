// Checklist LIM: limit. OASIS TAXII 2.1 section 3.4.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { expectError, type Fixture, loadFixture } from './fixture.ts';
import { get, idsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture({ PAGE_SIZE_DEFAULT: '100', PAGE_SIZE_MAX: '200' });
});
afterAll(() => f.stop());

line('LIM-01', 'what is no whole number above zero is refused', async () => {
  const bad = [
    'limit=0',
    'limit=-1',
    'limit=1.5',
    'limit=abc',
    'limit=',
    'limit=1e3',
    'limit=%205',
    'limit=5%20',
    'limit=+5',
    'limit=0x10',
    'limit=5&limit=5',
    'limit=5,6',
    'limit=%D9%A3',
  ];
  for (const query of bad)
    for (const endpoint of [
      'objects/',
      'manifest/',
      `objects/${f.ids.X}/`,
      `objects/${f.ids.X}/versions/`,
    ])
      expectError(await get(f, `${endpoint}?${query}`), 400);
});

line('LIM-02', 'a page never has more items than limit', async () => {
  for (const limit of [1, 2, 99]) {
    expect(idsOf(await get(f, `objects/?limit=${limit}`))).toHaveLength(limit);
    expect(idsOf(await get(f, `manifest/?limit=${limit}`))).toHaveLength(limit);
  }
  expect(idsOf(await get(f, `objects/${f.ids.X}/?match[version]=all&limit=1`))).toHaveLength(1);
  expect((await get(f, `objects/${f.ids.X}/versions/?limit=1`)).json.versions).toHaveLength(1);
});

line('LIM-03', 'all that fits in limit comes, without more', async () => {
  for (const limit of [3, 4, 200]) {
    const page = await get(f, `objects/${f.ids.X}/?match[version]=all&limit=${limit}`);
    expect(idsOf(page)).toHaveLength(3);
    expect([undefined, false]).toContain(page.json.more);
    expect(page.json.next).toBeUndefined();
    const versions = await get(f, `objects/${f.ids.X}/versions/?limit=${limit}`);
    expect(versions.json.versions).toHaveLength(3);
    expect([undefined, false]).toContain(versions.json.more);
  }
});

line('LIM-04', 'a limit above the cap is taken for the cap', async () => {
  for (const limit of ['201', '5000', '9999', '2147483647', '9007199254740993', '1'.repeat(400)]) {
    const page = await get(f, `objects/?limit=${limit}`);
    expect(idsOf(page)).toHaveLength(200);
    expect(page.json.more).toBe(true);
  }
});

line('LIM-05', 'without limit the page has the configured default size', async () => {
  for (const endpoint of ['objects/', 'manifest/']) {
    const page = await get(f, endpoint);
    expect(idsOf(page)).toHaveLength(100);
    expect(page.json.more).toBe(true);
    expect(typeof page.json.next).toBe('string');
  }
});

line('LIM-06', 'limit counts versions after all filtering', async () => {
  const page = await get(
    f,
    'objects/?match[type]=malware,relationship&match[version]=all&match[spec_version]=2.0,2.1&limit=3',
  );
  expect(idsOf(page)).toEqual([f.ids.Y, f.ids.Y, f.ids.U]);
  expect(page.json.more).toBe(true);
  const last = await get(
    f,
    `objects/?match[type]=malware,relationship&match[version]=last&limit=2`,
  );
  expect(idsOf(last)).toEqual([f.ids.Y, f.ids.U]);
  expect([undefined, false]).toContain(last.json.more);
});
