// What a pattern looks for, as rows: one for each constant that it asks an object's property to be.

import type { ComparisonNode, PatternNode, Step, TestNode } from './ast.ts';

/** A constant, with the property that a matching object has it in. */
export interface PatternConstant {
  readonly object_type: string;
  /** The steps with dots between and without apostrophes: `hashes.SHA-256`, `protocols[*]`. */
  readonly path: string;
  /** Text without escapes, numbers as written, octets as hex or base64. */
  readonly value: string;
  readonly operator: '=' | 'IN';
}

/**
 * The constants that a pattern tests with `=` and `IN`, in its order, repetitions included. Negated
 * tests are left out, because they tell what an object must not be.
 */
export function patternConstants(pattern: PatternNode): PatternConstant[] {
  const found: PatternConstant[] = [];
  collect(pattern, found);
  return found;
}

function collect(node: PatternNode | ComparisonNode, found: PatternConstant[]): void {
  switch (node.kind) {
    case 'observation':
      collect(node.test, found);
      return;
    case 'qualified':
      collect(node.of, found);
      return;
    case 'test':
      collectTest(node, found);
      return;
    default:
      for (const operand of node.operands) collect(operand, found);
  }
}

function collectTest(
  { path, negated, operator, constants }: TestNode,
  found: PatternConstant[],
): void {
  if (negated || (operator !== '=' && operator !== 'IN')) return;
  const shown = showSteps(path.steps);
  for (const { value } of constants)
    found.push({ object_type: path.type, path: shown, value, operator });
}

function showSteps(steps: readonly Step[]): string {
  let shown = '';
  for (const step of steps) {
    if ('index' in step) shown += `[${step.index}]`;
    else shown += `${shown === '' ? '' : '.'}${step.key}`;
  }
  return shown;
}
