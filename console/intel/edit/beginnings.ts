// What a new object of each type begins with: its required properties, and the usual ones.
import type { StixObject } from '../object/shapes.ts';

const named =
  (more: StixObject = {}) =>
  () => ({ name: '', description: '', ...more });

/** By type; `now` is a STIX timestamp. */
export const BEGINNINGS: Readonly<Record<string, (now: string) => StixObject>> = {
  indicator: (now) => ({
    name: '',
    description: '',
    pattern: "[ipv4-addr:value = '']",
    pattern_type: 'stix',
    valid_from: now,
    indicator_types: ['malicious-activity'],
  }),
  'attack-pattern': named(),
  campaign: named(),
  'course-of-action': named(),
  grouping: named({ context: 'suspicious-activity', object_refs: [] }),
  identity: named({ identity_class: 'organization' }),
  incident: named(),
  infrastructure: named(),
  'intrusion-set': named(),
  location: named({ region: 'western-europe' }),
  malware: named({ is_family: true }),
  'malware-analysis': () => ({ product: '', result: 'malicious' }),
  note: () => ({ abstract: '', content: '', object_refs: [] }),
  'observed-data': (now) => ({
    first_observed: now,
    last_observed: now,
    number_observed: 1,
    object_refs: [],
  }),
  opinion: () => ({ opinion: 'agree', explanation: '', object_refs: [] }),
  report: (now) => ({ name: '', description: '', published: now, object_refs: [] }),
  'threat-actor': named(),
  tool: named(),
  vulnerability: named(),
  relationship: () => ({ relationship_type: 'related-to', source_ref: '', target_ref: '' }),
  sighting: () => ({ sighting_of_ref: '' }),
};
