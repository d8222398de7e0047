// Rows of `object`, of `intel` and of `observable` on their way into PostgreSQL.
import type { Reference } from '../intel/references.ts';
import {
  type Copying,
  copyAll,
  type Piece,
  putAscii,
  putBoolean,
  putBytes,
  putFieldCount,
  putFields,
  putHex,
  putInteger,
  putNumber,
  putText,
  type Slice,
} from './copy-piece.ts';
import { intelOf, observablesOf, PACKED_INTEL, PACKED_OBSERVABLE } from './packed-summary.ts';

/** A row of `object`, ready to be written. Times in microseconds since 1970 UTC. */
export interface ObjectRow {
  readonly date_added: number;
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly version: string;
  readonly version_as_sent: string | null;
  readonly spec_version: string;
  readonly superseded_at: number | null;
  /** Hexadecimal. */
  readonly content_hash: string;
  readonly account_id: string | null;
  readonly import_id: string | null;
  readonly import_line: number | null;
  readonly body: string | Slice;
  /** What it is looked for by. */
  readonly summary: Slice;
  /** The objects that it names. */
  readonly references?: readonly Reference[] | undefined;
}

/** What `intel` and `observable` take of a row. */
export type SummaryRow = Pick<
  ObjectRow,
  | 'date_added'
  | 'stix_type'
  | 'stix_uuid'
  | 'superseded_at'
  | 'import_id'
  | 'import_line'
  | 'summary'
>;

const OBJECT_FIELDS = 13;
// Besides those that a summary has packed.
const INTEL_FIELDS = 7;
const OBSERVABLE_FIELDS = 3;
// More than a row takes besides its texts.
const HEAD = 256;

/** The stream of COPY for `object`. */
export function copyRows(collectionId: string, rows: readonly ObjectRow[]): Copying {
  return copyAll(rows, sizeAtMost, (piece, row) => putObject(piece, collectionId, row));
}

/** The stream of COPY for `intel`. */
export function copyIntelRows(collectionId: string, rows: readonly SummaryRow[]): Copying {
  return copyAll(
    rows,
    ({ stix_type, summary }) => HEAD + stix_type.length + summary.end - summary.start,
    (piece, row) => putIntel(piece, collectionId, row),
  );
}

/** The stream of COPY for `observable`. */
export function copyObservableRows(collectionId: string, rows: readonly SummaryRow[]): Copying {
  return copyAll(
    rows.flatMap(({ date_added, summary }) =>
      observablesOf(summary).map((packed, ordinal) => ({ date_added, packed, ordinal })),
    ),
    ({ packed }) => HEAD + packed.end - packed.start,
    (piece, { date_added, packed, ordinal }) => {
      putFieldCount(piece, OBSERVABLE_FIELDS + PACKED_OBSERVABLE);
      putHex(piece, collectionId);
      putNumber(piece, date_added);
      putInteger(piece, ordinal);
      putFields(piece, packed);
    },
  );
}

function sizeAtMost({ stix_type, version, version_as_sent, body }: ObjectRow): number {
  const names = stix_type.length + version.length + (version_as_sent?.length ?? 0);
  // UTF-8 takes three octets a UTF-16 unit at most.
  return HEAD + names + (typeof body === 'string' ? 3 * body.length : body.end - body.start);
}

function putObject(piece: Piece, collectionId: string, row: ObjectRow): void {
  putFieldCount(piece, OBJECT_FIELDS);
  putHex(piece, collectionId);
  putNumber(piece, row.date_added);
  putAscii(piece, row.stix_type);
  putHex(piece, row.stix_uuid);
  putAscii(piece, row.version);
  putAscii(piece, row.version_as_sent);
  putAscii(piece, row.spec_version);
  putNumber(piece, row.superseded_at);
  putHex(piece, row.content_hash);
  putHex(piece, row.account_id);
  putHex(piece, row.import_id);
  putNumber(piece, row.import_line);
  if (typeof row.body === 'string') putText(piece, row.body);
  else putBytes(piece, row.body);
}

function putIntel(piece: Piece, collectionId: string, row: SummaryRow): void {
  putFieldCount(piece, INTEL_FIELDS + PACKED_INTEL);
  putHex(piece, collectionId);
  putNumber(piece, row.date_added);
  putBoolean(piece, row.superseded_at !== null);
  putAscii(piece, row.stix_type);
  putHex(piece, row.stix_uuid);
  putHex(piece, row.import_id);
  putNumber(piece, row.import_line);
  putFields(piece, intelOf(row.summary));
}
