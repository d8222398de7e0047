import { spaced } from '../words.ts';
import type { Relation } from './shapes.ts';

/** What a relation says: the type of its relationship, else the property that names the other. */
export function relationWords({ relationship, property }: Relation): string {
  if (relationship !== null) return spaced(relationship.relationship_type);
  return spaced(property.replace(/_refs?\b/, ''));
}
