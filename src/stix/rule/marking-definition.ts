// Marking definitions (STIX 2.1 §7.2.1), and TLP among them: only the published instances exist.

import { isProperties, type Properties, type Rule } from '../finding.ts';
import { quote } from '../quote.ts';
import { explainStructure } from '../shape/explain.ts';
import { TLP_2_EXTENSION, TLP_LEVELS, type TlpLevel, type TlpVersion, tlpMarking } from '../tlp.ts';
import { type Place, tell } from './place.ts';

const MARKING_EMPTY: Rule = {
  code: 'MARKING_EMPTY',
  level: 'error',
  section: '7.2.1',
  title: 'A marking-definition without extensions has definition_type and definition.',
  hint: 'Add both, or an extension that says what the marking means.',
};

const TLP_INSTANCE: Rule = {
  code: 'TLP_INSTANCE',
  level: 'error',
  section: '7.2.1.4',
  title: 'A marking of the Traffic Light Protocol is one of the published instances, with its id.',
  hint: 'Use the published marking-definition, and refer to its id.',
};

/** What the definitions are that STIX itself has (§7.2.1.3, §7.2.1.4). */
const DEFINITIONS: ReadonlyMap<unknown, string> = new Map([
  ['statement', 'statement-marking-object-type'],
  ['tlp', 'tlp-marking-object-type'],
]);

// As TLP 1 calls its levels.
const TLP_1: ReadonlyMap<unknown, TlpLevel> = new Map([
  ['white', 'clear'],
  ['green', 'green'],
  ['amber', 'amber'],
  ['red', 'red'],
]);
const TLP_2: ReadonlySet<unknown> = new Set(TLP_LEVELS);
const MUST_EQUAL = ['id', 'created', 'name'];

/** Checks what a marking-definition says. */
export function checkMarkingDefinition(object: Properties, place: Place): void {
  const { definition_type: type, definition, extensions } = object;
  if (extensions === undefined && (type === undefined || definition === undefined)) {
    const missing = type === undefined ? 'definition_type' : 'definition';
    tell(place, MARKING_EMPTY, `${missing} is missing, and so are extensions`);
  }
  const structure = DEFINITIONS.get(type);
  if (structure !== undefined && isProperties(definition))
    explainStructure(definition, structure, [...place.path, 'definition'], place.report);
  const extension = tlp2Extension(extensions);
  if (type === 'tlp') checkTlp1(object, place);
  else if (extension !== undefined) checkTlp2(object, extension, place);
}

function tlp2Extension(extensions: unknown): Properties | undefined {
  if (!isProperties(extensions) || !Object.hasOwn(extensions, TLP_2_EXTENSION)) return undefined;
  const extension = extensions[TLP_2_EXTENSION];
  return isProperties(extension) ? extension : undefined;
}

function checkTlp1(object: Properties, place: Place): void {
  const { definition } = object;
  if (!isProperties(definition) || typeof definition.tlp !== 'string') return;
  const level = TLP_1.get(definition.tlp);
  if (level !== undefined) checkInstance(object, level, '1', place);
  else
    tell(place, TLP_INSTANCE, `${quote(definition.tlp)} is no level of TLP 1`, 'definition', 'tlp');
}

function checkTlp2(object: Properties, extension: Properties, place: Place): void {
  const { tlp_2_0: level } = extension;
  if (isLevel(level)) checkInstance(object, level, '2', place);
  else tell(place, TLP_INSTANCE, 'tlp_2_0 is no level of TLP 2', 'extensions', TLP_2_EXTENSION);
}

function isLevel(value: unknown): value is TlpLevel {
  return TLP_2.has(value);
}

// A name that was left out misleads nobody.
function checkInstance(
  object: Properties,
  level: TlpLevel,
  version: TlpVersion,
  place: Place,
): void {
  const published = tlpMarking(level, version);
  for (const name of MUST_EQUAL) {
    const given = object[name];
    if (typeof given !== 'string' || given === published[name]) continue;
    const wanted = quote(String(published[name]));
    tell(place, TLP_INSTANCE, `${name} is ${quote(given)}; that of TLP is ${wanted}`, name);
  }
}

/** The rules of this file. */
export const MARKING_DEFINITION_RULES: readonly Rule[] = [MARKING_EMPTY, TLP_INSTANCE];
