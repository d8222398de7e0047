// Checklist MTYPE: match[type]. OASIS TAXII 2.1 section 3.4.1.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { indicator, ipv4Addr, malware, markingDefinition, relationship } from '../support/stix.ts';
import { expectEmpty, type Fixture, loadFixture } from './fixture.ts';
import { get, idsOf } from './pages.ts';
import { line } from './suite.ts';

const TYPES =
  'attack-pattern campaign course-of-action grouping identity incident indicator infrastructure intrusion-set location malware malware-analysis note observed-data opinion report threat-actor tool vulnerability relationship sighting artifact autonomous-system directory domain-name email-addr email-message file ipv4-addr ipv6-addr mac-addr mutex network-traffic process software url user-account windows-registry-key x509-certificate language-content extension-definition marking-definition'.split(
    ' ',
  );

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

const ANALYSIS = { product: 'a-scanner', result: 'malicious' };

const ofType = (type: string, more: object = {}) =>
  malware({ type, id: `${type}--${randomUUID()}`, ...more });

line('MTYPE-01', 'only the listed types come, of every kind of object', async () => {
  const collection = await f.makeCollection();
  const objects = [
    indicator(),
    malware(),
    relationship(),
    ofType('sighting', { sighting_of_ref: `indicator--${randomUUID()}` }),
    ipv4Addr(),
    { type: 'file', spec_version: '2.1', id: `file--${randomUUID()}`, name: 'a.exe' },
    markingDefinition(),
    ofType('language-content', {
      object_ref: `malware--${randomUUID()}`,
      contents: { de: { name: 'x' } },
    }),
    ofType('extension-definition', {
      schema: 'https://example.com/s',
      version: '1.0.0',
      extension_types: ['property-extension'],
      created_by_ref: `identity--${randomUUID()}`,
    }),
  ];
  await f.push(collection, objects);
  for (const { type, id } of objects)
    for (const endpoint of ['objects/', 'manifest/'])
      expect(idsOf(await f.request(f.path(collection, `${endpoint}?match[type]=${type}`)))).toEqual(
        [id],
      );
});

line('MTYPE-02', 'no type of STIX 2.1 is an error', async () => {
  for (const type of TYPES) {
    expect((await get(f, `objects/?match[type]=${type}`)).status).toBe(200);
    expect((await get(f, `manifest/?match[type]=${type}`)).status).toBe(200);
  }
  expect((await get(f, `objects/?match[type]=${TYPES.join(',')}`)).json.objects).toHaveLength(255);
});

line('MTYPE-03', 'custom types are found, unknown ones give nothing', async () => {
  expect(idsOf(await get(f, 'objects/?match[type]=x-acme-widget'))).toEqual([f.ids.V]);
  for (const type of ['x-acme-gadget', 'no_such_type', 'x', '%00', "'", 'x'.repeat(1000), 'bundle'])
    expectEmpty(await get(f, `objects/?match[type]=${type}`));
});

line('MTYPE-04', 'the type has to be equal in every letter', async () => {
  const collection = await f.makeCollection();
  const [short, long] = [malware(), ofType('malware-analysis', ANALYSIS)];
  await f.push(collection, [short, long]);
  expect(idsOf(await f.request(f.path(collection, 'objects/?match[type]=malware')))).toEqual([
    short.id,
  ]);
  expect(
    idsOf(await f.request(f.path(collection, 'objects/?match[type]=malware-analysis'))),
  ).toEqual([long.id]);
  for (const type of ['Malware', 'MALWARE', 'malwar', 'malware-', 'mal*', 'malware%25'])
    expectEmpty(await f.request(f.path(collection, `objects/?match[type]=${type}`)));
});
