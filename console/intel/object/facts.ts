// What an object says, read with care: anybody may have sent it.
import { patternConstants } from '../../../src/stix/pattern/constants.ts';
import { parsePattern } from '../../../src/stix/pattern/pattern.ts';
import { tlpOf } from '../../../src/stix/tlp.ts';
import { kindWords, TLP_LEVELS } from '../words.ts';
import type { StixObject } from './shapes.ts';

export interface Value {
  readonly kind: string;
  readonly value: string;
}

const HASHED = ['file', 'artifact', 'x509-certificate'];

/** A property that is text. */
export function textOf(object: StixObject, name: string): string | null {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The texts of a property that is a list of them. */
export function textsOf(object: StixObject, name: string): string[] {
  const value = object[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The objects of a property that is a list of them. */
export function partsOf(object: StixObject, name: string): StixObject[] {
  const value = object[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function isObject(value: unknown): value is StixObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What kinds of it there are, by the property that says so: `indicator_types`, `malware_types`. */
export function typesGivenIn(object: StixObject): readonly (readonly [string, string[]])[] {
  return Object.keys(object)
    .filter((name) => name.endsWith('_types'))
    .map((name) => [name, textsOf(object, name)] as const)
    .filter(([, types]) => types.length > 0);
}

/** The strictest TLP level among an object's markings. */
export function tlpLevelOf(object: StixObject): string | null {
  const own = textsOf(object, 'object_marking_refs').map((id) => tlpOf(id)?.level);
  return TLP_LEVELS.findLast((level) => own.some((one) => one === level)) ?? null;
}

/** What stands for an object where it has no name: its value, or what it relates. */
export function titleOf(object: StixObject): string {
  const name = textOf(object, 'name') ?? valuesOf(object)[0]?.value ?? textOf(object, 'abstract');
  const content = textOf(object, 'content');
  if (name !== null) return name;
  if (content !== null) return content.length > 80 ? `${content.slice(0, 80)} …` : content;
  return textOf(object, 'relationship_type') ?? String(object.id);
}

/** The values that an object is, or that its pattern tests. */
export function valuesOf(object: StixObject): Value[] {
  const pattern = textOf(object, 'pattern');
  if (object.type === 'indicator') return pattern === null ? [] : patternValues(pattern);
  const type = String(object.type);
  const value = textOf(object, 'value') ?? textOf(object, 'key');
  const hashes = isObject(object.hashes) && HASHED.includes(type) ? object.hashes : {};
  return [
    ...(value === null ? [] : [{ kind: kindWords(type), value }]),
    ...Object.entries(hashes).map(([kind, hash]) => ({ kind, value: String(hash) })),
  ];
}

function patternValues(pattern: string): Value[] {
  const reading = parsePattern(pattern);
  if (!reading.ok) return [];
  return patternConstants(reading.ast).map(({ object_type, path, value }) => ({
    kind: kindWords(kindOf(object_type, path)),
    value,
  }));
}

function kindOf(type: string, path: string): string {
  if (path === 'value') return type;
  return path.startsWith('hashes.') ? `file:${path.slice('hashes.'.length)}` : `${type}:${path}`;
}
