// Every object of the shared vectors gets the specification's verdict. Where the program that made
// the vectors decides otherwise than a numbered check, vector-decisions.json names the case and the check.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Verdict, validate } from '../../../src/stix/validate.ts';
import { validateText } from '../../../src/stix/validate-text.ts';

interface Case {
  readonly name: string;
  readonly object?: unknown;
  readonly text?: string;
  readonly valid: boolean;
  /** The verdict without options, where the case has some. */
  readonly default?: { readonly valid: boolean };
  readonly spec_valid?: boolean;
  readonly level?: 'MUST' | 'SHOULD' | 'table' | 'INFO';
}

interface Decision {
  /** The number of the check in stix21-validation.md. */
  readonly rule: number;
  readonly why: string;
  /** What is told of the case; absent where it is valid. */
  readonly code?: string;
}

const SHARED = new URL('../../../../shared/stix/', import.meta.url);
const FILES = ['unit-v21', 'examples', 'spec-examples', 'rstix', 'divergence'];

const checks = new Set(
  [...readFileSync(new URL('stix21-validation.md', SHARED), 'utf8').matchAll(/^(\d+)\. /gm)].map(
    ([, number]) => Number(number),
  ),
);
const decisions = read<Record<string, Record<string, Decision>>>(
  new URL('vector-decisions.json', import.meta.url),
);

describe.each(FILES)('the vectors of objects-%s.json', (file) => {
  const cases = read<Case[]>(new URL(`vectors/objects-${file}.json`, SHARED));
  const decided = new Map(Object.entries(decisions[file] ?? {}));
  const judged = cases.map((one) => ({ one, verdict: judge(one) }));

  test('agree with the specification, or are decided otherwise by a numbered check', () => {
    const wrong = judged
      .filter(({ one, verdict }) => !agrees(one, verdict) && !decided.has(one.name))
      .map(({ one, verdict }) => ({ name: one.name, errors: verdict.errors }));
    const otherwise = judged.filter(({ one, verdict }) => !agrees(one, verdict)).length;
    process.stdout.write(
      `objects-${file}.json: ${cases.length} cases, ${cases.length - otherwise} agreed, ` +
        `${otherwise - wrong.length} decided otherwise${listOf(decided)}, ${wrong.length} wrong\n`,
    );
    expect(wrong).toEqual([]);
  });

  test('have no decision about a case that would agree anyway, or that there is none of', () => {
    const differing = new Set(
      judged.filter(({ one, verdict }) => !agrees(one, verdict)).map(({ one }) => one.name),
    );
    expect([...decided.keys()].filter((name) => !differing.has(name))).toEqual([]);
  });

  test('are told the code that the decision names', () => {
    for (const { one, verdict } of judged) {
      const decision = decided.get(one.name);
      if (decision === undefined) continue;
      const codes = verdict.errors.map(({ code }) => code);
      const expected = decision.code === undefined ? [] : [decision.code];
      expect({ name: one.name, codes: [...new Set(codes)] }).toEqual({
        name: one.name,
        codes: expect.arrayContaining(expected),
      });
      expect(checks.has(decision.rule)).toBe(true);
    }
  });

  test('are warned of where no MUST is broken but something is not as it should be', () => {
    const silent = judged.filter(
      ({ one }) => one.spec_valid === false && one.level !== 'MUST' && !isWarnedOf(one.object),
    );
    expect(silent.map(({ one }) => one.name)).toEqual([]);
  });
});

test.each(['ics-attack.json', 'apt1.json'])('the corpus %s has no errors', (name) => {
  const bundle = read<unknown>(new URL(`../corpora/${name}`, SHARED));
  expect(validate(bundle)).toMatchObject({ valid: true, errors: [], omitted: 0 });
});

function judge({ object, text }: Case): Verdict {
  return text === undefined ? validate(object) : validateText(text);
}

/** Breaking a SHOULD, or a table without a MUST, is a warning: the object is valid. */
function agrees(one: Case, { valid }: Verdict): boolean {
  if (one.spec_valid === undefined) return valid === (one.default?.valid ?? one.valid);
  return valid === (one.spec_valid || one.level !== 'MUST');
}

function isWarnedOf(object: unknown): boolean {
  return validate(object, { warnings: true }).warnings.length > 0;
}

function listOf(decided: ReadonlyMap<string, Decision>): string {
  const counts = new Map<number, number>();
  for (const { rule } of decided.values()) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const parts = [...counts].sort(([a], [b]) => a - b).map(([rule, count]) => `${rule}: ${count}`);
  return parts.length === 0 ? '' : ` (by check ${parts.join(', ')})`;
}

function read<T>(url: URL): T {
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}
