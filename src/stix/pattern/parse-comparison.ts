// Comparison expressions (STIX 2.1 §9.6): what stands between brackets.

import { hashFault } from '../format/hash.ts';
import { isIpv4, isIpv6 } from '../format/ip.ts';
import { objectTypes } from '../model/model.ts';
import { quote } from '../quote.ts';
import type { TestOperator } from './ast.ts';
import { accept, advance } from './lexer.ts';
import { readConstant, readText } from './literal.ts';
import { isAddressPath, lastKey, readPath } from './parse-path.ts';
import { findRegexFault } from './regex.ts';
import { HASH, REGEX, SET_EMPTY, SET_MIXED, SUBNET, UNSATISFIABLE, VERSION } from './rules.ts';
import { intersect, nameTypes, type Types, unite } from './satisfiable.ts';
import { enter, expected, refuse, type Scanner, tell } from './scanner.ts';
import { addTest, joinTests } from './tree.ts';

/** What a test's constant may be: anything, what has an order, or text. */
type Comparand = 'any' | 'ordered' | 'string';

/** Reads comparisons up to the bracket. Returns the types of objects they can hold for; null: none read. */
export function readComparisons(s: Scanner): Types | null {
  const from = s.tree === null ? 0 : s.tree.comparisons.length;
  let types = readConjunction(s);
  while (types !== null && accept(s, 'OR')) {
    const more = readConjunction(s);
    types = more === null ? null : unite(types, more);
  }
  if (s.tree !== null) joinTests(s.tree, 'OR', from);
  return types;
}

function readConjunction(s: Scanner): Types | null {
  const from = s.tree === null ? 0 : s.tree.comparisons.length;
  let types = readOperand(s);
  while (types !== null && s.kind === 'AND') {
    const offset = s.start;
    advance(s);
    const more = readOperand(s);
    if (more === null) return null;
    types = intersect(types, more) ?? tellUnsatisfiable(s, offset, types, more);
  }
  if (s.tree !== null) joinTests(s.tree, 'AND', from);
  return types;
}

// Reading goes on with the types before the AND, so that one mistake is told once.
function tellUnsatisfiable(s: Scanner, offset: number, types: Types, more: Types): Types {
  const both = `${nameTypes(types)} and ${nameTypes(more)}`;
  tell(s, UNSATISFIABLE, offset, `No object is both ${both}.`);
  return types;
}

function readOperand(s: Scanner): Types | null {
  if (s.kind === '(') return readGroup(s);
  return readTest(s) ? s.path.type : null;
}

function readGroup(s: Scanner): Types | null {
  if (!enter(s)) return null;
  advance(s);
  const types = readComparisons(s);
  if (types === null) return null;
  s.depth -= 1;
  if (accept(s, ')')) return types;
  expected(s, 'AND, OR or ")"');
  return null;
}

function readTest(s: Scanner): boolean {
  if (s.kind === 'EXISTS' || s.kind === 'NOT') return readExists(s);
  if (!readPath(s)) return false;
  const negated = accept(s, 'NOT');
  const operator = s.kind;
  switch (operator) {
    case '=':
    case '!=':
      return readOne(s, 'any', negated, operator);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return readOne(s, 'ordered', negated, operator);
    case 'LIKE':
    case 'MATCHES':
    case 'ISSUBSET':
    case 'ISSUPERSET':
      return readOne(s, 'string', negated, operator);
    case 'IN':
      return readSet(s, negated);
    default:
      return expected(s, negated ? 'an operator' : 'NOT or an operator', OPERATORS);
  }
}

const OPERATORS =
  'The operators are =, !=, <, <=, >, >=, IN, LIKE, MATCHES, ISSUBSET and ISSUPERSET.';

// NOT stands before an operator, never before a path.
function readExists(s: Scanner): boolean {
  const negated = accept(s, 'NOT');
  if (s.kind !== 'EXISTS')
    return expected(s, 'EXISTS', 'Write NOT before the operator: a:b NOT = 1.');
  if (s.version === '2.0') return refuse(s, VERSION, s.start, 'STIX 2.0 has no EXISTS.');
  advance(s);
  return readPath(s) && keep(s, negated, 'EXISTS');
}

function readOne(
  s: Scanner,
  comparand: Comparand,
  negated: boolean,
  operator: TestOperator,
): boolean {
  advance(s);
  if (!isConstant(s, comparand)) return expectedConstant(s, comparand);
  if (comparand === 'any') checkHash(s);
  else if (comparand === 'string') checkText(s, operator);
  keepConstant(s);
  advance(s);
  return keep(s, negated, operator);
}

function readSet(s: Scanner, negated: boolean): boolean {
  advance(s);
  if (!accept(s, '(')) return expected(s, '"("', "Write a set as ('a', 'b').");
  if (s.kind === ')') tell(s, SET_EMPTY, s.start, 'The set of IN is empty.');
  else if (!readMembers(s)) return false;
  if (!accept(s, ')')) return expected(s, '"," or ")"');
  return keep(s, negated, 'IN');
}

function readMembers(s: Scanner): boolean {
  const first = setKind(s);
  let isMixed = false;
  do {
    if (!isConstant(s, 'any')) return expectedConstant(s, 'any');
    if (!isMixed && setKind(s) !== first) {
      isMixed = true;
      tell(s, SET_MIXED, s.start, `A set that begins with ${first} has ${setKind(s)} in it.`);
    }
    checkHash(s);
    keepConstant(s);
    advance(s);
  } while (accept(s, ','));
  return true;
}

function setKind(s: Scanner): string {
  if (s.kind === 'integer' || s.kind === 'float') return 'a number';
  if (s.kind === 'true' || s.kind === 'false') return 'a boolean';
  return s.kind === 'string' ? 'text' : s.kind;
}

function isConstant(s: Scanner, comparand: Comparand): boolean {
  switch (s.kind) {
    case 'string':
      return true;
    case 'true':
    case 'false':
      return comparand === 'any';
    case 'integer':
    case 'float':
    case 'hex':
    case 'binary':
    case 'timestamp':
      return comparand !== 'string';
    default:
      return false;
  }
}

function expectedConstant(s: Scanner, comparand: Comparand): false {
  if (comparand === 'string') return expected(s, "text such as 'a'");
  const hint =
    s.kind === 'word' || s.kind === 'hyphenated'
      ? 'Put apostrophes around text; there is no null, for which NOT EXISTS stands.'
      : undefined;
  if (comparand === 'any') return expected(s, 'a constant', hint);
  return expected(s, 'a constant that has an order', hint);
}

// LIKE and MATCHES may ask for a part of a hash.
function checkHash(s: Scanner): void {
  if (s.kind !== 'string' || !mayNameHash(s)) return;
  const algorithm = lastKey(s);
  const value = readText(s);
  const fault = hashFault(algorithm, value);
  if (fault !== null) tell(s, HASH, s.start, `${quote(value)} as ${algorithm} ${fault}.`);
}

// The names of algorithms begin with M, S or T, unlike nearly all other keys.
function mayNameHash({ text, path }: Scanner): boolean {
  if (path.keys < 2) return false;
  const first = text[path.keyStart] === "'" ? text[path.keyStart + 1] : text[path.keyStart];
  return first === 'M' || first === 'S' || first === 'T';
}

function checkText(s: Scanner, operator: TestOperator): void {
  if (operator === 'MATCHES') checkRegex(s);
  else if (operator !== 'LIKE') checkSubnet(s, operator);
}

function checkRegex(s: Scanner): void {
  const fault = findRegexFault(readText(s));
  if (fault?.isCertain) tell(s, REGEX, s.start, `The regular expression ${fault.message}.`);
}

function checkSubnet(s: Scanner, operator: TestOperator): void {
  const { path } = s;
  const value = readText(s);
  // Of custom types only those who made them know what refers to an address.
  if (objectTypes.has(path.type) && !isAddressPath(s)) {
    const shown = quote(s.text.slice(path.start, path.keyEnd));
    tell(s, SUBNET, path.start, `${operator} does not apply to ${shown}.`);
  }
  const isV4 = path.type !== 'ipv6-addr' && isIpv4(value);
  if (!isV4 && !(path.type !== 'ipv4-addr' && isIpv6(value)))
    tell(s, SUBNET, s.start, `${quote(value)} is no address or network of ${familyOf(path.type)}.`);
}

function familyOf(type: string): string {
  if (type === 'ipv4-addr') return 'IPv4';
  return type === 'ipv6-addr' ? 'IPv6' : 'IP';
}

function keepConstant(s: Scanner): void {
  if (s.tree === null) return;
  s.tree.constants.push(readConstant(s));
}

function keep(s: Scanner, negated: boolean, operator: TestOperator): boolean {
  if (s.tree !== null) addTest(s.tree, s.path.type, negated, operator, s.path.start);
  return true;
}
