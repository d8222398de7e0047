// A pattern in words: what has to be seen, as a tree of sentences.
import type {
  ComparisonNode,
  Constant,
  ObjectPath,
  PatternNode,
  Qualifier,
  TestNode,
  TestOperator,
} from '../../../src/stix/pattern/ast.ts';
import { spaced, typeWords } from '../words.ts';

/** A sentence, or a head with what belongs to it. */
export interface Words {
  readonly text: string;
  readonly parts: readonly Words[];
}

const OPERATORS: Readonly<Record<TestOperator, string>> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is greater than',
  '>=': 'is at least',
  IN: 'is any of',
  LIKE: 'is like',
  MATCHES: 'matches the regular expression',
  ISSUBSET: 'is within the network',
  ISSUPERSET: 'contains the network',
  EXISTS: 'is there',
};

const HEADS = {
  AND: 'All of these are seen:',
  OR: 'Any of these is seen:',
  FOLLOWEDBY: 'These are seen, one after the other:',
};

const KEYS: Readonly<Record<string, string>> = {
  dst_ref: 'destination',
  src_ref: 'source',
  dst_port: 'destination port',
  src_port: 'source port',
  from_ref: 'sender',
  to_refs: 'recipients',
  parent_directory_ref: 'folder',
};

/** What a pattern looks for. */
export function patternWords(node: PatternNode): Words {
  switch (node.kind) {
    case 'observation':
      return testsWords(node.test);
    case 'qualified':
      return {
        text: `${capital(node.qualifiers.map(qualifierWords).join(', '))}:`,
        parts: [patternWords(node.of)],
      };
    case 'joined':
      return { text: HEADS[node.operator], parts: node.operands.map(patternWords) };
  }
}

function testsWords(node: ComparisonNode): Words {
  if (node.kind === 'test') return { text: capital(testWords(node)), parts: [] };
  const head = node.operator === 'AND' ? 'One object of which all is true:' : 'One of these:';
  return { text: head, parts: node.operands.map(testsWords) };
}

function testWords({ path, negated, operator, constants }: TestNode): string {
  const values = constants.map(constantWords).join(', ');
  const words = `${pathWords(path)} ${OPERATORS[operator]} ${values}`.trim();
  return negated ? `not: ${words}` : words;
}

function pathWords({ type, steps }: ObjectPath): string {
  const keys = steps.flatMap((step) => ('key' in step ? [step.key] : []));
  const [first = '', second] = keys;
  const object = typeWords(type);
  if (first === 'value' && keys.length === 1) return object;
  if (first === 'hashes' && second !== undefined) return `${second} of the ${lower(object)}`;
  const named = keys.filter((key, index) => index === 0 || key !== 'value');
  return `${named.map((key) => KEYS[key] ?? spaced(key)).join(' › ')} of the ${lower(object)}`;
}

function constantWords({ kind, value }: Constant): string {
  return kind === 'string' ? `“${value}”` : value;
}

function qualifierWords(qualifier: Qualifier): string {
  switch (qualifier.kind) {
    case 'WITHIN':
      return `within ${qualifier.seconds} seconds`;
    case 'REPEATS':
      return `at least ${qualifier.times} times`;
    case 'START':
      return `from ${qualifier.start} to ${qualifier.stop}`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// `IPv4 address` and `URL` keep their letters.
function lower(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
