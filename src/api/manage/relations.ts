// What an object is related to, from both sides: relationships, and properties that name objects. What
// pollers would find by many requests (OASIS TAXII 2.1 section 5.4).
import type { Properties } from '../../stix/finding.ts';
import { readIdentifier } from '../../stix/identifier.ts';
import type { ObjectKey } from '../../store/object-versions.ts';
import { type Related, selectNames, selectRelated } from '../../store/references.ts';
import type { Handler } from '../operation.ts';
import { readKey } from './objects.ts';

// As many as a graph can show.
const MOST = 200;

interface Relation {
  readonly direction: 'out' | 'in';
  readonly property: string;
  readonly relationship: object | null;
  readonly other: ObjectKey;
}

/** The objects that an object is related to. */
export const listRelations: Handler = async (input, { db }) => {
  const { id: collection } = input.collection;
  const key = readKey(input);
  const related = await selectRelated(db.work, collection, key, MOST + 1);
  const relations = related.flatMap((one) => relationOf(one) ?? []);
  const others = relations.map(({ other }) => other);
  const names = await selectNames(db.work, collection, others);
  const known = new Map(names.map((one) => [idOf(one), one]));
  const items = relations.slice(0, 2 * MOST).map(({ other, ...relation }) => {
    const id = idOf(other);
    const { name = null, revoked = false } = known.get(id) ?? {};
    return { ...relation, other: { id, type: other.type, name, revoked, stored: known.has(id) } };
  });
  const more = ['out', 'in'].some((side) => related.filter(isOn(side)).length > MOST);
  return { status: 200, body: { items, more } };
};

function isOn(side: string): (one: Related) => boolean {
  return ({ direction }) => direction === side;
}

// A relationship stands between two objects: what is told is the one at its other end.
function relationOf({ direction, property, stix_type, stix_uuid, body }: Related): Relation | null {
  if (body === null)
    return { direction, property, relationship: null, other: { type: stix_type, uuid: stix_uuid } };
  const object: Properties = JSON.parse(body);
  const isSource = property === 'source_ref';
  const end = readIdentifier(String(isSource ? object.target_ref : object.source_ref));
  if (end === null || (!isSource && property !== 'target_ref')) return null;
  const { id, relationship_type, description, revoked } = object;
  return {
    direction: isSource ? 'out' : 'in',
    property,
    relationship: {
      id,
      relationship_type,
      description: typeof description === 'string' ? description : null,
      revoked: revoked === true,
    },
    other: end,
  };
}

function idOf({ type, uuid }: ObjectKey): string {
  return `${type}--${uuid}`;
}
