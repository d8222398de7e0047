// All rules that STIX content is held to, for `docs/stix-rules.md` and for programs that list them.

import { ADVICE_RULES } from './advice/advice.ts';
import type { Rule } from './finding.ts';
import { JSON_RULES } from './json/read-json.ts';
import { PATTERN_RULES } from './pattern/rules.ts';
import { BUNDLE_RULES } from './rule/bundle.ts';
import { CONTAINER_RULES } from './rule/container.ts';
import { EXTENSION_RULES } from './rule/extensions.ts';
import { FORMAT_RULES } from './rule/formats.ts';
import { HASH_RULES } from './rule/hashes.ts';
import { HEX_RULES } from './rule/hex.ts';
import { IDENTIFIER_RULES } from './rule/identifiers.ts';
import { LANGUAGE_RULES } from './rule/language.ts';
import { MARKING_DEFINITION_RULES } from './rule/marking-definition.ts';
import { MARKING_RULES } from './rule/markings.ts';
import { NAME_RULES } from './rule/names.ts';
import { NETWORK_RULES } from './rule/network.ts';
import { OBJECT_RULES } from './rule/object.ts';
import { REFERENCE_RULES } from './rule/references.ts';
import { SCO_RULES } from './rule/sco.ts';
import { SDO_RULES } from './rule/sdo.ts';
import { STRUCTURE_RULES } from './rule/structures.ts';
import { TIME_RULES } from './rule/times.ts';
import { VERSION_RULES } from './rule/version.ts';
import { WALK_RULES } from './rule/walk.ts';
import { SHAPE_RULES } from './shape/tell.ts';
import { DOOR_RULES } from './validate.ts';

/** Every rule once, by code. */
export const allRules: readonly Rule[] = [
  ...ADVICE_RULES,
  ...BUNDLE_RULES,
  ...CONTAINER_RULES,
  ...DOOR_RULES,
  ...EXTENSION_RULES,
  ...FORMAT_RULES,
  ...HASH_RULES,
  ...HEX_RULES,
  ...IDENTIFIER_RULES,
  ...JSON_RULES,
  ...LANGUAGE_RULES,
  ...MARKING_DEFINITION_RULES,
  ...MARKING_RULES,
  ...NAME_RULES,
  ...NETWORK_RULES,
  ...OBJECT_RULES,
  ...PATTERN_RULES,
  ...REFERENCE_RULES,
  ...SCO_RULES,
  ...SDO_RULES,
  ...SHAPE_RULES,
  ...STRUCTURE_RULES,
  ...TIME_RULES,
  ...VERSION_RULES,
  ...WALK_RULES,
].sort((one, other) => (one.code < other.code ? -1 : 1));
