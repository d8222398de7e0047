// Files that are made to hurt: what is in them is refused, row by row or as a whole, and the next
// row is read as if nothing had been.
import { describe, expect, test } from '@jest/globals';
import { runFile, settingsFor } from '../support/import-samples.ts';

const GOOD = 'evil.example';

async function run(text: string) {
  const { made, fatal } = await runFile(Buffer.from(text), settingsFor(), 65_536);
  const codes = made.flatMap(({ findings }) => findings.map(({ code }) => code));
  return { made, fatal, codes, isLastGood: made.at(-1)?.kind === 'object' };
}

// Without a bound on each of these a file of a few megabytes takes hours.
describe('a cell that goes on and on is read like any other', () => {
  const blanks = ' '.repeat(100_000);
  test.each([
    ['blanks inside a value', `value\nx${' '.repeat(4000)}x\n${GOOD}\n`],
    ['blanks inside a text', `value,description\n${GOOD}, a${blanks}b\na.${GOOD},\n`],
    ['blanks before a comment', `value\na${blanks}#x\n${GOOD}\n`],
    ['blanks where nothing may be', `value\n${GOOD},${blanks}b\n${GOOD}\n`],
    ['blanks inside a duration', `value,ttl\n${GOOD},1w${blanks}x\n${GOOD},1d\n`],
    ['brackets in the first cell', `${')'.repeat(100_000)}\n${GOOD}\n`],
    ['marks of defanging', `value\n${'[.'.repeat(2000)}\n${GOOD}\n`],
    ['tags', `value,tags\n${GOOD},"${'a,'.repeat(50_000)}"\na.${GOOD},b\n`],
  ])('%s', async (_name, text) => {
    expect(await run(text)).toMatchObject({ fatal: null, isLastGood: true });
  });
});

describe('a row', () => {
  test('of a million cells is too long', async () => {
    const { codes, isLastGood } = await run(`value,b\n${','.repeat(1_000_000)}x\n${GOOD},\n`);
    expect({ codes, isLastGood }).toEqual({ codes: ['ROW_TOO_LONG'], isLastGood: true });
  });

  test('with a column for nearly each of its characters is read', async () => {
    const row = `${GOOD}${','.repeat(131_000)}`;
    expect(await run(`${row}\na.${row}\n`)).toMatchObject({ fatal: null, isLastGood: true });
  });

  test.each(['hash', 'labels'])('of JSON may have 177,000 members called %s', async (name) => {
    const marks = ['_', ' ', '-'];
    const tails = Array.from({ length: 3 ** 11 }, (_, n) =>
      Array.from({ length: 11 }, (_, at) => marks[Math.floor(n / 3 ** at) % 3]).join(''),
    );
    const members = tails.map((tail) => `"${name}${tail}":""`).join();
    const { fatal, made } = await run(`[{${members},"x":""},{"value":"${GOOD}"}]`);
    expect({ fatal, kinds: made.map(({ kind }) => kind) }).toEqual({
      fatal: null,
      kinds: ['rejected', 'object'],
    });
  });

  test('of ten thousand faults tells a hundred of them', async () => {
    const names = Array.from({ length: 10_000 }, () => 'hash').join();
    const { codes } = await run(`${names}\n${names}\n`);
    expect(codes.length).toBeLessThanOrEqual(100);
    expect(codes[0]).toBe('VALUE_NOT_A_HASH');
  });

  test('of megabytes without an end costs itself', async () => {
    const { codes, isLastGood } = await run(`value\n${'x'.repeat(5_000_000)}\n${GOOD}\n`);
    expect({ codes, isLastGood }).toEqual({ codes: ['ROW_TOO_LONG'], isLastGood: true });
  });

  test('with a NUL in its value is rejected; elsewhere the NUL is taken out', async () => {
    const { codes, made } = await run(`value,description\na\0b.example,\n${GOOD},a\0b\n`);
    expect(codes).toEqual(['VALUE_CONTROL_CHARACTER', 'CONTROL_CHARACTER_REMOVED']);
    expect(made[1]).toMatchObject({ members: { description: '"ab"' } });
  });

  test('that looks like a formula is data', async () => {
    const { made } = await run(`value,description\n${GOOD},"=cmd|' /C calc'!A0"\n`);
    expect(made[0]).toMatchObject({ members: { description: `"=cmd|' /C calc'!A0"` } });
  });
});

describe('a header', () => {
  test('with names that mean something to JavaScript is one', async () => {
    const { made } = await run(`value,constructor,__proto__,toString\n${GOOD},a,b,c\n`);
    expect(made[0]).toMatchObject({ kind: 'object' });
  });

  test('of a million columns is a row that is too long', async () => {
    const names = Array.from({ length: 1_000_000 }, (_, at) => `c${at}`).join();
    const { codes, isLastGood } = await run(`value,${names}\n${GOOD}\n`);
    expect({ codes, isLastGood }).toEqual({ codes: ['ROW_TOO_LONG'], isLastGood: true });
  });
});

test.each([
  ['lines of comment', '// a licence\n'.repeat(12_000)],
  ['a block of comment', `/*${' a licence\n'.repeat(12_000)}*/`],
  ['blanks', ' \n'.repeat(300_000)],
  ['a bracket and lines of comment', `[${'// a licence\n'.repeat(12_000)}`],
])('a document may begin far behind: after %s', async (_name, before) => {
  const list = `[{"value":"${GOOD}"}]`;
  const text = before.startsWith('[') ? before + list.slice(1) : before + list;
  expect(await run(text)).toMatchObject({ fatal: null, isLastGood: true });
});

test('a table may begin a megabyte behind; a file of blanks alone is empty', async () => {
  const blanks = ' \r\n'.repeat(400_000);
  const { made, isLastGood } = await run(`${blanks}value,b\n${GOOD},c\n`);
  expect({ line: made[0]?.line, isLastGood }).toEqual({ line: 400_002, isLastGood: true });
  expect(await run(' '.repeat(9_000_000))).toMatchObject({ fatal: 'FILE_EMPTY' });
});

describe('JSON', () => {
  test.each([
    ['a string without an end', `[{"value":"${'x'.repeat(9_000_000)}`],
    ['a comment without an end', `[{"value":1}, /*${'x'.repeat(9_000_000)}`],
  ])('of %s is given up', async (_name, text) => {
    expect(await run(text)).toMatchObject({ fatal: 'FILE_TOO_LARGE' });
  });

  test('of a million levels is refused', async () => {
    const text = `[${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}]`;
    expect(await run(`{"data":${text}}`)).toMatchObject({ codes: ['JSON_SYNTAX'] });
  });

  test('with names that mean something to JavaScript keeps them as extras', async () => {
    const { made } = await run('[{"value":"evil.example","__proto__":"a","constructor":"b"}]');
    expect(JSON.stringify(made[0])).toContain('__proto__');
    expect(JSON.stringify(made[0])).toContain('constructor');
  });
});
