// Deterministic ids of cyber observables (STIX 2.1 §2.9): the same observable gets the same id from
// everyone who follows the recommendation.

import { v5 } from 'uuid';
import { canonicalJson } from './canonical.ts';
import { isProperties, type Properties } from './finding.ts';
import { objectTypes } from './model/model.ts';

const NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7';

const utf8 = new TextEncoder();
const LONGEST = 65_536;

// Which hash stands for all of them.
const HASHES: readonly string[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'];

/**
 * The id that an observable should have, or null where it has nothing to make one of: then a UUIDv4
 * is due. Recursive: bound the depth before.
 */
export function deterministicId(object: Properties): string | null {
  const source = canonicalIdSource(object);
  // As bytes, because the package makes them of a string by way of two others.
  return source === null ? null : `${String(object.type)}--${v5(utf8.encode(source), NAMESPACE)}`;
}

/** Whether an id would be made of more than 64 KiB, or nearly so. Recursive as the other. */
export function hasLongSource(object: Properties): boolean {
  return roomAfter(sourceOf(object), LONGEST) < 0;
}

/** The text whose UUIDv5 it is: the contributing properties that are there, as RFC 8785 JSON. */
export function canonicalIdSource(object: Properties): string | null {
  const source = sourceOf(object);
  return Object.keys(source).length === 0 ? null : canonicalJson(source);
}

function sourceOf(object: Properties): Properties {
  const { type } = object;
  const names = typeof type === 'string' ? objectTypes.get(type)?.idContributing : undefined;
  const source: Record<string, unknown> = {};
  for (const name of names ?? []) {
    const value = name === 'hashes' ? oneHash(object.hashes) : object[name];
    if (value !== undefined) source[name] = value;
  }
  return source;
}

// What is left of so many characters when the value is written; negative as soon as there is none.
function roomAfter(value: unknown, room: number): number {
  if (typeof value === 'string') return room - value.length;
  if (typeof value !== 'object' || value === null) return room - 1;
  let left = room;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && left >= 0; index += 1)
      left = roomAfter(value[index], left - 1);
  } else if (isProperties(value)) {
    for (const name in value) {
      left = roomAfter(value[name], left - name.length);
      if (left < 0) return left;
    }
  }
  return left;
}

function oneHash(hashes: unknown): Properties | undefined {
  if (!isProperties(hashes)) return undefined;
  const name = HASHES.find((one) => Object.hasOwn(hashes, one)) ?? Object.keys(hashes)[0];
  return name === undefined ? undefined : { [name]: hashes[name] };
}
