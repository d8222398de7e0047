// A tree back as text, in normal form: single spaces, and parentheses and apostrophes only where the
// tree would be another one without.

import type {
  ComparisonNode,
  Constant,
  ObjectPath,
  PatternNode,
  Qualifier,
  Step,
  TestNode,
} from './ast.ts';
import { KEYWORDS } from './token.ts';

const LOOSENESS = { FOLLOWEDBY: 3, OR: 2, AND: 1 };
const PROPERTY = /^[a-z0-9_]{1,250}$/;
const WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The pattern in normal form. Reading it gives an equal tree. */
export function printPattern(node: PatternNode): string {
  switch (node.kind) {
    case 'observation':
      return `[${printTests(node.test)}]`;
    case 'qualified':
      return [
        node.of.kind === 'observation' ? printPattern(node.of) : `(${printPattern(node.of)})`,
        ...node.qualifiers.map(printQualifier),
      ].join(' ');
    case 'joined':
      return node.operands
        .map((operand) =>
          operand.kind === 'joined' && LOOSENESS[operand.operator] >= LOOSENESS[node.operator]
            ? `(${printPattern(operand)})`
            : printPattern(operand),
        )
        .join(` ${node.operator} `);
  }
}

/** A path as it stands in a pattern. */
export function printPath(path: ObjectPath): string {
  return `${path.type}:${printSteps(path.steps)}`;
}

function printTests(node: ComparisonNode): string {
  if (node.kind === 'test') return printTest(node);
  return node.operands
    .map((operand) =>
      operand.kind === 'joined-tests' && LOOSENESS[operand.operator] >= LOOSENESS[node.operator]
        ? `(${printTests(operand)})`
        : printTests(operand),
    )
    .join(` ${node.operator} `);
}

function printTest({ path, negated, operator, constants }: TestNode): string {
  const not = negated ? 'NOT ' : '';
  if (operator === 'EXISTS') return `${not}EXISTS ${printPath(path)}`;
  const printed = constants.map(printConstant).join(', ');
  return `${printPath(path)} ${not}${operator} ${operator === 'IN' ? `(${printed})` : printed}`;
}

function printSteps(steps: readonly Step[]): string {
  let printed = '';
  for (const step of steps) {
    if ('index' in step) printed += `[${step.index}]`;
    else printed += printed === '' ? printFirstKey(step.key) : `.${printKey(step.key)}`;
  }
  return printed;
}

// The first key is checked as the name of a property, unless it is in apostrophes.
function printFirstKey(key: string): string {
  return PROPERTY.test(key) ? printKey(key) : printText(key);
}

function printKey(key: string): string {
  return WORD.test(key) && !KEYWORDS.has(key) ? key : printText(key);
}

function printConstant({ kind, value }: Constant): string {
  switch (kind) {
    case 'string':
      return printText(value);
    case 'hex':
      return `h'${value}'`;
    case 'binary':
      return `b'${value}'`;
    case 'timestamp':
      return `t'${value}'`;
    default:
      return value;
  }
}

function printText(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function printQualifier(qualifier: Qualifier): string {
  switch (qualifier.kind) {
    case 'WITHIN':
      return `WITHIN ${qualifier.seconds} SECONDS`;
    case 'REPEATS':
      return `REPEATS ${qualifier.times} TIMES`;
    case 'START':
      return `START t'${qualifier.start}' STOP t'${qualifier.stop}'`;
  }
}
