// Object paths (STIX 2.1 §9.7): `type:key.key[*].key`.

import { quote } from '../quote.ts';
import { accept, advance } from './lexer.ts';
import { readText, unescapeText } from './literal.ts';
import { INDEX, PROPERTY_NAME, TYPE_NAME } from './rules.ts';
import { expected, type Scanner, tell } from './scanner.ts';

const SHORTEST_TYPE = 3;
const LONGEST_NAME = 250;

const TYPE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const PROPERTY = /^[a-z0-9_]+$/;
const REFERENCE = /_refs?'?$/;

const QUOTE_KEY =
  "Put apostrophes around names with hyphens or dots, and around keywords: file:hashes.'SHA-256'.";

/** Reads a path and marks where its parts are. */
export function readPath(s: Scanner): boolean {
  const { path } = s;
  if (s.kind !== 'word' && s.kind !== 'hyphenated') return expected(s, 'an object path', PATH);
  path.start = s.start;
  path.keys = 0;
  path.keyStart = s.start;
  path.keyEnd = s.end;
  path.type = s.text.slice(s.start, s.end);
  if (!isTypeName(path.type)) tell(s, TYPE_NAME, s.start, `${quote(path.type)} is no type name.`);
  advance(s);
  if (!accept(s, ':')) return expected(s, '":" after the object type', PATH);
  if (s.kind === 'word') checkPropertyName(s);
  return readKey(s) && readSteps(s);
}

const PATH = 'A path is an object type, a colon and a property: ipv4-addr:value.';

/** The name of the last key. */
export function lastKey({ text, path }: Scanner): string {
  const raw = text.slice(path.keyStart, path.keyEnd);
  return raw.startsWith("'") ? unescapeText(raw.slice(1, -1)) : raw;
}

/** Whether the path ends in the value of an address (§9.6.1), itself or through a reference. */
export function isAddressPath(s: Scanner): boolean {
  const { path, text } = s;
  if (lastKey(s) !== 'value') return false;
  if (path.keys === 1) return path.type === 'ipv4-addr' || path.type === 'ipv6-addr';
  return REFERENCE.test(text.slice(path.hostStart, path.hostEnd));
}

function readSteps(s: Scanner): boolean {
  for (;;) {
    if (s.kind === '.') {
      advance(s);
      if (!readKey(s)) return false;
    } else if (s.kind === '[') {
      if (!readIndex(s)) return false;
    } else return true;
  }
}

function readKey(s: Scanner): boolean {
  if (s.kind !== 'word' && s.kind !== 'string') return expected(s, 'a property name', QUOTE_KEY);
  const { path } = s;
  path.keys += 1;
  path.hostStart = path.keyStart;
  path.hostEnd = path.keyEnd;
  path.keyStart = s.start;
  path.keyEnd = s.end;
  if (s.tree !== null)
    s.tree.steps.push({ key: s.kind === 'word' ? s.text.slice(s.start, s.end) : readText(s) });
  advance(s);
  return true;
}

function readIndex(s: Scanner): boolean {
  advance(s);
  if (s.kind !== '*' && s.kind !== 'integer')
    return expected(s, 'an index or "*"', "Keys of dictionaries follow a dot: a:b.'c'.");
  const index = s.text.slice(s.start, s.end);
  if (index.startsWith('-')) tell(s, INDEX, s.start, `The index ${quote(index)} is negative.`);
  s.tree?.steps.push({ index: index === '*' ? index : Number(index) });
  advance(s);
  return accept(s, ']') || expected(s, '"]"');
}

function isTypeName(name: string): boolean {
  return name.length >= SHORTEST_TYPE && name.length <= LONGEST_NAME && TYPE.test(name);
}

// Only the first key is the name of a property for certain; others may be keys of dictionaries.
function checkPropertyName(s: Scanner): void {
  const name = s.text.slice(s.start, s.end);
  if (name.length > LONGEST_NAME || !PROPERTY.test(name))
    tell(s, PROPERTY_NAME, s.start, `${quote(name)} is no property name.`);
}
