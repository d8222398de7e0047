// Properties of the importer's pure rooms: what holds for any text, any bytes, any cutting.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refang } from '../../src/ingest/make/refang.ts';
import { isStrict, shapeOf } from '../../src/ingest/make/shape.ts';
import { readTime } from '../../src/ingest/make/time.ts';
import { writeObject } from '../../src/ingest/make/write.ts';
import { startRows, writeRow } from '../../src/ingest/read/csv.ts';
import { validateText } from '../../src/stix/validate-text.ts';
import { runFile, settingsFor } from '../support/import-samples.ts';

const TYPES =
  'any cve md5 sha1 sha256 sha3-256 hash filename|md5 url email email-src ip-dst|port domain|ip domain host ip ipv6 cidr as mac cert serialnumber ja3 mutex regkey regkey|value process service user-agent user subject file-path filename file ssdeep tlsh imphash yara pattern';
const PARTS = `192.0.2.1 :80 | [2001:db8::1] 2001:db8::1 /24 evil.example *. . münchen.example http:// /path?q={x} user@ a.exe C:\\Users\\ HKLM\\Run AS 64496 00-53-00-aa-bb-cc CVE-2099-12345 ${'a1'.repeat(16)} ${'b2'.repeat(32)} 3:abc:def T1 ${'c'.repeat(70)} - % @`;

const delimiters = fc.constantFrom(',', ';', '\t', '|');
const cell = fc.string({
  unit: fc.constantFrom('a', 'B', '1', ' ', ',', ';', '"', '\n', '|', 'ü'),
});

function readAll(text: string, delimiter: string | null, sizes: readonly number[]) {
  const reader = startRows({ delimiter, maxRowChars: 131_072 });
  const rows = [];
  let at = 0;
  for (const size of sizes) {
    rows.push(...reader.push(text.slice(at, at + size), false));
    at += size;
  }
  return [...rows, ...reader.push(text.slice(at), true)];
}

describe('CSV', () => {
  test('what was written is read back, however it is cut', () => {
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 });
    const sizes = fc.array(fc.nat(20), { maxLength: 20 });
    fc.assert(
      fc.property(
        rows,
        delimiters,
        sizes,
        fc.constantFrom('\n', '\r\n'),
        (table, delimiter, cuts, end) => {
          const text = table.map((row) => writeRow(row, delimiter) + end).join('');
          const read = readAll(text, delimiter, cuts);
          expect(read.map((row) => row.fault)).toEqual(table.map(() => null));
          expect(read.map((row) => row.cells)).toEqual(table);
        },
      ),
    );
  });

  test('any text gives the same rows, however it is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '#', ';') });
    fc.assert(
      fc.property(
        text,
        delimiters,
        fc.array(fc.nat(5), { maxLength: 30 }),
        (any, delimiter, cuts) => {
          expect(readAll(any, delimiter, cuts)).toEqual(readAll(any, delimiter, []));
        },
      ),
    );
  });

  test.each([
    [
      'a,"b\nc,d\n',
      [
        [1, 'CSV_QUOTE'],
        [2, null],
      ],
    ],
    [
      'a,"b" c\nd,e\n',
      [
        [1, 'CSV_QUOTE'],
        [2, null],
      ],
    ],
    [
      'a,"b\n\nc"\nd,e\n',
      [
        [1, null],
        [4, null],
      ],
    ],
    [
      'a\rb\r\nc\n',
      [
        [1, null],
        [2, null],
        [3, null],
      ],
    ],
    ['a,in"side\n', [[1, null]]],
    ['# note\n\n a , "b" \n', [[3, null]]],
  ])('%j gives rows at their lines', (text, expected) => {
    const rows = readAll(text, ',', []);
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual(expected);
  });

  test('a line without an end is refused, not gathered', () => {
    const reader = startRows({ delimiter: ',', maxRowChars: 100 });
    const rows = Array.from({ length: 50 }, () => reader.push('x'.repeat(100), false)).flat();
    rows.push(...reader.push('x\nnext,row\n', true));
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [1, 'ROW_TOO_LONG'],
      [2, null],
    ]);
  });
});

describe('refang', () => {
  test('leaves alone what it has refanged', () => {
    const parts = fc.constantFrom(
      'hxxp',
      'http',
      's',
      '[://]',
      '://',
      '[.]',
      '(dot)',
      ' dot ',
      'evil',
      'example',
      '[at]',
      '@',
      '.',
      '[',
      ']',
      '"',
      '<',
      '>',
      ' ',
      '/',
      ',',
      ')',
      '(',
      '2001:db8::1',
      '。',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (words) => {
        const once = refang(words.join(''));
        expect(refang(once)).toBe(once);
      }),
    );
  });

  test.each([
    ['hxxps://evil[.]example/a', 'https://evil.example/a'],
    ['[hxxp://]evil.example', 'http://evil.example'],
    ['fxp://evil.example/a', 'ftp://evil.example/a'],
    ['someone[at]evil(dot)example', 'someone@evil.example'],
    ['polka-dot-shop.example', 'polka-dot-shop.example'],
    ['[2001:db8::1]', '[2001:db8::1]'],
  ])('%s is %s', (defanged, whole) => {
    expect(refang(defanged)).toBe(whole);
  });
});

test('no text makes a reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      refang(text);
      shapeOf(text);
      isStrict(text);
      readTime(text, null);
    }),
  );
});

test('whatever the type and the value, what is made is valid STIX', async () => {
  const types = fc.constantFrom(...(TYPES.split(' ') as [string, ...string[]]));
  const parts = fc.constantFrom(
    ...(PARTS.split(' ') as [string, ...string[]]),
    ' ',
    '"',
    'ü',
    '\\',
    "'",
  );
  const value = fc.array(parts, { minLength: 1, maxLength: 3 }).map((some) => some.join(''));
  const row = fc.tuple(types, value, fc.constantFrom('', '443'));
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 50 }), async (rows) => {
      const text = rows.map((cells) => writeRow(cells, ',')).join('\n');
      const { made } = await runFile(Buffer.from(`type,value,port\n${text}\n`), settingsFor());
      for (const one of made) {
        if (one.kind !== 'object') continue;
        const at = '2026-11-01T00:00:00.000Z';
        expect(validateText(writeObject(one.members, at, at).body).errors).toEqual([]);
      }
    }),
  );
});

test('no bytes crash the importer', async () => {
  const start = fc.constantFrom(
    '',
    'type,value\n',
    '[{"value":"',
    '{"data":[',
    '\u001f\u008b',
    '\ufeff',
  );
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (head, tail) => {
      const bytes = Buffer.concat([Buffer.from(head, 'latin1'), tail]);
      await runFile(bytes, settingsFor(), 16);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['windows-1252', Buffer.from('value,description\n192.0.2.1,M\u00fcnchen\n', 'latin1'), 'München'],
  ['utf-8', Buffer.from('\ufeffvalue,description\n192.0.2.1,München\n'), 'München'],
  ['utf-16le', Buffer.from('\ufeffvalue,description\n192.0.2.1,München\n', 'utf16le'), 'München'],
])('text in %s is read', async (encoding, bytes, description) => {
  const { made, detected } = await runFile(bytes, settingsFor(), 5);
  expect(detected).toMatchObject({ encoding });
  expect(made[0]).toMatchObject({ members: { description: `"${description}"` } });
});

test('JSON with comments and trailing commas is read, with a warning', async () => {
  const text =
    '// a list\n[ {"value": "192.0.2.1", /* x */ "tags": ["a", "b",],}, {"value":"192.0.2.2"}, ]';
  for (const size of [1, 7, 1000]) {
    const { made, findings, fatal } = await runFile(Buffer.from(text), settingsFor(), size);
    expect({ fatal, kinds: made.map((one) => one.kind) }).toEqual({
      fatal: null,
      kinds: ['object', 'object'],
    });
    expect(findings.map((finding) => finding.code)).toEqual(['JSON_NOT_STRICT']);
  }
});
