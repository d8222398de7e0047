import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { allRules } from '../../../src/stix/catalogue.ts';
import type { Finding } from '../../../src/stix/finding.ts';
import { type Options, type Verdict, validate } from '../../../src/stix/validate.ts';
import { validateText } from '../../../src/stix/validate-text.ts';

/** What breaks a rule: a value, a text, or a text that JSON.parse makes a value of. */
interface Example {
  readonly object?: unknown;
  readonly text?: string;
  readonly parse?: string;
  /** What `…` stands for, and how many times; # counts up. */
  readonly repeat?: readonly [part: string, times: number];
  readonly options?: Options;
  /** Other rules that cannot but be broken as well. */
  readonly also?: readonly string[];
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const examples: Readonly<Record<string, Example>> = JSON.parse(
  readFileSync(join(ROOT, 'test/samples/stix-rule-examples.json'), 'utf8'),
);

function judge(example: Example, asked: Options): Verdict {
  const options = { ...example.options, ...asked };
  const { text, parse, object, repeat } = example;
  const [part, times] = repeat ?? ['…', 1];
  const written = (short: string) =>
    short.replace('…', Array.from({ length: times }, (_, n) => part.replace('#', `${n}`)).join(''));
  if (text !== undefined) return validateText(written(text), options);
  if (parse !== undefined) return validate(JSON.parse(written(parse)), options);
  return validate(JSON.parse(written(JSON.stringify(object))), options);
}

function codesOf({ errors, warnings }: Verdict): string[] {
  const all: readonly Finding[] = [...errors, ...warnings];
  return [...new Set(all.map(({ code }) => code))].sort();
}

describe('the catalogue of rules', () => {
  test('has each code once, in order', () => {
    const codes = allRules.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  test.each(allRules)('$code has a name that lasts, a section, a sentence and a hint', (rule) => {
    expect(rule.code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
    expect(rule.section).toMatch(/^(?:\d+(?:\.\d+)*)?$/);
    expect(['error', 'warning', 'info']).toContain(rule.level);
    expect(rule.title).toMatch(/[.)]$/);
    expect(rule.hint).toMatch(/\S[.)]$/);
  });

  test('has every rule of the source', () => {
    const folder = join(ROOT, 'src/stix');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const sources = files.filter((name) => name.endsWith('.ts'));
    const declared = sources.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}code: '(\w+)'/gm)].map(
        ([, code]) => code,
      ),
    );
    const known = new Set(allRules.map(({ code }) => code));
    expect(declared.filter((code) => !known.has(String(code)))).toEqual([]);
  });

  test('has an example for each rule, and none besides', () => {
    expect(Object.keys(examples).sort()).toEqual(allRules.map(({ code }) => code));
  });

  test.each(allRules)('$code is drawn by its example', ({ code, level }) => {
    const example = examples[code] ?? {};
    const verdict = judge(example, { warnings: level !== 'error', infos: level === 'info' });
    expect(codesOf(verdict)).toEqual([code, ...(example.also ?? [])].sort());
    expect(verdict.valid).toBe(level !== 'error');
    const finding = [...verdict.errors, ...verdict.warnings].find((one) => one.code === code);
    expect(finding?.level).toBe(level);
  });

  test.each(allRules.filter(({ level }) => level !== 'error'))(
    '$code is not told where nobody asks for it',
    ({ code }) => {
      expect(judge(examples[code] ?? {}, {}).warnings).toEqual([]);
    },
  );
});
