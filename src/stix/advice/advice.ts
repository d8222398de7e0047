// What content should be like beyond what it must be: the SHOULDs of STIX 2.1, deprecated features,
// and, for those who ask, notes of policy. Never a reason to refuse anything.

import type { Properties, Report, Rule } from '../finding.ts';
import { modelOf, type TypeModel } from '../model/model.ts';
import { ADDRESS_ADVICE, adviseAddress, adviseReferenceUrl } from './addresses.ts';
import { adviseContainer, BUNDLE_ADVICE } from './bundle.ts';
import {
  adviseCustomProperties,
  adviseCustomType,
  adviseExtensionNames,
  adviseNestedCustom,
  CUSTOM_ADVICE,
} from './custom-content.ts';
import { adviseCustomEmpty, adviseKeys, CUSTOM_VALUE_ADVICE } from './custom-values.ts';
import { adviseDefinition, adviseNewType, EXTENSION_ADVICE } from './extensions.ts';
import { adviseFile, FILE_ADVICE } from './files.ts';
import { adviseId, adviseUuid, ID_ADVICE } from './ids.ts';
import { adviseIndicator, advisePattern, INDICATOR_ADVICE } from './indicator.ts';
import { adviseMarking, adviseTlp, MARKING_ADVICE } from './markings.ts';
import { adviseTraffic, NETWORK_ADVICE } from './network.ts';
import { advisePlace, PLACE_ADVICE } from './places.ts';
import { advisePredefined, PREDEFINED_ADVICE } from './predefined.ts';
import {
  adviseApplicable,
  adviseContainerUse,
  adviseCredential,
  PROPERTY_ADVICE,
} from './properties.ts';
import { adviseRelationship, RELATIONSHIP_ADVICE } from './relationships.ts';
import { adviseLanguage, adviseText, TEXT_ADVICE } from './text.ts';
import {
  adviseHashes,
  adviseKillChainPhase,
  adviseVocabulary,
  VOCABULARY_ADVICE,
} from './vocabularies.ts';
import { isFull, type Visit, walk } from './walk.ts';

/** The rules of all advice. */
export const ADVICE_RULES: readonly Rule[] = [
  ...ADDRESS_ADVICE,
  ...BUNDLE_ADVICE,
  ...CUSTOM_ADVICE,
  ...CUSTOM_VALUE_ADVICE,
  ...EXTENSION_ADVICE,
  ...FILE_ADVICE,
  ...ID_ADVICE,
  ...INDICATOR_ADVICE,
  ...MARKING_ADVICE,
  ...NETWORK_ADVICE,
  ...PLACE_ADVICE,
  ...PREDEFINED_ADVICE,
  ...PROPERTY_ADVICE,
  ...RELATIONSHIP_ADVICE,
  ...TEXT_ADVICE,
  ...VOCABULARY_ADVICE,
];

type Advise = (object: Properties, model: TypeModel, report: Report) => void;

const OF_OBJECTS: readonly Advise[] = [
  adviseId,
  adviseApplicable,
  adviseCustomType,
  adviseCustomProperties,
  adviseExtensionNames,
  advisePredefined,
  adviseDefinition,
  adviseNewType,
  adviseIndicator,
  advisePattern,
  adviseRelationship,
  adviseTraffic,
  adviseAddress,
  advisePlace,
  adviseFile,
  adviseMarking,
];
const OF_VALUES: readonly Visit[] = [
  adviseVocabulary,
  adviseKillChainPhase,
  adviseHashes,
  adviseContainerUse,
  adviseNestedCustom,
  adviseCustomEmpty,
  adviseReferenceUrl,
];

// Nothing but infos comes of these, and they have much to say.
const INFOS_OF_OBJECTS: readonly Advise[] = [adviseCredential, adviseKeys, adviseLanguage];
const INFOS_OF_VALUES: readonly Visit[] = [...OF_VALUES, adviseText, adviseTlp, adviseUuid];

/** Adds the warnings, and where they are asked for the infos, of one object that has no bundle's type. */
export function advise(object: Properties, type: string, report: Report): void {
  const model = modelOf(type, object);
  const { infos } = report.limits;
  for (const advice of OF_OBJECTS) {
    if (isFull(report)) return;
    advice(object, model, report);
  }
  if (infos) for (const advice of INFOS_OF_OBJECTS) advice(object, model, report);
  walk(object, model, infos ? INFOS_OF_VALUES : OF_VALUES, report);
}

/** Adds the warnings of a bundle as such (§8); those of its objects come from `advise`. */
export function adviseBundle(bundle: Properties, report: Report): void {
  const model = modelOf('bundle', bundle);
  adviseId(bundle, model, report);
  if (report.limits.infos) adviseUuid(bundle.id, model.properties.id, ['id'], report);
  adviseContainer(bundle, report);
}
