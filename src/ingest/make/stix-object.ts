// A STIX object that a file holds → what is stored: the object as it came. What Sentinel's template
// and other writers commonly get wrong is mended, and said; everything else is held to STIX 2.1.
import type { Finding as Fault } from '../../stix/finding.ts';
import { readObject } from '../../stix/object.ts';
import { tlpOf } from '../../stix/tlp.ts';
import { validateText } from '../../stix/validate-text.ts';
import { type Candidate, makeCandidate } from '../candidate.ts';
import type { Finding } from '../entry.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What became of a STIX object; a candidate of null is one that everybody knows already. */
export type KeptStix =
  | {
      readonly kind: 'stix';
      readonly line: number;
      readonly candidate: Candidate | null;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'rejected';
      readonly line: number;
      readonly findings: readonly Finding[];
      readonly uuid?: string;
    };

// As for a strict push: the store keys on ids in lower case. Rules of STIX 2.0 are not known here.
const OPTIONS = { uuidCase: 'lower', stix20: 'refuse' } as const;
const SHOWN_CHARS = 1000;

/** Keeps the object on a line; `text` is its JSON as it came. */
export function keepStix(line: number, value: Properties, text: string): KeptStix {
  if (typeof value.id === 'string' && tlpOf(value.id) !== null) {
    return { kind: 'stix', line, candidate: null, findings: [] };
  }
  const mended = mend(value);
  const object = mended?.object ?? value;
  const body = mended === null ? text : JSON.stringify(object);
  const read = readObject(object);
  const { errors } = validateText(body, OPTIONS);
  if (!read.ok || errors.length > 0) {
    const findings = errors.map((error) => rejection(line, object, error));
    const all = read.ok || findings.length > 0 ? findings : [unstorable(line, read.message)];
    const told = firstOfEach(all, Object.keys(object));
    return { kind: 'rejected', line, findings: told, ...(read.ok && { uuid: read.uuid }) };
  }
  const candidate = {
    ...makeCandidate(read, object, body),
    import_line: line,
    is_sent: true,
  } as const;
  const findings = mended === null ? [] : [coerced(line, mended.changed)];
  return { kind: 'stix', line, candidate, findings };
}

/** What the file says of an object was said otherwise of the same version before. */
export function contradiction(line: number): Finding {
  return {
    kind: 'rejection',
    line,
    column: 'modified',
    value: null,
    code: 'STIX_INVALID',
    message: 'Another object of the same id and version, with other content, was there before.',
    hint: 'Give the object a later modified.',
  };
}

// Custom properties belong to whoever made them: empty or not, they are kept.
function mend(
  value: Properties,
): { readonly object: Properties; readonly changed: readonly string[] } | null {
  const object: Record<string, unknown> = { ...value };
  const changed: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const isEmpty = member === '' || (Array.isArray(member) && member.length === 0);
    if (isEmpty && !name.startsWith('x_')) {
      delete object[name];
      changed.push(name);
    }
  }
  if (typeof value.confidence === 'string' && /^\d{1,3}$/.test(value.confidence)) {
    object.confidence = Number(value.confidence);
    changed.push('confidence');
  }
  if (object.spec_version === undefined && (value.created ?? value.modified) !== undefined) {
    object.spec_version = '2.1';
    changed.push('spec_version');
  }
  return changed.length === 0 ? null : { object, changed };
}

function coerced(line: number, changed: readonly string[]): Finding {
  const message = `The object was put right: ${changed.join(', ')}.`;
  const hint = 'Write confidence as a number, leave empty properties out, and give spec_version.';
  const [column = null] = changed;
  return { kind: 'warning', line, column, value: null, code: 'STIX_COERCED', message, hint };
}

function rejection(
  line: number,
  object: Properties,
  { code, pointer, message, hint }: Fault,
): Finding {
  const [, column = null] = pointer.split('/', 2);
  const member = column === null ? undefined : object[column];
  const value = typeof member === 'string' ? member : (JSON.stringify(member) ?? null);
  return {
    kind: 'rejection',
    line,
    column,
    value: value?.slice(0, SHOWN_CHARS) ?? null,
    code: codeOf(code, column, member),
    message,
    hint,
  };
}

function codeOf(code: string, column: string | null, member: unknown): string {
  if (column === 'pattern' && typeof member === 'string') {
    return 'PATTERN_INVALID';
  }
  return code === 'TIME_ORDER' && column === 'valid_until' ? 'VALIDITY_REVERSED' : 'STIX_INVALID';
}

function unstorable(line: number, message: string): Finding {
  const hint = 'Correct the object, or remove it.';
  const code = 'STIX_INVALID';
  return { kind: 'rejection', line, column: 'id', value: null, code, message, hint };
}

function firstOfEach(findings: readonly Finding[], names: readonly string[]): readonly Finding[] {
  const byColumn = new Map<string | null, Finding>();
  for (const finding of findings) {
    if (!byColumn.has(finding.column)) {
      byColumn.set(finding.column, finding);
    }
  }
  const place = ({ column }: Finding) => {
    const at = column === null ? 0 : names.indexOf(column);
    return at === -1 ? names.length : at;
  };
  return [...byColumn.values()].sort((a, b) => place(a) - place(b));
}
