// The rules of one object as a whole: those that all objects keep, then those of its type.

import type { Properties, Rule } from '../finding.ts';
import type { TypeModel } from '../model/model.ts';
import { checkExtensionDefinition } from './extensions.ts';
import { checkIdPrefix, checkTypeName } from './identifiers.ts';
import { checkIndicator } from './indicator.ts';
import { checkLanguageContent } from './language.ts';
import { checkMarkingDefinition } from './marking-definition.ts';
import { checkGranularMarkings, checkSelfMarking } from './markings.ts';
import { checkNetworkTraffic } from './network.ts';
import { type Check, type Place, tell } from './place.ts';
import {
  checkArtifact,
  checkDirectory,
  checkEmailMessage,
  checkFile,
  checkRandomId,
  notEmpty,
} from './sco.ts';
import {
  checkAttackPattern,
  checkLocation,
  checkMalware,
  checkMalwareAnalysis,
  checkObservedData,
  checkVulnerability,
} from './sdo.ts';
import { checkTimeOrder } from './times.ts';

const DEFANGED: Rule = {
  code: 'DEFANGED',
  level: 'error',
  section: '3.2',
  title: 'Only SCOs have the property defanged.',
  hint: 'Leave it out.',
};

const CHECKS: ReadonlyMap<string, readonly Check[]> = new Map<string, readonly Check[]>([
  ['attack-pattern', [checkAttackPattern]],
  ['indicator', [checkIndicator]],
  ['location', [checkLocation]],
  ['malware', [checkMalware]],
  ['malware-analysis', [checkMalwareAnalysis]],
  ['observed-data', [checkObservedData]],
  ['vulnerability', [checkVulnerability]],
  ['artifact', [checkArtifact, checkRandomId]],
  ['directory', [checkDirectory]],
  ['email-message', [checkEmailMessage, checkRandomId]],
  ['file', [checkFile]],
  ['network-traffic', [checkNetworkTraffic]],
  ['process', [notEmpty('process')]],
  ['user-account', [notEmpty('user-account'), checkRandomId]],
  ['windows-registry-key', [notEmpty('windows-registry-key'), checkRandomId]],
  ['x509-certificate', [notEmpty('x509-certificate'), checkRandomId]],
  ['extension-definition', [checkExtensionDefinition]],
  ['language-content', [checkLanguageContent]],
  ['marking-definition', [checkMarkingDefinition, checkSelfMarking]],
  ['action', [checkTypeName]],
]);
const NONE: readonly Check[] = [];

/** Checks what a shape cannot say of an object: how its properties go together. */
export function checkObject(object: Properties, model: TypeModel, place: Place): void {
  checkIdPrefix(object, place);
  checkTimeOrder(object, model.order, place);
  if (object.granular_markings !== undefined) checkGranularMarkings(object, place);
  if (object.defanged !== undefined && model.class !== 'sco')
    tell(place, DEFANGED, `defanged is given, but ${place.type} is no SCO`, 'defanged');
  for (const check of CHECKS.get(place.type) ?? NONE) check(object, place);
}

/** The rules of this file. */
export const OBJECT_RULES: readonly Rule[] = [DEFANGED];
