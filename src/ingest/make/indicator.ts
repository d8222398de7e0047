// A draft → the STIX object it makes, ready to be stored: an indicator, or a vulnerability for a
// CVE. One record makes at most one object.
import type { Finding } from '../entry.ts';
import { type Draft, findingsOf, textOf } from '../map/draft.ts';
import { type Chosen, chooseValue } from './choose.ts';
import { indicatorUuid, vulnerabilityUuid } from './identity.ts';
import { joinParts } from './join.ts';
import { phasesOf, typesOf } from './lists.ts';
import type { Making } from './making.ts';
import { booleanOf, validityOf } from './members.ts';
import { patternOf } from './pattern.ts';
import { listedOf, sharedMembers, takeText, writeReferences } from './shared-members.ts';
import { type Source, sourceOf } from './source.ts';
import { type Members, writeExtra, writeList, writeObjects, writeText } from './write.ts';

/** What became of a record. */
export type Made =
  | {
      readonly kind: 'object';
      readonly line: number;
      readonly uuid: string;
      readonly members: Members;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'rejected';
      readonly line: number;
      readonly findings: readonly Finding[];
      /** The object that the record would make, where its value tells. */
      readonly uuid?: string;
    }
  | { readonly kind: 'skipped'; readonly line: number; readonly findings: readonly Finding[] };

/** Makes the object of one record, or says why there is none. */
export function makeObject(draft: Draft, making: Making): Made {
  const { line } = draft;
  if (booleanOf(draft, 'to_ids') === false) {
    return { kind: 'skipped', line, findings: [notForDetection(draft)] };
  }
  const source = sourceOf(draft, making.sources);
  const chosen = chooseValue(draft, making.settings);
  const made =
    chosen?.value.cve === undefined
      ? indicatorMembers(draft, chosen, source, making)
      : vulnerabilityMembers(draft, chosen, source, making);
  const findings = findingsOf(draft);
  if (made === null) return { kind: 'rejected', line, findings };
  const { uuid, members } = made;
  if (members === null) return { kind: 'rejected', line, findings, uuid };
  making.sources.used.set(source.name, source);
  return { kind: 'object', line, uuid, members, findings };
}

/** The id of a record's object, and without a fault in the record the object itself. */
interface Identified {
  readonly uuid: string;
  readonly members: Members | null;
}

// Even without a value all other cells are read: a rejected record lists all its faults.
function indicatorMembers(
  draft: Draft,
  chosen: Chosen | null,
  source: Source,
  making: Making,
): Identified | null {
  const { settings } = making;
  const joined = chosen === null ? null : joinParts(draft, chosen, settings);
  const pattern = chosen === null || joined === null ? null : patternOf(draft, chosen, joined);
  const listed = listedOf(draft, chosen, pattern, making);
  const shared = sharedMembers(draft, chosen, source, making, listed);
  const isCompromised = booleanOf(draft, 'is_compromised') === true;
  const { types, isDefault } = typesOf(
    draft,
    shared.threats,
    isCompromised,
    settings.default_indicator_types,
  );
  const validity = validityOf(draft, settings, making.readTime);
  const isRevoked = booleanOf(draft, 'revoked') === true;
  const phases = phasesOf(draft);
  const name = takeText(draft, 'name');
  if (pattern === null) return null;
  const uuid = indicatorUuid(making.namespace, pattern.text, pattern.type, source.name);
  if (draft.isRejected) return { uuid, members: null };
  const members: Members = {
    type: '"indicator"',
    spec_version: '"2.1"',
    id: `"indicator--${uuid}"`,
    created_by_ref: `"${source.identityId}"`,
    revoked: isRevoked ? 'true' : null,
    name: writeText(name ?? pattern.name),
    description: shared.description,
    labels: shared.labels,
    confidence: shared.confidence,
    object_marking_refs: shared.markings,
    indicator_types: writeList(types),
    pattern: writeText(pattern.text),
    pattern_type: writeText(pattern.type),
    valid_from: `"${validity.valid_from}"`,
    valid_until: validity.valid_until === null ? null : `"${validity.valid_until}"`,
    kill_chain_phases: phases.length === 0 ? null : writeObjects(phases),
    external_references: writeReferences(shared.references),
    extensions: writeExtra(draft),
    said: {
      type: 'indicator',
      creator: source.identityId,
      name: name ?? pattern.name,
      description: shared.said.description,
      types,
      pattern: pattern.text.toWellFormed(),
      pattern_type: pattern.type,
      valid_from: validity.valid_from,
      valid_until: validity.valid_until,
      labels: shared.said.labels,
      confidence: shared.said.confidence,
      markings: shared.said.markings,
      references: shared.references,
      revoked: isRevoked,
    },
    defaults: {
      name: name === null,
      valid_from: validity.isFromDefault,
      indicator_types: isDefault,
    },
  };
  return { uuid, members };
}

function vulnerabilityMembers(
  draft: Draft,
  chosen: Chosen,
  source: Source,
  making: Making,
): Identified {
  const { cve = '' } = chosen.value;
  const shared = sharedMembers(draft, chosen, source, making);
  booleanOf(draft, 'is_compromised');
  const isRevoked = booleanOf(draft, 'revoked') === true;
  const uuid = vulnerabilityUuid(making.namespace, cve, source.name);
  if (draft.isRejected) return { uuid, members: null };
  const first = { external_id: cve, source_name: 'cve' };
  const members: Members = {
    type: '"vulnerability"',
    spec_version: '"2.1"',
    id: `"vulnerability--${uuid}"`,
    created_by_ref: `"${source.identityId}"`,
    revoked: isRevoked ? 'true' : null,
    name: writeText(cve),
    description: shared.description,
    labels: shared.labels,
    confidence: shared.confidence,
    object_marking_refs: shared.markings,
    indicator_types: null,
    pattern: null,
    pattern_type: null,
    valid_from: null,
    valid_until: null,
    kill_chain_phases: null,
    external_references: writeReferences([first, ...shared.references]),
    extensions: writeExtra(draft),
    said: {
      ...{ type: 'vulnerability', creator: source.identityId, name: cve, revoked: isRevoked },
      ...{ types: null, pattern: null, pattern_type: null, valid_from: null, valid_until: null },
      ...shared.said,
      references: [first, ...shared.references],
    },
    defaults: { name: true, valid_from: true, indicator_types: true },
  };
  return { uuid, members };
}

function notForDetection(draft: Draft): Finding {
  const column = draft.plan.scalars.to_ids;
  return {
    kind: 'skipped',
    line: draft.line,
    column: column === undefined ? null : (draft.plan.names[column] ?? null),
    value: textOf(draft, 'to_ids'),
    code: 'NOT_FOR_DETECTION',
    message: 'The record says that it is context and not for detection; it was passed over.',
    hint: null,
  };
}
