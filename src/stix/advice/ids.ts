// Ids: which version of UUID, and made of what (STIX 2.1 §2.9, §3.4).

import { add, type Path, type Properties, type Report, type Rule } from '../finding.ts';
import { uuidVersion } from '../identifier.ts';
import type { TypeModel } from '../model/model.ts';
import type { PropertyModel } from '../model/property.ts';
import { quote } from '../quote.ts';
import { deterministicId, hasLongSource } from '../sco-id.ts';

const ID_VERSION_4: Rule = {
  code: 'ID_VERSION_4',
  level: 'warning',
  section: '2.9',
  title:
    'Ids of domain, relationship and meta objects, bundles and processes are random UUIDs (version 4).',
  hint: 'Make the UUID of the id at random, by version 4.',
};
const ID_VERSION_5: Rule = {
  code: 'ID_VERSION_5',
  level: 'warning',
  section: '2.9',
  title: 'Ids of cyber-observable objects are name-based UUIDs (version 5).',
  hint: 'Make the id of the contributing properties, so that all producers give one observable one id.',
};
const ID_DETERMINISTIC: Rule = {
  code: 'ID_DETERMINISTIC',
  level: 'warning',
  section: '3.4',
  title:
    'The version 5 UUID of a cyber-observable object is the one that its contributing properties give.',
  hint: 'Make the id again whenever a contributing property changes; with a namespace of your own, ignore this.',
};
const ID_OF_VERSIONED: Rule = {
  code: 'ID_OF_VERSIONED',
  level: 'warning',
  section: '2.9',
  title:
    'A cyber-observable object with versions does not take its id from the namespace that all producers share.',
  hint: 'Leave `modified` out, or make the id with a namespace of your own.',
};
const UUID_NEW: Rule = {
  code: 'UUID_NEW',
  level: 'info',
  section: '2.9',
  title: 'UUIDs have one of the versions of RFC 4122, 1 to 5.',
  hint: 'Versions 6 to 8 came with RFC 9562; consumers that are older may refuse them.',
};

/** The rules of this file. */
export const ID_ADVICE: readonly Rule[] = [
  ID_VERSION_4,
  ID_VERSION_5,
  ID_DETERMINISTIC,
  ID_OF_VERSIONED,
  UUID_NEW,
];

// What is neither of RFC 4122 nor of RFC 9562 is an error.
const VERSIONS: readonly number[] = [1, 2, 3, 4, 5];
const NEW_VERSIONS: readonly number[] = [6, 7, 8];

/** Checks the id of an object (§2.9); of a cyber-observable object also what it is made of (§3.4). */
export function adviseId(object: Properties, model: TypeModel, report: Report): void {
  const { id } = object;
  if (typeof id !== 'string') return;
  const version = uuidVersion(id);
  if (!VERSIONS.includes(version)) return;
  if (model.class !== 'sco' || model.name === 'process') adviseRandom(id, version, report);
  else adviseNameBased(object, id, version, report);
}

function adviseRandom(id: string, version: number, report: Report): void {
  if (version === 4) return;
  add(report, ID_VERSION_4, ['id'], `id ${quote(id)} has a UUID of version ${version}, not 4`);
}

// What is made of more than 64 KiB is not asked: a digest of a megabyte takes longer than all else.
// Null: nothing contributes, so a random id is right (and anything else an error).
function adviseNameBased(object: Properties, id: string, version: number, report: Report): void {
  if (hasLongSource(object)) return;
  const expected = deterministicId(object);
  if (expected === null) return;
  if (version !== 5) {
    const message = `id ${quote(id)} has a UUID of version ${version}, not 5`;
    add(report, ID_VERSION_5, ['id'], message, `Its contributing properties give ${expected}.`);
  } else if (id !== expected) {
    const message = `id ${quote(id)} is not the one that the contributing properties give, ${expected}`;
    add(report, ID_DETERMINISTIC, ['id'], message);
  } else if (typeof object.modified === 'string') {
    add(
      report,
      ID_OF_VERSIONED,
      ['id'],
      'id is of the shared namespace, but `modified` is present',
    );
  }
}

/** Checks the UUID of an id or a reference (§2.9). */
export function adviseUuid(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (property?.kind !== 'identifier' || typeof value !== 'string') return;
  const version = uuidVersion(value);
  if (NEW_VERSIONS.includes(version))
    add(report, UUID_NEW, path, `${quote(value)} has a UUID of version ${version}`);
}
