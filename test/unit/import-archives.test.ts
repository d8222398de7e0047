// Files in their wrappings: gzip, zip, workbooks. Whatever is wrong with one, the import says so and
// goes on living.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { runFile, runObjects, settingsFor } from '../support/import-samples.ts';
import { makeWorkbook, makeZip } from '../support/zip.ts';

const CSV = 'type,value\nip,192.0.2.1\ndomain,evil.example\n';
const name = 'feed.csv';

async function run(bytes: Uint8Array) {
  const whole = await runObjects(bytes, settingsFor());
  expect(await runObjects(bytes, settingsFor(), { chunkSize: 11 })).toEqual(whole);
  return whole;
}

async function fatalOf(bytes: Uint8Array, maxBytes?: number) {
  return (await runFile(bytes, settingsFor(), 1000, maxBytes)).fatal;
}

describe('an archive', () => {
  test.each([
    ['deflated', makeZip([{ name, content: CSV }]), 'zip'],
    ['stored', makeZip([{ name, content: CSV, isStored: true }]), 'zip'],
    [
      'of macOS',
      makeZip([
        { name, content: CSV },
        { name: `__MACOSX/._${name}`, content: 'x' },
      ]),
      'zip',
    ],
    [
      'with a folder',
      makeZip([
        { name: 'a/', content: '' },
        { name: `a/${name}`, content: CSV },
      ]),
      'zip',
    ],
    ['around gzip', makeZip([{ name, content: gzipSync(CSV) }]), 'zip'],
    ['inside gzip', gzipSync(makeZip([{ name, content: CSV }])), 'gzip'],
    ['whose name leads elsewhere', makeZip([{ name: '../../etc/passwd', content: CSV }]), 'zip'],
  ])('%s is read as the one file in it', async (_name, bytes, compression) => {
    const { objects, detected } = await run(bytes);
    expect(objects).toHaveLength(2);
    expect(detected).toMatchObject({ format: 'csv', compression });
  });

  test('may hold JSON, which is read twice', async () => {
    const content = '[{"value":"evil.example"}]';
    const { objects, detected } = await run(makeZip([{ name, content }]));
    expect(objects).toHaveLength(1);
    expect(detected).toMatchObject({ format: 'json', compression: 'zip' });
  });

  const good = makeZip([{ name, content: CSV }]);
  test.each([
    [
      'of two files',
      makeZip([
        { name, content: CSV },
        { name: 'b', content: CSV },
      ]),
      'FILE_UNSUPPORTED',
    ],
    ['of no file', makeZip([]), 'FILE_UNSUPPORTED'],
    ['of a folder', makeZip([{ name: 'a/', content: '' }]), 'FILE_UNSUPPORTED'],
    ['of an archive', makeZip([{ name, content: good }]), 'FILE_UNSUPPORTED'],
    ['that is encrypted', makeZip([{ name, content: CSV, flags: 1 }]), 'FILE_UNSUPPORTED'],
    ['of another method', makeZip([{ name, content: CSV, method: 12 }]), 'FILE_UNSUPPORTED'],
    ['with a wrong checksum', makeZip([{ name, content: CSV, checksum: 7 }]), 'FILE_TRUNCATED'],
    ['that is cut off', good.subarray(0, -30), 'FILE_TRUNCATED'],
    [
      'that lost its beginning',
      Buffer.concat([good.subarray(0, 8), good.subarray(40)]),
      'FILE_TRUNCATED',
    ],
    ['of nothing', makeZip([{ name, content: '' }]), 'FILE_EMPTY'],
    ['twice in gzip', gzipSync(gzipSync(CSV)), 'FILE_UNSUPPORTED'],
    ['of gzip that is cut off', gzipSync(CSV).subarray(0, 30), 'FILE_TRUNCATED'],
  ])('%s cannot be read', async (_name, bytes, code) => {
    expect(await fatalOf(bytes)).toBe(code);
  });

  test.each([
    ['zip', makeZip([{ name, content: Buffer.alloc(5_000_000, CSV) }])],
    ['gzip', gzipSync(Buffer.alloc(5_000_000, CSV))],
    ['a workbook', makeWorkbook(' '.repeat(5_000_000))],
  ])('that unpacks to more than is allowed is given up: %s', async (_name, bytes) => {
    expect(bytes.length).toBeLessThan(100_000);
    expect(await fatalOf(bytes, 1_000_000)).toBe('FILE_TOO_LARGE');
  });
});

test.each([
  ['bzip2', 'BZh91AY&SY'],
  ['xz', '\u00fd7zXZ\0'],
  ['a PDF', '%PDF-1.7'],
  ['7z', '7z\u00bc\u00af'],
  ['an old workbook', '\u00d0\u00cf\u0011\u00e0'],
  ['random bytes', '\0\u0001\0\u0002'.repeat(100)],
])('%s is refused', async (_name, text) => {
  expect(await fatalOf(Buffer.from(text, 'latin1'))).toBe('FILE_UNSUPPORTED');
});

test('a text that begins with the letters of an archive is a text', async () => {
  const { objects } = await run(Buffer.from('PK,value\n1,evil.example\n'));
  expect(objects).toHaveLength(1);
});

describe('a workbook', () => {
  const shared =
    '<si><t>Indicator</t></si><si><r><t>First </t></r><r><t>seen</t></r><rPh><t>x</t></rPh></si><si><t xml:space="preserve"> evil.example</t></si>';
  const header =
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>Score</t></is></c></row>';

  test('is read as its first sheet: texts, numbers, dates', async () => {
    const { objects, detected, rejections } = await run(
      makeWorkbook(
        `${header}<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" s="1"><v>46143.354166666664</v></c><c r="C3"/><c r="D3"><v>0.10000000000000001</v></c></row>` +
          '<row r="7"><c r="A7" t="str"><f>1+1</f><v>bad.example</v></c><c r="B7" s="2"><v>46143</v></c><c r="D7" t="b"><v>1</v></c></row>' +
          '<row r="9"><c r="A9" t="inlineStr"><is><t>nothing_x0020_known</t></is></c><c r="B9" s="3"><v>1.5</v></c></row>',
        { sharedStrings: shared },
      ),
    );
    expect(detected).toMatchObject({ format: 'xlsx', delimiter: null, header_line: 2 });
    expect(objects).toMatchObject([
      { name: 'evil.example', valid_from: '2026-05-01T08:30:00.000Z', extra: { Score: '0.1' } },
      { name: 'bad.example', valid_from: '2026-05-01T00:00:00.000Z', extra: { Score: 'true' } },
    ]);
    expect(rejections).toEqual([
      { line: 9, code: 'TYPE_UNKNOWN', column: 'Indicator' },
      { line: 9, code: 'TIMESTAMP_UNREADABLE', column: 'First seen' },
    ]);
  });

  test('may count its days from 1904, and leave out where its cells are', async () => {
    const row = '<row><c t="s"><v>2</v></c><c s="1"><v>44681.5</v></c></row>';
    const { objects } = await run(
      makeWorkbook(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>${row}`, {
        sharedStrings: shared,
        workbookPr: '<x:workbookPr date1904="1"/>',
      }),
    );
    expect(objects).toMatchObject([{ valid_from: '2026-05-01T12:00:00.000Z' }]);
  });

  test('may be a list, with comments, and notes beside the values', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const { objects, detected, counts } = await run(
      makeWorkbook(
        `<row>${cell('# a list')}</row><row>${cell('evil[.]example ; one')}</row><row>${cell('bad.example')}${cell('two')}</row><row>${cell('192.0.2.1')}</row>`,
      ),
    );
    expect(detected).toMatchObject({ format: 'xlsx', header_line: null });
    expect(counts).toMatchObject({ total: 3 });
    expect(objects).toMatchObject([
      { name: 'evil.example', description: 'one' },
      { name: 'bad.example', description: 'two' },
      { name: '192.0.2.1' },
    ]);
  });

  test('may be gzipped, or in an archive', async () => {
    const row = '<row><c t="inlineStr"><is><t>evil.example</t></is></c></row>';
    const bytes = makeWorkbook(row);
    expect((await run(gzipSync(bytes))).detected).toMatchObject({ compression: 'gzip' });
    expect((await run(makeZip([{ name, content: bytes }]))).detected).toMatchObject({
      format: 'xlsx',
      compression: 'zip',
    });
  });

  test('with a row or a cell that is too long loses that row', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const rows = [cell('value'), cell('x'.repeat(200_000)), cell('evil.example')];
    const sheet = rows.map((cells) => `<row>${cells}</row>`).join('');
    const { objects, rejections } = await run(makeWorkbook(sheet));
    expect(rejections).toEqual([{ line: 2, code: 'ROW_TOO_LONG', column: null }]);
    expect(objects).toHaveLength(1);
  });

  test.each([
    ['without a cell', '', 'FILE_EMPTY'],
    ['that is no XML', '<row><c></row>', 'FILE_TRUNCATED'],
    ['of too many levels', '<a>'.repeat(1000), 'FILE_TRUNCATED'],
    ['with a tag without an end', `<row ${'x'.repeat(9_000_000)}`, 'FILE_TRUNCATED'],
    ['with entities of its own', '<row><c><v>&lol;</v></c></row>', 'FILE_TRUNCATED'],
    ['far to the right', `<row>${'<c r="ZZZ1"><v>1</v></c>'.repeat(9)}</row>`, 'FILE_EMPTY'],
  ])('%s cannot be read', async (_name, sheet, code) => {
    expect(await fatalOf(makeWorkbook(sheet))).toBe(code);
  });

  test('without its first sheet cannot be read', async () => {
    const content = '<workbook/>';
    expect(await fatalOf(makeZip([{ name: 'xl/workbook.xml', content }]))).toBe('FILE_UNSUPPORTED');
  });
});

test.each([
  ['utf-16be', 'value,description\n192.0.2.1,München\n'],
  ['utf-16le', 'value,description\n192.0.2.1,München\n'],
])('text in %s is read', async (encoding, text) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  const { objects, detected } = await run(encoding === 'utf-16be' ? bytes.swap16() : bytes);
  expect(detected).toMatchObject({ encoding });
  expect(objects).toMatchObject([{ description: 'München' }]);
});
