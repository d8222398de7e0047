// What the package taxiway-stix offers: the room's own names, nothing of its own.

export { canonicalJson } from '../../src/stix/canonical.ts';
export { type ConfidenceScale, confidenceOf, termOf } from '../../src/stix/confidence.ts';
export type { Finding, Policies, Properties, Rule } from '../../src/stix/finding.ts';
export {
  type Identifier,
  isTypeName,
  makeIdentifier,
  readIdentifier,
  uuidVersion,
} from '../../src/stix/identifier.ts';
export {
  classOf,
  objectTypes,
  type PartModel,
  predefinedExtensions,
  structures,
  type TypeModel,
} from '../../src/stix/model/model.ts';
export type {
  Kind,
  ObjectClass,
  PropertyModel,
  PropertyModels,
  Targets,
} from '../../src/stix/model/property.ts';
export { relationshipTypes } from '../../src/stix/model/relationships.ts';
export { vocabularies } from '../../src/stix/model/vocabularies.ts';
export { canonicalIdSource, deterministicId } from '../../src/stix/sco-id.ts';
export {
  compareTimestamps,
  printTimestamp,
  readMilliseconds,
  readStixTimestamp,
} from '../../src/stix/timestamp.ts';
export {
  TLP_2_EXTENSION,
  TLP_LEVELS,
  type TlpLevel,
  type TlpVersion,
  tlpId,
  tlpMarking,
  tlpOf,
} from '../../src/stix/tlp.ts';
export { type Options, type Verdict, validate } from '../../src/stix/validate.ts';
export { validateText } from '../../src/stix/validate-text.ts';
export { isInVocabulary, suggest } from '../../src/stix/vocabulary.ts';
