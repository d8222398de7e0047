// Ingestion rules at work: asked of candidates on every way in, before they are stored. What they lay
// over an object is an annotation, so that nobody's bytes change.
import type { Facts } from '../intel/matches.ts';
import { applyRules, type Rule, type Ruling } from '../intel/rule.ts';
import { summarise } from '../intel/summary.ts';
import type { Properties } from '../stix/finding.ts';
import { type AnnotationRow, selectAnnotations, upsertAnnotations } from '../store/annotations.ts';
import type { Transaction } from '../store/database.ts';
import { selectSourceNames } from '../store/intel-sources.ts';
import {
  insertTouches,
  selectActiveRules,
  selectCollectionNames,
  type Touch,
} from '../store/rules.ts';
import type { Aside, SetAside } from './aside.ts';
import { type Candidate, readBody } from './candidate.ts';
import { annotated, emptyAnnotation, type Said, saysSame } from './edit/annotation.ts';
import type { Outcome } from './settle.ts';

/** A candidate that rules have found. */
interface Ruled {
  readonly candidate: Candidate;
  readonly object: Properties;
  readonly ruling: Ruling;
}

/** What rules say of candidates. */
export interface Rulings {
  /** Those that are not dropped, in their order. */
  readonly kept: readonly Candidate[];
  /** What became of the dropped ones, by their places. */
  readonly dropped: ReadonlyMap<number, Outcome>;
  readonly found: ReadonlyMap<Candidate, Ruled>;
}

/** The `account` of what a rule says begins with it; no account is named so, for `:` is in no name. */
const SPEAKER = 'rule: ';

/** What comes in from outside. */
export interface Incoming {
  /** As `defaults` of what is set aside. */
  readonly defaultsOf: (candidate: Candidate) => Aside['defaults'];
}

interface Asked {
  readonly incoming?: Incoming;
  readonly importId: string | null;
  readonly aside?: SetAside;
}

/** Asks the rules. Costs one look-up where there are none, and nothing where nothing comes in. */
export async function askRules(
  client: Transaction,
  collectionId: string,
  candidates: readonly Candidate[],
  { incoming, importId }: Asked,
): Promise<Rulings> {
  const isAsked = incoming !== undefined && candidates.length > 0;
  const rules = isAsked ? await selectActiveRules(client) : [];
  if (rules.length === 0) return { kept: candidates, dropped: new Map(), found: new Map() };
  const place = await readPlace(client, collectionId, importId);
  const found = new Map<Candidate, Ruled>();
  const dropped = new Map<number, Outcome>();
  for (const [at, candidate] of candidates.entries()) {
    const object: Properties = JSON.parse(readBody(candidate.body));
    const ruling = judge(rules, candidate, object, place);
    if (ruling.touched.length === 0) continue;
    found.set(candidate, { candidate, object, ruling });
    const rule = ruling.touched.at(-1)?.name ?? '';
    if (ruling.verdict === 'dropped') dropped.set(at, { kind: 'dropped', date_added: 0, rule });
  }
  return { kept: candidates.filter((_, at) => !dropped.has(at)), dropped, found };
}

/** Says of candidates why they are to wait: because a rule says so, or whoever stores them. */
export function asideByRules({ found }: Rulings, { aside, incoming }: Asked): SetAside | undefined {
  if (found.size === 0) return aside;
  return (candidate) => {
    const ruling = found.get(candidate)?.ruling;
    if (ruling?.verdict !== 'set_aside') return aside?.(candidate) ?? null;
    const message = `The rule \`${ruling.touched.at(-1)?.name}\` sets it aside.`;
    return { code: 'RULE', message, defaults: incoming?.defaultsOf(candidate) ?? null };
  };
}

/**
 * Annotates what is stored with what rules say of it.
 * @returns the annotations that have changed, by the ids of their objects
 */
export async function layRulings(
  client: Transaction,
  collectionId: string,
  { found }: Rulings,
  stored: ReadonlySet<Candidate>,
): Promise<ReadonlyMap<string, AnnotationRow>> {
  const ruled = [...found.values()].filter(({ candidate }) => stored.has(candidate));
  return annotate(client, collectionId, ruled);
}

/** Counts what rules have found, and notes which did. */
export async function countRulings(
  client: Transaction,
  collectionId: string,
  { found }: Rulings,
  stored: ReadonlySet<Candidate>,
): Promise<void> {
  if (found.size === 0) return;
  const kept = [...found.values()].filter(
    ({ candidate, ruling }) => ruling.verdict !== 'stored' || stored.has(candidate),
  );
  const touches = kept
    .filter(({ ruling }) => ruling.verdict !== 'dropped')
    .flatMap(({ candidate: { stix_type, stix_uuid }, ruling }) =>
      ruling.touched.map((rule): Touch => ({ rule_id: rule.id, stix_type, stix_uuid })),
    );
  await insertTouches(client, collectionId, unique(touches), countByRule(kept));
}

type Place = Pick<Facts, 'collection' | 'import' | 'now' | 'added'> & {
  readonly sourceOf: (creator: string | null) => string | null;
};

async function readPlace(
  client: Transaction,
  collectionId: string,
  importId: string | null,
): Promise<Place> {
  const sources = await selectSourceNames(client, [collectionId]);
  const names = new Map(sources.map(({ creator, name }) => [creator, name]));
  const now = Date.now() * 1000;
  return {
    collection: await selectCollectionNames(client, collectionId),
    import: importId,
    now,
    added: now,
    sourceOf: (creator) => (creator === null ? null : (names.get(creator) ?? null)),
  };
}

function judge(
  rules: readonly Rule[],
  { stix_type, stix_uuid }: Candidate,
  object: Properties,
  { sourceOf, ...place }: Place,
): Ruling {
  const summary = summarise(object);
  const { description } = object;
  return applyRules(rules, summary, {
    ...place,
    type: stix_type,
    id: `${stix_type}--${stix_uuid}`,
    description: typeof description === 'string' ? description : null,
    source: sourceOf(summary.creator),
  });
}

async function annotate(
  client: Transaction,
  collectionId: string,
  ruled: readonly Ruled[],
): Promise<ReadonlyMap<string, AnnotationRow>> {
  const speaking = ruled.filter(({ ruling: { overlay } }) =>
    Object.values(overlay).some((value) =>
      Array.isArray(value) ? value.length > 0 : value !== null,
    ),
  );
  const changed = new Map<string, AnnotationRow>();
  if (speaking.length === 0) return changed;
  const keys = speaking.map(({ candidate }) => ({
    type: candidate.stix_type,
    uuid: candidate.stix_uuid,
  }));
  const before = new Map(
    (await selectAnnotations(client, collectionId, keys)).map((row) => [keyOf(row), row]),
  );
  for (const { candidate, object, ruling } of speaking) {
    const { stix_type, stix_uuid } = candidate;
    const key = keyOf(candidate);
    const own = changed.get(key) ?? before.get(key) ?? emptyAnnotation(stix_type, stix_uuid);
    const speaker = {
      account: SPEAKER + ruling.touched.map(({ name }) => name).join(', '),
      at: new Date().toISOString(),
    };
    const annotation = annotated(own, object, say(ruling.overlay, own), speaker);
    if (!saysSame(annotation, own)) changed.set(key, annotation);
  }
  await upsertAnnotations(client, collectionId, [...changed.values()]);
  return changed;
}

// What a person has said stays; what a rule said of an earlier version does not.
function say(overlay: Ruling['overlay'], { updated_by, ...own }: AnnotationRow): Said {
  const isOfRule = updated_by === null || updated_by.startsWith(SPEAKER);
  const { labels, confidence, tlp, valid_until } = overlay;
  return {
    add_labels: labels.filter((label) => !own.labels_removed.includes(label)),
    ...(confidence !== null && (isOfRule || own.confidence === null) ? { confidence } : {}),
    ...(tlp !== null && (isOfRule || own.tlp === null) ? { tlp } : {}),
    ...(valid_until !== null && (isOfRule || own.valid_until === null) ? { valid_until } : {}),
  };
}

function countByRule(ruled: readonly Ruled[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { ruling } of ruled)
    for (const { id } of ruling.touched) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function unique(touches: readonly Touch[]): readonly Touch[] {
  return [...new Map(touches.map((one) => [`${one.rule_id} ${keyOf(one)}`, one])).values()];
}

function keyOf({ stix_type, stix_uuid }: Pick<Candidate, 'stix_type' | 'stix_uuid'>): string {
  return `${stix_type}--${stix_uuid}`;
}
