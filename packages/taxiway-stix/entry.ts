// What the package taxiway-stix offers: the room's own names, nothing of its own.

export { canonicalJson } from '../../src/stix/canonical.ts';
export { allRules } from '../../src/stix/catalogue.ts';
export { type ConfidenceScale, confidenceOf, termOf } from '../../src/stix/confidence.ts';
export type { Finding, Policies, Properties, Rule } from '../../src/stix/finding.ts';
export type * from '../../src/stix/generated/types.ts';
export {
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
export type {
  ComparisonNode,
  Constant,
  ConstantKind,
  JoinedNode,
  JoinedTestsNode,
  ObjectPath,
  ObservationNode,
  PatternNode,
  QualifiedNode,
  Qualifier,
  Step,
  TestNode,
  TestOperator,
} from '../../src/stix/pattern/ast.ts';
export { type PatternConstant, patternConstants } from '../../src/stix/pattern/constants.ts';
export {
  checkPattern,
  isPattern,
  type PatternOptions,
  type PatternReading,
  type PatternVerdict,
  parsePattern,
} from '../../src/stix/pattern/pattern.ts';
export { printPath, printPattern } from '../../src/stix/pattern/print.ts';
export type { PatternFinding, PatternVersion } from '../../src/stix/pattern/scanner.ts';
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
