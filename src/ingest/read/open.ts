// A file's bytes → its records: text, then the format by what stands at the beginning. The file's
// name is never trusted.
import { type Detected, fileWarning, unreadable } from '../entry.ts';
import type { ImportSettings } from '../settings.ts';
import { openText, type TextStream } from './bytes.ts';
import { openJson } from './json.ts';
import { openTable, type Records } from './table.ts';

const HEAD_CHARS = 256 * 1024;

/**
 * Opens a file for reading.
 * @throws an error with a `fatal` (see entry.ts) if it cannot be read; so may its batches
 */
export async function openRecords(
  chunks: AsyncIterable<Uint8Array>,
  settings: ImportSettings,
  maxBytes: number,
): Promise<Records> {
  const stream = await openText(chunks, maxBytes);
  const pieces = stream.pieces[Symbol.asyncIterator]();
  const head = await readHead(pieces);
  if (head.trim() === '') {
    throw unreadable('FILE_EMPTY', 'The file is empty.', 'Check the export and upload it again.');
  }
  if (isBinary(head)) {
    const hint = 'Upload CSV or JSON as UTF-8 text, plain or gzipped.';
    throw unreadable('FILE_UNSUPPORTED', 'The file is not text: it has many zero bytes.', hint);
  }
  const detected: Detected = {
    format: 'csv',
    delimiter: null,
    encoding: stream.encoding,
    feed: null,
    header_line: null,
    ...(stream.compression === null ? {} : { compression: stream.compression }),
  };
  const format = sniff(head);
  if (format === 'ndjson') {
    const hint = 'Put the records into one JSON list.';
    throw unreadable('FILE_UNSUPPORTED', 'One JSON object a line is not read yet.', hint);
  }
  const open = format === 'json' ? openJson : openTable;
  const records = open(head, pieces, detected, settings);
  return { ...records, batches: settleEncoding(records, stream) };
}

async function readHead(pieces: AsyncIterator<string>): Promise<string> {
  let head = '';
  while (head.length < HEAD_CHARS) {
    const next = await pieces.next();
    if (next.done === true) {
      break;
    }
    head += next.value;
  }
  return head;
}

// One zero byte is a damaged cell, which is rejected alone. Random bytes have one in 256, and by
// chance a line of them looks like a domain.
function isBinary(head: string): boolean {
  const zeros = head.split('\0').length - 1;
  return zeros >= 10 && zeros > head.length / 1000;
}

function sniff(head: string): 'json' | 'ndjson' | 'table' {
  const bare = head.slice(0, 65_536).replace(/^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  if (/^\[\s*(?:\/\/[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:[{"\]]|$)/.test(bare)) {
    return 'json';
  }
  if (!bare.startsWith('{')) {
    return 'table';
  }
  const lines = head.split('\n', 12).filter((line) => line.trim() !== '');
  const first = lines[0] ?? '';
  const areAll = lines.slice(0, 10).every((line) => line.trimStart().startsWith('{'));
  return lines.length >= 2 && (isObject(first) || (areAll && lines.length >= 10))
    ? 'ndjson'
    : 'json';
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

// The encoding is known for sure at the end: it may fall back on the last byte.
async function* settleEncoding(records: Records, stream: TextStream): Records['batches'] {
  for await (const batch of records.batches) {
    records.detected.encoding = stream.encoding;
    yield batch;
  }
  if (stream.hasFallenBack) {
    const message = 'The file is not UTF-8; it was read as windows-1252.';
    records.findings.push(fileWarning('ENCODING_FALLBACK', message, 'Save the file as UTF-8.'));
  }
}
