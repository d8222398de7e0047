// STIX Domain Objects (STIX 2.1 §4): which of their properties go together.

import { isProperties, type Properties, type Rule } from '../finding.ts';
import { classOf, objectTypes } from '../model/model.ts';
import { quote } from '../quote.ts';
import { isIdentifier, typeIn } from './identifiers.ts';
import { isFull, type Place, tell } from './place.ts';

const LOCATION_PLACE: Rule = {
  code: 'LOCATION_PLACE',
  level: 'error',
  section: '4.10',
  title: 'A location has a region, a country, or latitude and longitude.',
  hint: 'Add one of them.',
};

const LOCATION_COORDINATES: Rule = {
  code: 'LOCATION_COORDINATES',
  level: 'error',
  section: '4.10',
  title: 'latitude and longitude come together, and precision with both only.',
  hint: 'Add what is missing, or leave all of them out.',
};

const FAMILY_NAME: Rule = {
  code: 'FAMILY_NAME',
  level: 'error',
  section: '4.11',
  title: 'Malware that is a family has a name.',
  hint: 'Add the name of the family, or set is_family to false.',
};

const ANALYSIS_RESULT: Rule = {
  code: 'ANALYSIS_RESULT',
  level: 'error',
  section: '4.12',
  title: 'A malware-analysis has a result or analysis_sco_refs.',
  hint: 'Add result, or refer to what the analysis found with analysis_sco_refs.',
};

const OBSERVED_EITHER: Rule = {
  code: 'OBSERVED_EITHER',
  level: 'error',
  section: '4.14',
  title: 'observed-data has either object_refs or the deprecated objects.',
  hint: 'Refer to SCOs with object_refs, and leave objects out.',
};

const OBSERVED_SCO: Rule = {
  code: 'OBSERVED_SCO',
  level: 'error',
  section: '4.14',
  title: 'The object_refs of observed-data name at least one SCO.',
  hint: 'Add the SCOs that were observed.',
};

const CAPEC_ID: Rule = {
  code: 'CAPEC_ID',
  level: 'error',
  section: '4.1',
  title:
    'In an attack-pattern an external reference to capec has an external_id such as CAPEC-123.',
  hint: 'Write the id as CAPEC- and a number.',
};

const CVE_ID: Rule = {
  code: 'CVE_ID',
  level: 'error',
  section: '4.19',
  title:
    'In a vulnerability the source_name cve goes with an external_id such as CVE-2024-1234, and the other way round.',
  hint: 'Use the source_name cve and the external_id CVE-year-number together.',
};

const CAPEC = /^CAPEC-\d{1,20}$/;
const CVE = /^CVE-\d{4}-\d{4,20}$/;

/** Checks where a location is (§4.10). */
export function checkLocation(object: Properties, place: Place): void {
  const { region, country, latitude, longitude, precision } = object;
  const hasLatitude = latitude !== undefined;
  const hasLongitude = longitude !== undefined;
  if (hasLatitude !== hasLongitude) {
    const [given, missing] = hasLatitude ? ['latitude', 'longitude'] : ['longitude', 'latitude'];
    tell(place, LOCATION_COORDINATES, `${given} is given without ${missing}`, given ?? '');
  } else if (precision !== undefined && !hasLatitude)
    tell(
      place,
      LOCATION_COORDINATES,
      'precision is given without latitude and longitude',
      'precision',
    );
  if (region === undefined && country === undefined && !hasLatitude && !hasLongitude)
    tell(place, LOCATION_PLACE, 'none of region, country, latitude and longitude is given');
}

/** Checks that a family of malware has a name (§4.11). */
export function checkMalware({ is_family: isFamily, name }: Properties, place: Place): void {
  if (isFamily === true && name === undefined)
    tell(place, FAMILY_NAME, 'is_family is true, but name is missing');
}

/** Checks that an analysis found something (§4.12). */
export function checkMalwareAnalysis(object: Properties, place: Place): void {
  if (object.result === undefined && object.analysis_sco_refs === undefined)
    tell(place, ANALYSIS_RESULT, 'neither result nor analysis_sco_refs is given');
}

/** Checks what was observed (§4.14). */
export function checkObservedData(object: Properties, place: Place): void {
  const { objects, object_refs: refs } = object;
  if ((objects === undefined) === (refs === undefined)) {
    const given =
      refs === undefined
        ? 'neither object_refs nor objects is'
        : 'both object_refs and objects are';
    tell(place, OBSERVED_EITHER, `${given} given`);
  }
  if (!Array.isArray(refs) || refs.length === 0 || refs.some(isPerhapsSco)) return;
  tell(place, OBSERVED_SCO, 'object_refs names no SCO', 'object_refs');
}

// What is no identifier is told of already, and types of others' making may be SCOs.
function isPerhapsSco(reference: unknown): boolean {
  if (typeof reference !== 'string' || !isIdentifier(reference)) return true;
  const type = typeIn(reference);
  return !objectTypes.has(type) || classOf(type) === 'sco';
}

/** Checks references to CAPEC (§4.1). */
export function checkAttackPattern(object: Properties, place: Place): void {
  checkReferences(object, place, (source, id) =>
    source === 'capec' && !CAPEC.test(id) ? CAPEC_ID : null,
  );
}

/** Checks references to CVE (§4.19). */
export function checkVulnerability(object: Properties, place: Place): void {
  checkReferences(object, place, (source, id) =>
    (source === 'cve') !== CVE.test(id) ? CVE_ID : null,
  );
}

function checkReferences(
  { external_references: references }: Properties,
  place: Place,
  broken: (source: string, id: string) => Rule | null,
): void {
  if (!Array.isArray(references)) return;
  for (let index = 0; index < references.length && !isFull(place.report); index += 1) {
    const reference: unknown = references[index];
    if (!isProperties(reference)) continue;
    const { source_name: source, external_id: id = '' } = reference;
    if (typeof source !== 'string' || typeof id !== 'string') continue;
    const rule = broken(source, id);
    if (rule !== null)
      tell(
        place,
        rule,
        `source_name ${quote(source)} does not go with external_id ${quote(id)}`,
        'external_references',
        index,
      );
  }
}

/** The rules of this file. */
export const SDO_RULES: readonly Rule[] = [
  LOCATION_PLACE,
  LOCATION_COORDINATES,
  FAMILY_NAME,
  ANALYSIS_RESULT,
  OBSERVED_EITHER,
  OBSERVED_SCO,
  CAPEC_ID,
  CVE_ID,
];
