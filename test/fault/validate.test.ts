// taxiway validate as the process that people and scripts run: no server, no database, no settings.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { indicator, malware } from '../support/stix.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const CORPORA = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpora');
const LATE = { valid_from: '2026-02-28T08:15:00Z', valid_until: '2026-02-27T08:15:00Z' };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'taxiway-validate-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [MAIN, 'validate', ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: 'not read at all' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = { out: '', said: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    text.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text.said += chunk.toString();
  });
  // A process that reads no input closes it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, ...text };
}

function file(name: string, content: unknown): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  writeFileSync(join(folder, name), text);
  return name;
}

describe('the verdict', () => {
  test('on good files is one line each, and 0', async () => {
    const one = file('one.json', malware());
    const list = file('list.json', [malware(), indicator()]);
    const bundle = file('bundle.json', {
      type: 'bundle',
      id: 'bundle--5d0092c5-5f74-4287-9642-33f4c354e56d',
      objects: [malware(), indicator(), indicator()],
    });
    const { code, out, said } = await run([one, list, bundle]);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(out.split('\n')).toEqual([
      'one.json: 1 object, 1 valid, 0 invalid, 0 warnings',
      'list.json: 2 objects, 2 valid, 0 invalid, 0 warnings',
      'bundle.json: 3 objects, 3 valid, 0 invalid, 0 warnings',
      '3 files: 6 objects, 6 valid, 0 invalid, 0 warnings',
      '',
    ]);
  });

  test('on published content is that all of it is valid', async () => {
    const { code, out } = await run([join(CORPORA, 'apt1.json')]);
    expect(out).toMatch(/apt1\.json: \d+ objects, \d+ valid, 0 invalid, 0 warnings\n$/);
    expect(code).toBe(0);
  });

  test('on a bad object says where it stands, what is wrong and what would be right', async () => {
    const bad = indicator(LATE);
    const path = file('bad.json', { more: false, objects: [malware(), bad] });
    const { code, out } = await run([path]);
    expect(code).toBe(1);
    const [place, object, message, hint] = out.split('\n');
    expect(place).toBe('bad.json:22:22 error TIME_ORDER');
    expect(object).toBe(`  ${bad.id} (indicator) /valid_until`);
    expect(message).toContain('valid_from "2026-02-28T08:15:00Z"');
    expect(hint).toMatch(/\(STIX 2\.1 section [\d.]+\)$/);
    expect(out).toContain('bad.json: 2 objects, 1 valid, 1 invalid, 0 warnings\n');
  });

  test('on an object in a bundle names that object', async () => {
    const bad = malware({ is_family: 'no', name: 7 });
    const path = file('inner.json', {
      type: 'bundle',
      id: 'bundle--5d0092c5-5f74-4287-9642-33f4c354e56d',
      objects: [malware(), bad, indicator(LATE)],
    });
    const { out } = await run([path]);
    expect(out).toContain(`  ${bad.id} (malware) /objects/1/is_family\n`);
    expect(out).toContain('inner.json: 3 objects, 1 valid, 2 invalid, 0 warnings\n');
  });

  test('on lines of JSON tells the line of the file', async () => {
    const lines = [JSON.stringify(malware()), '', JSON.stringify(indicator(LATE)), '{"type":'];
    const { code, out } = await run([file('lines.ndjson', lines.join('\n'))]);
    expect(code).toBe(1);
    expect(out).toMatch(/^lines\.ndjson:3:\d+ error TIME_ORDER$/m);
    expect(out).toMatch(/^lines\.ndjson:4:9 error JSON_SYNTAX$/m);
    expect(out).not.toContain('line 1');
    expect(out).toContain('lines.ndjson: 3 objects, 1 valid, 2 invalid, 0 warnings\n');
  });

  test.each([
    ['', '1:1'],
    ['{\n"a": tru }', '2:6'],
    ['[{"a":1},\n {"b":}]', '2:7'],
    ['[1\n,2', '2:3'],
  ])('%#: on what is no JSON tells where it stops being so', async (text, where) => {
    const { code, out } = await run([file('no.json', text)]);
    expect(code).toBe(1);
    expect(out).toContain(`no.json:${where} error JSON_SYNTAX\n`);
  });

  test('on what is nested deeper than a stack allows comes as well', async () => {
    const { code, out } = await run([file('deep.json', `[${'['.repeat(300_000)}`)]);
    expect(code).toBe(1);
    expect(out).toMatch(/JSON_(TOO_DEEP|SYNTAX)/);
  });

  test('has no control characters of a hostile file', async () => {
    const bad = malware({ id: 'malware--\u001b[31m', 'x\u009b\u001b[0m': null });
    const { out } = await run([file('hostile.json', JSON.stringify(bad))]);
    expect(out).toContain('hostile.json: 1 object, 0 valid');
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('options', () => {
  test('- is standard input', async () => {
    const { code, out } = await run(['-'], `\ufeff${JSON.stringify(malware())}`);
    expect({ code, out }).toEqual({
      code: 0,
      out: '-: 1 object, 1 valid, 0 invalid, 0 warnings\n',
    });
  });

  test('--json is one value, with the results that the API has, and where they stand', async () => {
    const good = malware();
    const files = [file('a.json', [good, 7]), file('b.json', indicator(LATE))];
    const { code, out } = await run(['--json', ...files]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      {
        file: 'a.json',
        results: [
          { id: good.id, type: 'malware', valid: true, errors: [], warnings: [], omitted: 0 },
          { id: null, valid: false, errors: [{ code: 'NOT_AN_OBJECT', pointer: '', line: 11 }] },
        ],
      },
      {
        file: 'b.json',
        results: [
          { errors: [{ code: 'TIME_ORDER', pointer: '/valid_until', line: 10, column: 18 }] },
        ],
      },
    ]);
  });

  test('--warnings tells them, --strict refuses them', async () => {
    const path = file('odd.json', indicator({ indicator_types: ['Nonsense Value'] }));
    expect(await run([path])).toMatchObject({ code: 0 });
    const told = await run(['--warnings', path]);
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/^odd\.json:\d+:\d+ warning [A-Z_]+$/m);
    expect(told.out).toMatch(/1 valid, 0 invalid, [1-9]\d* warnings?\n$/);
    expect(await run(['--strict', path])).toMatchObject({ code: 1 });
  });

  test('policies are options', async () => {
    const path = file(
      'source.json',
      malware({ created_by_ref: `source--${malware().id.slice(9)}` }),
    );
    expect(await run([path])).toMatchObject({ code: 1 });
    expect(await run(['--created-by-ref', 'any', path])).toMatchObject({ code: 0 });
    const { spec_version: _, ...object } = malware();
    const old = file('old.json', object);
    expect(await run([old])).toMatchObject({ code: 1 });
    expect(await run(['--stix20', 'accept', old])).toMatchObject({ code: 0 });
  });

  test('--help has examples', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('$ taxiway validate bundle.json');
  });

  test.each([
    [['--hex-case', 'upper', 'x.json'], 'lower'],
    [[], 'file'],
    [['nowhere.json'], 'nowhere.json'],
    [['.'], 'is no file'],
    [['utf16.json'], 'UTF-8'],
  ])('%j cannot be meant, and ends with 2', async (args, said) => {
    writeFileSync(join(folder, 'utf16.json'), Buffer.from('\ufeff{}', 'utf16le'));
    const ended = await run(args);
    expect(ended.code).toBe(2);
    expect(ended.said).toContain(said);
  });
});
