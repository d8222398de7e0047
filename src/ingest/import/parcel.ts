// Records on their way from the thread that makes them to the one that stores them. Thousands of
// objects are dear to copy from thread to thread; so the bodies go over as one buffer that changes
// hands, what is short as one text, and as an object only what is rare.
import type { Slice } from '../../store/copy-piece.ts';
import type { Candidate } from '../candidate.ts';
import type { Finding } from '../entry.ts';
import type { Settling } from './batch.ts';

/** Some records in file order. */
export interface Parcel {
  /** One a record: 0 for one of `others`, else what MADE and the bits after it say. */
  readonly codes: Uint8Array<ArrayBuffer>;
  readonly lines: Float64Array<ArrayBuffer>;
  /** The made objects one after the other: the body as UTF-8, the summary; and where each of both ends. */
  readonly bodies: Uint8Array<ArrayBuffer>;
  readonly ends: Float64Array<ArrayBuffer>;
  /** The UUID and the content hash of each made object. */
  readonly keys: string;
  /** What made objects share: they are all of one version. */
  readonly version: string | null;
  /** By place; most records have none. */
  readonly findings: ReadonlyMap<number, readonly Finding[]>;
  /** Rejected and skipped records, and STIX objects, which may be of any type and version. */
  readonly others: readonly Settling[];
}

const MADE = 1;
const VULNERABILITY = 2;
const DEFAULT_NAME = 4;
const DEFAULT_FROM = 8;
const DEFAULT_TYPES = 16;
const UUID_CHARS = 36;
const KEY_CHARS = UUID_CHARS + 32;
const FIRST_BYTES = 1024 * 1024;
const FIRST_KEYS = 2048 * KEY_CHARS;

/** A parcel that is being filled. */
export interface Packing {
  readonly codes: number[];
  readonly lines: number[];
  readonly ends: number[];
  readonly findings: Map<number, readonly Finding[]>;
  readonly others: Settling[];
  bodies: Buffer<ArrayBuffer>;
  used: number;
  /** As bytes: thousands of texts that wait to be put together cost the collector dear. */
  keys: Buffer<ArrayBuffer>;
  version: string | null;
  /** Characters of what goes over as objects. */
  chars: number;
}

/** Begins with nothing; `spare` are the bytes of a parcel that is stored. */
export function startPacking(spare?: ArrayBuffer): Packing {
  const bodies = Buffer.from(spare ?? new ArrayBuffer(FIRST_BYTES));
  return {
    codes: [],
    lines: [],
    ends: [],
    findings: new Map(),
    others: [],
    bodies,
    used: 0,
    keys: Buffer.allocUnsafeSlow(FIRST_KEYS),
    version: null,
    chars: 0,
  };
}

/** Puts a record in. */
export function pack(packing: Packing, one: Settling): void {
  const { candidate, defaults } = one;
  packing.lines.push(one.line);
  if (candidate === null || defaults === null || typeof candidate.body !== 'string') {
    packing.codes.push(0);
    packing.others.push(one);
    if (typeof candidate?.body === 'string') packing.chars += candidate.body.length;
    return;
  }
  if (one.findings.length > 0) packing.findings.set(packing.codes.length, one.findings);
  packing.codes.push(
    MADE |
      (candidate.stix_type === 'vulnerability' ? VULNERABILITY : 0) |
      (defaults.name ? DEFAULT_NAME : 0) |
      (defaults.valid_from ? DEFAULT_FROM : 0) |
      (defaults.indicator_types ? DEFAULT_TYPES : 0),
  );
  putKeys(packing, candidate);
  packing.version = candidate.version;
  putBody(packing, candidate.body);
  putSummary(packing, candidate.summary);
}

function putKeys(packing: Packing, { stix_uuid, content_hash }: Candidate): void {
  const start = keysEnd(packing);
  if (start + KEY_CHARS > packing.keys.length) {
    const larger = Buffer.allocUnsafeSlow(2 * packing.keys.length);
    packing.keys.copy(larger);
    packing.keys = larger;
  }
  packing.keys.write(stix_uuid, start, 'latin1');
  packing.keys.write(content_hash, start + UUID_CHARS, 'latin1');
}

// Each made object has two ends.
function keysEnd({ ends }: Packing): number {
  return (ends.length / 2) * KEY_CHARS;
}

function putBody(packing: Packing, body: string): void {
  // UTF-8 takes three octets a UTF-16 unit at most.
  makeRoom(packing, 3 * body.length);
  packing.used += packing.bodies.write(body, packing.used, 'utf8');
  packing.ends.push(packing.used);
}

function putSummary(packing: Packing, { bytes, start, end }: Slice): void {
  makeRoom(packing, end - start);
  packing.bodies.set(bytes.subarray(start, end), packing.used);
  packing.used += end - start;
  packing.ends.push(packing.used);
}

function makeRoom(packing: Packing, size: number): void {
  const most = packing.used + size;
  if (most <= packing.bodies.length) return;
  const larger = Buffer.from(new ArrayBuffer(2 * most));
  packing.bodies.copy(larger, 0, 0, packing.used);
  packing.bodies = larger;
}

/** The parcel, and what changes hands with it. */
export function closeParcel(packing: Packing): {
  readonly parcel: Parcel;
  readonly transfer: readonly ArrayBuffer[];
} {
  const { findings, others, keys, version } = packing;
  const parcel = {
    codes: Uint8Array.from(packing.codes),
    lines: Float64Array.from(packing.lines),
    bodies: new Uint8Array(packing.bodies.buffer),
    ends: Float64Array.from(packing.ends),
    keys: keys.toString('latin1', 0, keysEnd(packing)),
    version,
    findings,
    others,
  };
  const { codes, lines, bodies, ends } = parcel;
  return { parcel, transfer: [codes.buffer, lines.buffer, bodies.buffer, ends.buffer] };
}

/** The records of a parcel. */
export function unpack(parcel: Parcel): Settling[] {
  const others = parcel.others.values();
  const records: Settling[] = [];
  let made = 0;
  for (const [place, code] of parcel.codes.entries()) {
    const other = code === 0 ? others.next().value : undefined;
    if (other === undefined) {
      records.push(unpackMade(parcel, place, code, made));
      made += 1;
    } else records.push(other);
  }
  return records;
}

const NO_FINDINGS: readonly Finding[] = [];

function unpackMade(parcel: Parcel, place: number, code: number, made: number): Settling {
  const line = parcel.lines[place] ?? 0;
  const key = made * KEY_CHARS;
  const { bodies: bytes, ends } = parcel;
  const start = ends[2 * made - 1] ?? 0;
  const middle = ends[2 * made] ?? 0;
  const end = ends[2 * made + 1] ?? 0;
  const candidate: Candidate = {
    stix_type: (code & VULNERABILITY) === 0 ? 'indicator' : 'vulnerability',
    stix_uuid: parcel.keys.slice(key, key + UUID_CHARS),
    version: parcel.version,
    version_as_sent: null,
    spec_version: '2.1',
    content_hash: parcel.keys.slice(key + UUID_CHARS, key + KEY_CHARS),
    body: { bytes, start, end: middle },
    summary: { bytes, start: middle, end },
    import_line: line,
  };
  const defaults = {
    name: (code & DEFAULT_NAME) !== 0,
    valid_from: (code & DEFAULT_FROM) !== 0,
    indicator_types: (code & DEFAULT_TYPES) !== 0,
  };
  const findings = parcel.findings.get(place) ?? NO_FINDINGS;
  return { kind: 'object', line, findings, candidate, defaults };
}
