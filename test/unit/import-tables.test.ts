// Tables that say little about themselves: where the header is, what separates the cells, and which
// column holds the value.
import { describe, expect, test } from '@jest/globals';
import { runFile, runObjects, settingsFor } from '../support/import-samples.ts';

async function run(text: string, options: Record<string, unknown> = {}) {
  return runObjects(Buffer.from(text), settingsFor(options));
}

test('a table may have German names: an end is an end', async () => {
  const { objects } = await run(
    'Wert;Typ;Beschreibung;Gültig ab;Gültig bis;Quelle\n' +
      'evil.example;Domain;Gefälscht;01.05.2026;31.12.2026;Abteilung\n',
    { row_source: true },
  );
  expect(objects).toMatchObject([
    {
      description: 'Gefälscht',
      valid_from: '2026-05-01T00:00:00.000Z',
      valid_until: '2026-12-31T00:00:00.000Z',
    },
  ]);
});

test.each([
  ['valid_from', '2026-02-30', 'no date or time that there is', 'Correct it'],
  ['valid_from', '31.04.2026 10:00', 'no date or time that there is', 'Correct it'],
  ['valid_from', '1.3.26', 'a year of two digits', 'four digits'],
  ['valid_from', '03/04/2026', 'day first or month first', 'date_order=dmy'],
  ['valid_from', 'the 3rd of May', 'no readable time', '2026-07-18T12:00:00Z'],
])('a cell of %s with %s says %s, and what to do', async (column, text, complaint, remedy) => {
  const file = Buffer.from(`value,${column}\nevil.example,${text}\n`);
  const { made } = await runFile(file, settingsFor());
  expect(made[0]?.findings).toMatchObject([
    { column, message: expect.stringContaining(complaint), hint: expect.stringContaining(remedy) },
  ]);
});

test.each([
  ['300.1.1.1', 'VALUE_NOT_AN_IPV4', 'looks like an IPv4 address, but is none'],
  ['https://', 'VALUE_NOT_A_URL', 'looks like a URL, but is none'],
  ['a'.repeat(30), 'HASH_LENGTH', 'looks like a hash, but none has so many digits'],
  ['good morning', 'TYPE_UNKNOWN', 'does not look like any known type of value'],
])('the value %s of no stated type is told %s, and why', async (value, code, message) => {
  const { made } = await runFile(Buffer.from(`value,b\n${value},c\n`), settingsFor());
  const hint = expect.stringContaining('type');
  expect(made[0]?.findings).toMatchObject([
    { code, hint, message: expect.stringContaining(message) },
  ]);
});

test('a value that no list should have is told so, and not to be of another type', async () => {
  const file = Buffer.from('type,value\nhash,d41d8cd98f00b204e9800998ecf8427e\nip,127.0.0.1\n');
  const { made } = await runFile(file, settingsFor());
  const excluded = { code: 'VALUE_EXCLUDED', hint: expect.stringContaining('Remove the row') };
  expect(made.flatMap(({ findings }) => findings)).toMatchObject([excluded, excluded]);
});

describe('a table without a header', () => {
  test('is told by what stands in its columns: value, type and first seen', async () => {
    const { objects, detected } = await run(
      '7;ipv4;192.0.2.1;2026-05-01 08:00;seen\n8;domain;evil.example;2026-05-02 08:00;"a;b"\n',
    );
    expect(detected).toMatchObject({ format: 'csv', delimiter: ';', header_line: null });
    expect(objects).toMatchObject([
      {
        pattern: "[ipv4-addr:value = '192.0.2.1']",
        valid_from: '2026-05-01T08:00:00.000Z',
        extra: { column_1: '7', column_5: 'seen' },
      },
      { pattern: "[domain-name:value = 'evil.example']", extra: { column_5: 'a;b' } },
    ]);
  });

  test('may have a first line of unknown names, which name the extras', async () => {
    const { objects, detected } = await run('what,score\nevil.example,7\nbad.example,8\n');
    expect(detected).toMatchObject({ header_line: 1, delimiter: ',' });
    expect(objects.map((one) => one.extra)).toEqual([{ score: '7' }, { score: '8' }]);
  });

  test('may have a comment after its cells', async () => {
    const { detected, objects } = await run('1,192.0.2.1 # a, b\n2,192.0.2.2\n3,192.0.2.3\n');
    expect(detected).toMatchObject({ format: 'csv', delimiter: ',' });
    expect(objects).toHaveLength(2);
  });

  test('takes columns that are mapped by number, and does not take its first row for a header', async () => {
    const { objects } = await run('a,192.0.2.1,x\nb,192.0.2.2,y\n', {
      columns: { 2: 'ip', 3: 'labels' },
    });
    expect(objects).toMatchObject([
      { pattern: "[ipv4-addr:value = '192.0.2.1']", labels: ['x'], extra: { column_1: 'a' } },
      { pattern: "[ipv4-addr:value = '192.0.2.2']", labels: ['y'] },
    ]);
  });

  test('keeps the delimiter that its first line tells', async () => {
    const { objects, detected } = await run('sep=:\r\na:evil.example\r\nb:bad.example\r\n');
    expect(detected).toMatchObject({ delimiter: ':', header_line: null });
    expect(objects).toHaveLength(2);
  });

  test.each([
    ['words only', 'a,b\nc,d\ne,f\n'],
    ['values in fewer than four of five rows', 'a,192.0.2.1\nb,x\nc,192.0.2.3\n'],
    ['a header of known names without a value', 'type,confidence\nodd,5\n'],
  ])('with %s cannot be read', async (_name, text) => {
    const { fatal } = await runFile(Buffer.from(text), settingsFor());
    expect(fatal).toBe('FILE_NO_VALUE_COLUMN');
  });
});

describe('a header', () => {
  test('stands in the last comment, and may be short', async () => {
    const text = '# A feed\n#\n# Fields: first_seen,ip,port\n2026-05-01,192.0.2.1,80,x\n';
    const { objects, detected, warnings } = await run(text);
    expect(detected).toMatchObject({ header_line: 3 });
    expect(warnings).toEqual([{ line: 0, code: 'HEADER_SHORT' }]);
    expect(objects).toMatchObject([{ extra: { column_4: 'x' } }]);
  });

  test('may follow a title and a row of instructions', async () => {
    const text = 'Indicators\nwhat it is,the value\ntype,value\nip,192.0.2.1\n';
    const { objects, detected, warnings } = await run(text);
    expect(detected).toMatchObject({ header_line: 3 });
    expect(warnings).toEqual([{ line: 0, code: 'PREAMBLE_SKIPPED' }]);
    expect(objects).toHaveLength(1);
  });

  test('is not looked for below the first value', async () => {
    const { detected } = await run(
      'evil.example,x\nvalue,type\na.example,y\nb.example,y\nc.example,y\n',
    );
    expect(detected).toMatchObject({ header_line: null });
  });

  test('of one name, with nothing below, warns that there are no rows', async () => {
    const { detected, warnings } = await run('# nothing today\nvalue\n');
    expect(detected).toMatchObject({ format: 'text', header_line: 2 });
    expect(warnings).toEqual([{ line: 0, code: 'NO_ROWS' }]);
  });
});

describe('a list', () => {
  test('has bullets, quotes and comments around its values', async () => {
    const text = '- evil[.]example  # first\n* "192.0.2.1" ; second\n• http://a.example/#x\n';
    const { objects, detected } = await run(text);
    expect(detected).toMatchObject({ format: 'text', delimiter: null });
    expect(objects).toMatchObject([
      { pattern: "[domain-name:value = 'evil.example']", description: 'first' },
      { pattern: "[ipv4-addr:value = '192.0.2.1']", description: 'second' },
      { pattern: "[url:value = 'http://a.example/#x']" },
    ]);
  });

  test('of comments only has no rows', async () => {
    const { fatal, warnings } = await run('# nothing\n# today\n');
    expect({ fatal, warnings }).toEqual({
      fatal: null,
      warnings: [{ line: 0, code: 'NO_ROWS' }],
    });
  });
});

describe('a row', () => {
  test('with fewer cells than the header is read, with a warning', async () => {
    const { objects, warnings } = await run('value,type,tags\nevil.example,domain\n');
    expect(objects).toHaveLength(1);
    expect(warnings).toEqual([{ line: 2, code: 'ROW_FIELDS_MISSING' }]);
  });

  test('with more cells is rejected, unless they are empty', async () => {
    const { objects, rejections } = await run(
      'value,tags\na.example,b,c\nb.example,c\nc.example,d,,\nd.example,e\n',
    );
    expect(objects).toHaveLength(3);
    expect(rejections).toEqual([{ line: 2, code: 'ROW_FIELD_COUNT', column: null }]);
  });

  test('of empty cells is none', async () => {
    const { counts, warnings } = await run('# Number of entries: 1\nvalue,tags\na.example,b\n,\n');
    expect(counts).toMatchObject({ total: 1 });
    expect(warnings).toEqual([]);
  });
});

test('of two columns of one name the left one counts, and lists are joined', async () => {
  const { objects, warnings } = await run(
    'value,tags,Tags,confidence,Confidence\na.example,b,c,10,20\n',
  );
  expect(warnings).toEqual([{ line: 0, code: 'HEADER_DUPLICATE' }]);
  expect(objects).toMatchObject([
    { labels: ['b', 'c'], confidence: 10, extra: { Confidence_2: '20' } },
  ]);
});

test('text that is no UTF-8 is read as Windows-1252, with a warning', async () => {
  const bytes = Buffer.from('value,description\na.example,M\u00fcnchen \u0080\n', 'latin1');
  const { objects, warnings, detected } = await runObjects(bytes, settingsFor());
  expect(objects).toMatchObject([{ description: 'München €' }]);
  expect(warnings).toEqual([{ line: 0, code: 'ENCODING_FALLBACK' }]);
  expect(detected).toMatchObject({ encoding: 'windows-1252' });
});

test.each([
  ['ipv6', '192.0.2.1', 'VALUE_NOT_AN_IPV6'],
  ['email', 'nobody', 'VALUE_NOT_AN_EMAIL'],
  ['as', 'ASX', 'VALUE_NOT_AN_ASN'],
  ['mac', '00-53', 'VALUE_NOT_A_MAC'],
  ['regkey', 'Software', 'VALUE_NOT_A_REGISTRY_KEY'],
  ['file-path', 'a', 'VALUE_NOT_A_PATH'],
  ['any', 'x'.repeat(5000), 'VALUE_TOO_LONG'],
  ['any', '128.0.0.0/7', 'VALUE_CIDR_TOO_WIDE'],
  ['cidr', '0.0.0.0/0', 'VALUE_CIDR_TOO_WIDE'],
  ['ip', '2001::/15', 'VALUE_CIDR_TOO_WIDE'],
])('%s "%s" is rejected as %s', async (type, value, code) => {
  const { rejections } = await run(`type,value\n${type},${value}\n`);
  expect(rejections).toEqual([{ line: 2, code, column: 'value' }]);
});

test.each(['128.0.0.0/8', '2001::/16'])('%s is not too wide', async (network) => {
  expect((await run(`value\n${network}\n`)).objects).toMatchObject([{ name: network }]);
});

test('a word that is neither yes nor no, and an unknown algorithm, are rejected', async () => {
  const { rejections } = await run(
    `hash_type,hash,revoked\nmd77,${'a'.repeat(32)},maybe\nmd5,${'a'.repeat(32)},n\n`,
  );
  expect(rejections).toEqual([
    { line: 2, code: 'HASH_ALGORITHM_UNKNOWN', column: 'hash_type' },
    { line: 2, code: 'BOOLEAN_UNREADABLE', column: 'revoked' },
  ]);
});

test('a host that may be a file name is a domain, with a warning', async () => {
  const { warnings } = await run('value,tags\nreport.zip,a\n');
  expect(warnings).toEqual([{ line: 2, code: 'TYPE_AMBIGUOUS' }]);
});
