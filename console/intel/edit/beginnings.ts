// What a new object of each type begins with: what it must say and usually says alike.
import type { StixObject } from '../object/shapes.ts';

const nothing = () => ({});

/** By type; `now` is a STIX timestamp. */
export const BEGINNINGS: Readonly<Record<string, (now: string) => StixObject>> = {
  indicator: (now) => ({
    pattern: "[ipv4-addr:value = '']",
    pattern_type: 'stix',
    valid_from: now,
    indicator_types: ['malicious-activity'],
  }),
  'attack-pattern': nothing,
  campaign: nothing,
  'course-of-action': nothing,
  grouping: () => ({ context: 'suspicious-activity' }),
  identity: () => ({ identity_class: 'organization' }),
  incident: nothing,
  infrastructure: nothing,
  'intrusion-set': nothing,
  location: () => ({ region: 'western-europe' }),
  malware: () => ({ is_family: true }),
  'malware-analysis': () => ({ result: 'malicious' }),
  note: nothing,
  'observed-data': (now) => ({ first_observed: now, last_observed: now, number_observed: 1 }),
  opinion: () => ({ opinion: 'agree' }),
  report: (now) => ({ published: now }),
  'threat-actor': nothing,
  tool: nothing,
  vulnerability: nothing,
  relationship: () => ({ relationship_type: 'related-to' }),
  sighting: nothing,
};

/** A new object of a type, as it stands in the form at first. */
export function beginningOf(type: string): StixObject {
  const now = new Date().toISOString().replace(/\.\d+Z$/, '.000Z');
  return { type, ...BEGINNINGS[type]?.(now) };
}
