// The minimum that every stored object must keep, so that it can be found, versioned and served:
// STIX 2.1 §3.1 to §3.4. Whether it is good STIX otherwise is not asked here.

import { explainIdentifier, type Identifier, isTypeName, readIdentifier } from './identifier.ts';
import { quote } from './quote.ts';
import { readStixTimestamp, versionAsSent } from './timestamp.ts';

/** The STIX versions that can be stored. */
export type SpecVersion = '2.0' | '2.1';

/** What is known of an object that can be stored. */
export interface StorableObject {
  readonly ok: true;
  readonly type: string;
  readonly uuid: string;
  readonly id: string;
  /** The normal form of `modified`, else `created`; null where the object has neither. */
  readonly version: string | null;
  readonly version_as_sent: string | null;
  readonly spec_version: SpecVersion;
}

/** Why an object cannot be stored; `id` and `version` as sent, where they can be read. */
export interface UnstorableObject {
  readonly ok: false;
  readonly id: string | null;
  readonly version: string | null;
  readonly message: string;
}

interface Versioning {
  readonly version: string | null;
  readonly version_as_sent: string | null;
}

interface Fault {
  readonly message: string;
}

type Properties = Readonly<Record<string, unknown>>;

// Longer than `type--UUID` can be, and short enough to repeat in a status.
const LONGEST_ID = 300;

/** Reads what the store needs to know of an object, or says what is wrong. Never throws. */
export function readObject(value: Properties): StorableObject | UnstorableObject {
  const identity = readIdentity(value);
  if ('message' in identity) return unstorable(value, identity.message);
  const versioning = readVersioning(value);
  if ('message' in versioning) return unstorable(value, versioning.message);
  const specVersion = readSpecVersion(value);
  if (typeof specVersion !== 'string') return unstorable(value, specVersion.message);
  return {
    ok: true,
    type: identity.type,
    uuid: identity.uuid,
    id: `${identity.type}--${identity.uuid}`,
    version: versioning.version,
    version_as_sent: versioning.version_as_sent,
    spec_version: specVersion,
  };
}

/** An object that cannot be stored for the reason given, with whatever names it. */
export function unstorable(value: Properties, message: string): UnstorableObject {
  return { ok: false, id: reportedId(value), version: reportedVersion(value), message };
}

function readIdentity(value: Properties): Identifier | Fault {
  const { type, id } = value;
  if (typeof type !== 'string') return notText('type', type, 'the name of a STIX object type');
  if (type === 'bundle')
    return { message: 'type is "bundle": a bundle cannot hold a bundle; send its objects instead' };
  if (!isTypeName(type))
    return {
      message: `type ${quote(type)} cannot be a type's name (3 to 250 of a-z and 0-9, single hyphens between)`,
    };
  if (typeof id !== 'string') return notText('id', id, `"${type}--" and a UUID`);
  const identifier = readIdentifier(id);
  if (identifier === null) return { message: explainIdentifier(id) };
  if (identifier.type !== type)
    return { message: `id ${quote(id)} begins with another type than type, ${quote(type)}` };
  return identifier;
}

function readVersioning(value: Properties): Versioning | Fault {
  const created = readTime(value, 'created');
  if (typeof created === 'object' && created !== null) return created;
  const modified = readTime(value, 'modified');
  if (typeof modified === 'object' && modified !== null) return modified;
  if (created !== null && modified !== null && modified < created)
    return {
      message: `modified ${quote(String(value.modified))} is before created ${quote(String(value.created))}`,
    };
  const version = modified ?? created;
  if (version === null) return { version: null, version_as_sent: null };
  const text = String(modified === null ? value.created : value.modified);
  return { version, version_as_sent: versionAsSent(version, text) };
}

function readTime(value: Properties, property: 'created' | 'modified'): string | null | Fault {
  const text = value[property];
  if (text === undefined) return null;
  const wanted = 'a timestamp like "2024-05-31T08:00:00.000Z"';
  if (typeof text !== 'string') return notText(property, text, wanted);
  const normal = readStixTimestamp(text);
  return (
    normal ?? { message: `${property} ${quote(text)} is not ${wanted} of a real day and time` }
  );
}

// Without the property STIX 2.0 is meant: it did not have it. Only STIX 2.1 has objects with
// neither `created` nor `modified`.
function readSpecVersion(value: Properties): SpecVersion | Fault {
  const { spec_version: given } = value;
  if (given === undefined)
    return value.created === undefined && value.modified === undefined ? '2.1' : '2.0';
  if (given === '2.0' || given === '2.1') return given;
  if (typeof given !== 'string') return notText('spec_version', given, '"2.1" or "2.0"');
  return { message: `spec_version ${quote(given)} is not supported; it must be "2.1" or "2.0"` };
}

function notText(property: string, given: unknown, wanted: string): Fault {
  if (given === undefined) return { message: `${property} is missing; it must be ${wanted}` };
  const kind = given === null ? 'null' : Array.isArray(given) ? 'a list' : `a ${typeof given}`;
  return {
    message: `${property} is ${kind === 'a object' ? 'an object' : kind}, not text; it must be ${wanted}`,
  };
}

// An id that cannot be read is repeated when it is fit for a status: short, and proper Unicode.
function reportedId({ id }: Properties): string | null {
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID) return null;
  return /\p{Cs}/u.test(id) ? null : id;
}

function reportedVersion({ modified, created }: Properties): string | null {
  const text = modified ?? created;
  return typeof text === 'string' && readStixTimestamp(text) !== null ? text : null;
}
