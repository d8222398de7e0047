// The error file of an import: what was rejected, as it came, to be mended and imported again.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startRows } from '../../src/ingest/read/csv.ts';
import { readSample } from '../support/import-samples.ts';
import { importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { makeWorkbook } from '../support/zip.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

async function readErrorFile(id: string) {
  const path = `/api/v1/imports/${id}/error-file`;
  const answer = await server.request(path);
  checkAgainstSpec({ method: 'GET', path }, answer);
  return answer;
}

function rowsOf(text: string, delimiter = ','): string[][] {
  expect(text.startsWith('\ufeff')).toBe(true);
  const rows = startRows({ delimiter, maxRowChars: 10_000 }).push(text.slice(1), true);
  return rows.map(({ cells }) => [...cells]);
}

const ADDED = [
  'import_line',
  'import_column',
  'import_value',
  'import_code',
  'import_message',
  'import_hint',
];

describe('the error file of a table', () => {
  test('has the rejected rows as they came, with all that was wrong, and goes in when it is mended', async () => {
    const target = await server.makeCollection(root);
    const file = [
      'type;value;description;confidence',
      'ip;192.0.2.1;good;80',
      'ip;192.0.2.999;"says; ""why""";800',
      'domain;bad domain;;50',
      'ip;192.0.2.3;also good;',
      '',
    ].join('\r\n');
    const one = await importFile(server, target, file, { file_name: 'my list.csv' });
    expect(one.counts).toMatchObject({ total: 4, rejected: 2 });
    const answer = await readErrorFile(one.id);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="my list.errors.csv"');
    const [header, first, second, ...rest] = rowsOf(answer.text, ';');
    expect(header).toEqual(['type', 'value', 'description', 'confidence', ...ADDED]);
    expect(first?.slice(0, 7)).toEqual([
      'ip',
      '192.0.2.999',
      'says; "why"',
      '800',
      '3',
      'value | confidence',
      '192.0.2.999 | 800',
    ]);
    expect(first?.[7]).toMatch(/^VALUE_NOT_AN_IP \| CONFIDENCE_RANGE$/);
    expect(second?.slice(0, 5)).toEqual(['domain', 'bad domain', '', '50', '4']);
    expect(rest).toEqual([]);

    const again = await importFile(server, target, answer.bytes);
    expect(again.counts).toMatchObject({ total: 2, rejected: 2 });
    const mended = answer.text
      .replace('192.0.2.999', '192.0.2.9')
      .replace(';800;', ';80;')
      .replace('bad domain', 'good.example');
    const last = await importFile(server, target, mended);
    expect(last.counts).toMatchObject({ total: 2, created: 2, rejected: 0 });
    const { json } = await server.request(`${server.objects(root, target)}?match[type]=indicator`);
    const extensions = json.objects.map((o: { extensions?: object }) => o.extensions);
    expect(JSON.stringify(extensions)).not.toContain('import_');
    expect(json.objects.map((o: { pattern: string }) => o.pattern)).toContain(
      "[domain-name:value = 'good.example']",
    );
  });

  test('makes cells harmless that a spreadsheet would run, and takes that off again', async () => {
    const target = await server.makeCollection(root);
    const file =
      'type,value,description\nip,192.0.2.999,=cmd()\nip,192.0.2.998,-5 degrees\nip,@home,+1\n';
    const one = await importFile(server, target, file);
    const { text } = await readErrorFile(one.id);
    const rows = rowsOf(text).slice(1);
    expect(rows.map((row) => row.slice(1, 3))).toEqual([
      ['192.0.2.999', "'=cmd()"],
      ['192.0.2.998', "'-5 degrees"],
      ["'@home", "'+1"],
    ]);
    expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    const mended = text.replaceAll('192.0.2.99', '192.0.2.9').replace("'@home", '192.0.2.7');
    await importFile(server, target, mended);
    const { json } = await server.request(`${server.objects(root, target)}?match[type]=indicator`);
    expect(json.objects.map((o: { description: string }) => o.description)).toEqual([
      '=cmd()',
      '-5 degrees',
      '+1',
    ]);
  });

  test('has rows that could not be read, cut where their delimiters are', async () => {
    const target = await server.makeCollection(root);
    const file =
      'type,value,description\nip,192.0.2.1,a\nip,"192.0.2.2,b\nip,192.0.2.3,a, b\nip,192.0.2.4,d\nip,192.0.2.5,e\n';
    const one = await importFile(server, target, file);
    expect(one.counts).toMatchObject({ created: 3, rejected: 2 });
    const rows = rowsOf((await readErrorFile(one.id)).text);
    expect(rows[1]?.slice(0, 4)).toEqual(['ip', '"192.0.2.2', 'b', '3']);
    expect(rows[2]?.slice(0, 4)).toEqual(['ip', '192.0.2.3', 'a', '4']);
    expect(rows[2]?.slice(9)).toEqual([' b']);
    // Unmended, a cell too many is one again.
    const again = await importFile(server, target, (await readErrorFile(one.id)).bytes);
    expect(again.counts.rejected).toBeGreaterThanOrEqual(1);
  });

  test('of a table without a header, and of a list, has one that is understood', async () => {
    for (const file of [
      '192.0.2.1,2026-01-01T00:00:00Z,x\n192.0.2.2,2026-01-01T00:00:00Z,x\n192.0.2.3,2026-01-01T00:00:00Z,x\n192.0.2.4,2026-01-01T00:00:00Z,x\nnothing here,2026-01-01T00:00:00Z,x\n',
      '192.0.2.1\n192.0.2.2\nnothing here # with a note\n',
    ]) {
      const target = await server.makeCollection(root);
      const one = await importFile(server, target, file);
      expect(one.counts.rejected).toBe(1);
      const { text } = await readErrorFile(one.id);
      const last = await importFile(server, target, text.replace('nothing here', '192.0.2.77'));
      expect(last.counts).toMatchObject({ total: 1, created: 1 });
    }
  });

  test('reads what was packed, and follows rows over line ends', async () => {
    const target = await server.makeCollection(root);
    const file = 'type,value,description\nip,192.0.2.999,"two\nlines"\nip,192.0.2.998,one\n';
    const one = await importFile(server, target, gzipSync(file));
    const rows = rowsOf((await readErrorFile(one.id)).text);
    expect(rows.slice(1).map((row) => row.slice(2, 4))).toEqual([
      ['two\nlines', '2'],
      ['one', '4'],
    ]);
  });

  test('of a workbook is a table of text', async () => {
    const target = await server.makeCollection(root);
    const cells = (row: number, ...texts: string[]) => {
      const all = texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`);
      return `<row r="${row}">${all.join('')}</row>`;
    };
    const sheet = [
      cells(1, 'type', 'value', 'description'),
      cells(2, 'ip', '192.0.2.1', 'good'),
      cells(5, 'ip', '192.0.2.999', 'bad'),
    ];
    const one = await importFile(server, target, makeWorkbook(sheet.join('')));
    expect(one).toMatchObject({ format: 'xlsx', counts: { created: 1, rejected: 1 } });
    const { text } = await readErrorFile(one.id);
    expect(rowsOf(text)[1]?.slice(0, 4)).toEqual(['ip', '192.0.2.999', 'bad', '5']);
    const last = await importFile(server, target, text.replaceAll('192.0.2.999', '192.0.2.9'));
    expect(last.counts).toMatchObject({ total: 1, created: 1 });
  });

  test('is written piece by piece, however many rows were rejected', async () => {
    const target = await server.makeCollection(root);
    const bad = Array.from({ length: 20_000 }, (_, n) => `ip,192.0.2.${n + 256},row ${n}`);
    const one = await importFile(server, target, `type,value,description\n${bad.join('\n')}\n`);
    expect(one.counts.rejected).toBe(20_000);
    const rows = rowsOf((await readErrorFile(one.id)).text).slice(1);
    expect(rows.map((row) => row[2])).toEqual(bad.map((_, n) => `row ${n}`));
  });
});

describe('the error file of JSON', () => {
  test('has one record a line with its errors, and goes in when it is mended', async () => {
    const target = await server.makeCollection(root);
    const records = [
      { type: 'ip', value: '192.0.2.1' },
      { type: 'ip', value: '192.0.2.999', score: 1.5, more: { tags: ['a', 'b'] } },
      'nothing here',
    ];
    const one = await importFile(server, target, JSON.stringify({ data: records }, null, 2));
    expect(one.counts).toMatchObject({ total: 3, rejected: 2 });
    const answer = await readErrorFile(one.id);
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    const lines = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { ...(records[1] as object), import_errors: [{ line: 2, code: 'VALUE_NOT_AN_IP' }] },
      { value: 'nothing here', import_errors: [{ line: 3 }] },
    ]);
    const again = await importFile(server, target, answer.bytes);
    expect(again.counts).toMatchObject({ total: 2, rejected: 2 });
    const mended = answer.text
      .replace('192.0.2.999', '192.0.2.9')
      .replace('nothing here', '192.0.2.8');
    const last = await importFile(server, target, mended);
    expect(last.counts).toMatchObject({ total: 2, created: 2 });
    const { text } = await server.request(server.objects(root, target));
    expect(text).not.toContain('import_');
  });

  test('has lines that are no JSON as text, and STIX objects without what is said of them', async () => {
    const target = await server.makeCollection(root);
    const object = {
      type: 'indicator',
      id: 'indicator--8b7d1c52-9a52-4a7c-8f6e-0a3f4c5d6e7f',
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      pattern: '[nonsense',
      pattern_type: 'stix',
      valid_from: '2026-01-01T00:00:00.000Z',
    };
    const one = await importFile(server, target, `${JSON.stringify(object)}\n{"cut":\n`);
    expect(one.counts).toMatchObject({ rejected: 2 });
    const { text } = await readErrorFile(one.id);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { ...object, import_errors: [{ code: 'PATTERN_INVALID' }] },
      { import_record: '{"cut":', import_errors: [{ code: 'JSON_SYNTAX' }] },
    ]);
    const mended = text.replace('[nonsense', "[ipv4-addr:value = '192.0.2.1']");
    const last = await importFile(server, target, mended);
    expect(last.counts).toMatchObject({ created: 1, rejected: 1 });
    const { json } = await server.request(server.objects(root, target));
    expect(json.objects).toHaveLength(1);
    expect(json.objects[0].import_errors).toBeUndefined();
  });
});

describe('an error file', () => {
  test('of nothing is none', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, 'type,value\nip,192.0.2.1\n');
    const answer = await readErrorFile(one.id);
    expect([answer.status, answer.text]).toEqual([204, '']);
  });

  test('is gone with the upload, and is not there yet while the import runs', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, 'type,value\nip,192.0.2.999\n');
    const { db } = server.database;
    await db.work.query(`update import set state = 'running' where id = $1`, [one.id]);
    expect((await readErrorFile(one.id)).status).toBe(409);
    await db.work.query(`update import set state = 'completed' where id = $1`, [one.id]);
    await db.work.query('delete from import_chunk where import_id = $1', [one.id]);
    const answer = await readErrorFile(one.id);
    expect([answer.status, answer.json.code]).toEqual([410, 'GONE']);
  });

  test.each(['sentinel-other.csv', 'one-bad.csv', 'otx.csv'])(
    'of %s has each line that was rejected, and is rejected again for the same reasons',
    async (name) => {
      const target = await server.makeCollection(root);
      const { bytes, expected } = readSample(name);
      const settings = { now: '2026-11-01T00:00:00.000Z' };
      const one = await importFile(server, target, bytes, settings);
      const rejections = expected.rejections as { line: number; code: string }[];
      const lines = [...new Set(rejections.map(({ line }) => line))];
      const { bytes: errors } = await readErrorFile(one.id);
      const again = await importFile(server, target, errors, settings);
      expect(again.counts).toMatchObject({ total: lines.length, rejected: lines.length });
      const { json } = await server.request(`/api/v1/imports/${again.id}/findings?kind=rejection`);
      expect(json.items.map(({ code }: { code: string }) => code)).toEqual(
        rejections.map(({ code }) => code),
      );
    },
  );
});
