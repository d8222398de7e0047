// What an object says that a row makes, as values: it is looked for by them, and nobody has to read its
// text again. Written out property by property: spreading took as long as reading the text.
import type { Properties } from '../../stix/finding.ts';

/** Values of members, before they were written as JSON. */
export interface Said {
  readonly type: 'indicator' | 'vulnerability';
  readonly creator: string;
  readonly name: string;
  readonly description: string | null;
  readonly types: readonly string[] | null;
  readonly pattern: string | null;
  readonly pattern_type: string | null;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly labels: readonly string[];
  readonly confidence: number | null;
  readonly markings: readonly string[];
  readonly references: readonly object[];
  readonly revoked: boolean;
}

/** The object as far as it is looked for; members that it has not got are null or empty. */
export function propertiesOf(said: Said, created: string): Properties {
  return {
    type: said.type,
    spec_version: '2.1',
    created_by_ref: said.creator,
    created,
    modified: created,
    name: said.name,
    description: said.description,
    indicator_types: said.types,
    pattern: said.pattern,
    pattern_type: said.pattern_type,
    valid_from: said.valid_from,
    valid_until: said.valid_until,
    labels: said.labels,
    confidence: said.confidence,
    object_marking_refs: said.markings,
    external_references: said.references,
    revoked: said.revoked,
  };
}
