// Checklist MID: match[id]. OASIS TAXII 2.1 section 3.4.1.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { expectEmpty, type Fixture, loadFixture } from './fixture.ts';
import { get, idsOf, UNKNOWN, versionsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

line('MID-01', 'one id gives that object, several give their union', async () => {
  const { X, Y, W } = f.ids;
  for (const endpoint of ['objects/', 'manifest/']) {
    expect(idsOf(await get(f, `${endpoint}?match[id]=${X}`))).toEqual([X]);
    expect(idsOf(await get(f, `${endpoint}?match[id]=${W},${X},${Y}`))).toEqual([X, Y, W]);
    expect(versionsOf(await get(f, `${endpoint}?match[id]=${X}&match[version]=all`))).toHaveLength(
      3,
    );
  }
});

line('MID-02', 'an id that is not there adds nothing', async () => {
  expectEmpty(await get(f, `objects/?match[id]=${UNKNOWN}`));
  expectEmpty(await get(f, `manifest/?match[id]=${UNKNOWN}`));
  expect(idsOf(await get(f, `objects/?match[id]=${UNKNOWN},${f.ids.Z}`))).toEqual([f.ids.Z]);
  // The UUID of another type's object is another id.
  expectEmpty(await get(f, `objects/?match[id]=${f.ids.X.replace('indicator', 'malware')}`));
});

line('MID-03', 'what cannot be an id is the id of no object', async () => {
  const odd = [
    'foo',
    'indicator--123',
    '--',
    'indicator',
    '%27%20or%201=1',
    f.ids.X.toUpperCase(),
    `${f.ids.X}x`,
    '%00',
    '%F0%9F%92%A5',
    'x'.repeat(3000),
    '%ff',
  ];
  for (const id of odd) {
    expectEmpty(await get(f, `objects/?match[id]=${id}`));
    expectEmpty(await get(f, `manifest/?match[id]=${id}`));
  }
  expect(idsOf(await get(f, `objects/?match[id]=foo,${f.ids.X}`))).toEqual([f.ids.X]);
});
