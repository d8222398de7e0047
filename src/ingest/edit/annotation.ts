// What becomes of an annotation when the team says something new of an object. Pure.
import type { Properties } from '../../stix/finding.ts';
import { TLP_LEVELS, type TlpLevel } from '../../stix/tlp.ts';
import type { AnnotationRow } from '../../store/annotations.ts';

/** What is said. What is left out stays as it is; null takes a value away. */
export interface Said {
  /** All labels that the object shall be seen with. */
  readonly labels?: readonly string[];
  readonly add_labels?: readonly string[];
  readonly remove_labels?: readonly string[];
  readonly confidence?: number | null;
  readonly tlp?: TlpLevel | null;
  /** Microseconds since 1970. */
  readonly valid_until?: number | null;
  readonly opinion?: Opinion | null;
  readonly comment?: string;
}

/** The vocabulary opinion-enum (STIX 2.1 §10.17). */
export type Opinion = 'strongly-disagree' | 'disagree' | 'neutral' | 'agree' | 'strongly-agree';

/** Who says it, and when. */
export interface Speaker {
  readonly account: string | null;
  readonly at: string;
}

const LONGEST_CONTENT = 4000;
const MOST_COMMENTS = 200;

/** The annotation of an object of which nothing is said. */
export function emptyAnnotation(stix_type: string, stix_uuid: string): AnnotationRow {
  return {
    stix_type,
    stix_uuid,
    revision: 0,
    labels_added: [],
    labels_removed: [],
    confidence: null,
    tlp: null,
    valid_until: null,
    opinion: null,
    comments: [],
    content: '',
    updated_at: '',
    updated_by: null,
  };
}

/** The annotation after something was said; `object` is what its creator says. */
export function annotated(
  before: AnnotationRow,
  object: Properties,
  said: Said,
  { account, at }: Speaker,
): AnnotationRow {
  const added = said.comment === undefined ? [] : [{ text: said.comment, account, at }];
  const comments = [...before.comments, ...added].slice(-MOST_COMMENTS);
  const { confidence = before.confidence, valid_until = before.valid_until } = said;
  const { tlp = before.tlp, opinion = before.opinion } = said;
  const labels = labelsAfter(before, labelsOf(object), said);
  const after = { ...before, ...labels, confidence, tlp, valid_until, opinion, comments };
  return {
    ...after,
    content: contentOf(after),
    // Not counted: one that is made anew after it went is another.
    revision: Math.max(before.revision + 1, Date.now() * 1000),
    updated_at: at,
    updated_by: account,
  };
}

/** Whether there is nothing left to keep. */
export function isEmpty(annotation: AnnotationRow): boolean {
  const { labels_added, labels_removed, confidence, tlp, valid_until, opinion, comments } =
    annotation;
  return (
    labels_added.length + labels_removed.length + comments.length === 0 &&
    confidence === null &&
    tlp === null &&
    valid_until === null &&
    opinion === null
  );
}

/** Whether two of them say the same. */
export function saysSame(a: AnnotationRow, b: AnnotationRow): boolean {
  return spell(a) === spell(b);
}

/** The labels of an object. */
export function labelsOf({ labels }: Properties): readonly string[] {
  return Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [];
}

/** The text as a level of TLP; null when it is none. */
export function tlpLevel(text: string | null): TlpLevel | null {
  return TLP_LEVELS.find((level) => level === text) ?? null;
}

function spell({ revision, updated_at, updated_by, ...said }: AnnotationRow): string {
  return JSON.stringify([
    said.labels_added,
    said.labels_removed,
    said.confidence,
    said.tlp,
    said.valid_until,
    said.opinion,
    said.comments,
  ]);
}

function labelsAfter(
  before: AnnotationRow,
  own: readonly string[],
  said: Said,
): Pick<AnnotationRow, 'labels_added' | 'labels_removed'> {
  const removed = new Set(before.labels_removed);
  const seen = [...own.filter((label) => !removed.has(label)), ...before.labels_added];
  const gone = new Set(said.remove_labels);
  const wanted = new Set(
    [...(said.labels ?? seen), ...(said.add_labels ?? [])].filter((label) => !gone.has(label)),
  );
  return {
    labels_added: [...wanted].filter((label) => !own.includes(label)),
    labels_removed: own.filter((label) => !wanted.has(label)),
  };
}

// The latest comments first, because what is too long is cut.
function contentOf({ labels_added, comments }: AnnotationRow): string {
  const texts = comments.map(({ text }) => text).reverse();
  return [...labels_added, ...texts].join('\n').toLowerCase().slice(0, LONGEST_CONTENT);
}
