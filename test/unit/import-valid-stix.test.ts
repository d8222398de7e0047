// Whatever a row says, what is made of it is valid STIX 2.1. That is so by construction, so an import
// does not validate what it has made; here it is tried.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { indexLists } from '../../src/ingest/check/lists.ts';
import { sourceIdentity } from '../../src/ingest/make/identity.ts';
import { propertiesOf } from '../../src/ingest/make/said.ts';
import { writeObject } from '../../src/ingest/make/write.ts';
import { writeRow } from '../../src/ingest/read/csv.ts';
import { summarise } from '../../src/intel/summary.ts';
import { validateText } from '../../src/stix/validate-text.ts';
import { runFile, settingsFor } from '../support/import-samples.ts';

const AT = '2026-11-01T00:00:00.000Z';

function faultsOf(body: string) {
  return validateText(body).errors.map(({ code, pointer, message }) => [code, pointer, message]);
}

const odd = [
  '',
  ' ',
  '"',
  "'",
  '\\',
  ',',
  ';',
  '\t',
  '\u0085',
  '\ud800',
  'ü',
  '𝔸',
  '{',
  '=1',
  '[]',
];
const times = ['2026-05-01', '2026-13-01', '1', '1767225600', '9999-12-31', '0001-01-01', '1970'];
// What each column may say: what it takes, and next to it what it does not.
const CELLS: Readonly<Record<string, readonly string[]>> = {
  value: ['192.0.2.1', 'evil.example', '10.0.0.0/8', 'http://a.example/x', 'CVE-2026-12345', 'a'],
  name: ['A name', '-'],
  description: ['Words', 'null'],
  tags: ['a', 'a,b', 'tlp:red', 'TLP:AMBER+STRICT', '"a,b"'],
  threat_type: ['c2', 'botnet_cc', 'nothing known', 'benign', 'compromised;tor'],
  malware: ['Emotet', 'a,b'],
  kill_chain: ['delivery', 'Command And Control', 'x:y', ':', 'a:', ':b', 'discovery,impact'],
  reference: [
    'https://a.example/x',
    'http://',
    'https://[::1',
    'https://a.example b',
    'see page 3',
  ],
  mitre_techniques: ['T1059.001', 'T1059', 'x'],
  cwe: ['CWE-79', '79'],
  external_id: ['1', '00000000-0000-4000-8000-000000000000'],
  confidence: ['0', '100', '101', '55%', 'high', 'A1', '-1', '0,5', 'unknown'],
  valid_from: times,
  valid_until: times,
  first_seen: times,
  duration: ['4h', 'P90D', '0', '-1'],
  tlp: ['green', 'white', 'unknown', 'amber strict'],
  revoked: ['true', '0', 'maybe'],
  is_compromised: ['yes', 'no'],
  action: ['Allow', 'Block'],
  source: ['Feed A', 'Feed B'],
  extra: ['kept'],
};
const NAMES = Object.keys(CELLS);

const row = fc.record(
  Object.fromEntries(
    Object.entries(CELLS).map(([name, takes]) => {
      const one = fc.constantFrom(...takes);
      const some = fc.array(fc.constantFrom(...takes, ...odd), { maxLength: 3 });
      const any = some.map((parts) => parts.join(''));
      return [
        name,
        name === 'value'
          ? fc.oneof({ weight: 4, arbitrary: one }, any)
          : fc.oneof(
              { weight: 16, arbitrary: fc.constant('') },
              { weight: 4, arbitrary: one },
              any,
              fc.string({ unit: 'binary', maxLength: 10 }),
            ),
      ];
    }),
  ),
);
const lists = indexLists([
  {
    list: {
      ...{ name: 'some', description: null, licence: null, origin: null, version: null },
      ...{ type: 'cidr', action: 'tag', values: ['192.0.2.0/24', '10.0.0.0/8'] },
    },
    name: 'some',
    action: 'tag',
  },
]);
const settings = fc.record({
  row_source: fc.boolean(),
  lists: fc.constantFrom(null, lists),
  tlp_version: fc.constantFrom('1.0', '2.0', 'both'),
  default_tlp: fc.constantFrom(null, 'red'),
  default_confidence: fc.constantFrom(null, 0, 100),
  default_valid_days: fc.constantFrom(null, 1),
  cidr_operator: fc.constantFrom('ISSUBSET', '='),
  date_order: fc.constantFrom(null, 'dmy'),
});

test.each(['csv', 'json'])('of %s, whatever its cells say', async (format) => {
  let objects = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 30 }),
      settings,
      async (rows, how) => {
        const csv = [NAMES, ...rows.map((cells) => NAMES.map((name) => cells[name] ?? ''))];
        const text =
          format === 'json'
            ? JSON.stringify(rows)
            : csv.map((cells) => `${writeRow(cells, ',')}\n`).join('');
        const { made } = await runFile(Buffer.from(text), settingsFor(how));
        for (const one of made) {
          if (one.kind !== 'object') continue;
          objects += 1;
          const { body } = writeObject(one.members, AT, AT);
          expect(faultsOf(body)).toEqual([]);
          // What it is looked for by is taken from the cells; it has to be what its text says.
          const said = summarise(propertiesOf(one.members.said, AT));
          expect(said).toEqual(summarise(JSON.parse(body)));
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(objects).toBeGreaterThan(100);
});

test('of a source, whatever its name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      const id = 'identity--ae70dc32-b864-5112-8f17-ea407a5b9b78';
      expect(faultsOf(sourceIdentity(id, name.toWellFormed(), AT))).toEqual([]);
    }),
  );
});
