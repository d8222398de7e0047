// Agreement with the vectors of STIX patterns. Where the verdict is another one than OASIS's, the
// rule that decides so is in pattern-decisions.json.

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { checkPattern, isPattern, parsePattern } from '../../../src/stix/pattern/pattern.ts';
import { printPattern } from '../../../src/stix/pattern/print.ts';
import type { PatternVersion } from '../../../src/stix/pattern/scanner.ts';

interface Vector {
  readonly name: string;
  readonly pattern: string;
  readonly valid: boolean;
  readonly spec_version: PatternVersion;
}

/** Vectors that a rule decides otherwise; without a code they are valid. */
interface Decision {
  readonly rule: string;
  readonly code: string | null;
  readonly why: string;
  readonly vectors: readonly string[];
}

const FOLDER = new URL('../../../../shared/stix/vectors/', import.meta.url);
const decisions: readonly Decision[] = JSON.parse(
  readFileSync(new URL('pattern-decisions.json', import.meta.url), 'utf8'),
);
const decided = new Map(
  decisions.flatMap((decision) => decision.vectors.map((vector) => [vector, decision] as const)),
);

describe.each(['patterns.json', 'patterns-divergence.json'])('%s', (file) => {
  const vectors: readonly Vector[] = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  const counts = { agreed: 0, wrong: 0 };
  const byRule = new Map<string, number>();

  test.each(vectors.map((vector) => [nameOf(vector), vector] as const))('%s', (name, vector) => {
    const { pattern, spec_version: version } = vector;
    const { valid, errors } = checkPattern(pattern, { version, warnings: true });
    const decision = decided.get(name);
    counts.wrong += 1;
    if (decision === undefined) expect({ valid, errors }).toMatchObject({ valid: vector.valid });
    else {
      expect(valid).toBe(!vector.valid);
      expect(errors[0]?.rule.code ?? null).toBe(decision.code);
    }
    expect(isPattern(pattern, version)).toBe(valid);
    expect(parsePattern(pattern, version).ok).toBe(valid);
    counts.wrong -= 1;
    if (decision === undefined) counts.agreed += 1;
    else byRule.set(decision.rule, (byRule.get(decision.rule) ?? 0) + 1);
  });

  test('valid patterns are printed so that they read the same', () => {
    for (const { pattern, spec_version: version } of vectors) {
      const read = parsePattern(pattern, version);
      if (!read.ok) continue;
      expect(parsePattern(printPattern(read.ast), version)).toEqual(read);
    }
  });

  afterAll(() => {
    const rules = [...byRule].map(([rule, count]) => `rule ${rule}: ${count}`).join(', ');
    process.stdout.write(
      `${file}: ${vectors.length} cases, ${counts.agreed} agreed, ` +
        `decided otherwise (${rules}), ${counts.wrong} wrong\n`,
    );
  });
});

test('every decision is about a vector', () => {
  const names = ['patterns.json', 'patterns-divergence.json'].flatMap((file) =>
    (JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Vector[]).map(nameOf),
  );
  expect([...decided.keys()].filter((name) => !names.includes(name))).toEqual([]);
});

function nameOf({ name, spec_version: version }: Vector): string {
  return `${name} ${version}`;
}
