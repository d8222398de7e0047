// What the package taxiway-stix offers: the rooms' own names, nothing of its own.

export type { Finding, Policies, Properties, Rule } from '../../src/stix/finding.ts';
export { isTypeName, readIdentifier } from '../../src/stix/identifier.ts';
export { readStixTimestamp } from '../../src/stix/timestamp.ts';
export { type Options, type Verdict, validate } from '../../src/stix/validate.ts';
