// A file's bytes → its records: text, then the format by what stands at the beginning. The file's
// name is never trusted.
import { type Detected, fileWarning, unreadable } from '../entry.ts';
import type { ImportSettings } from '../settings.ts';
import type { FileBytes } from './bytes.ts';
import { openJson } from './json.ts';
import { openNdjson } from './ndjson.ts';
import type { Opened, Records } from './records.ts';
import { sniff } from './sniff.ts';
import { openSheet, openTable } from './table.ts';
import { MOST_HEAD_CHARS, openText, type Text } from './text.ts';
import { unwrap } from './unwrap.ts';

/**
 * Opens a file for reading.
 * @throws an error with a `fatal` (see entry.ts) if it cannot be read; so may its batches
 */
export async function openRecords(
  uploaded: FileBytes,
  settings: ImportSettings,
  maxBytes: number,
): Promise<Records> {
  const { file, workbook, compression } = await unwrap(uploaded, maxBytes);
  const wrapping = compression === null ? {} : { compression };
  if (workbook !== null) {
    const opened = await openSheet(workbook, settings);
    return { ...opened, detected: { ...detectedOf(opened, 'utf-8'), ...wrapping } };
  }
  const text = await openText(file);
  refuseUnreadable(text.head);
  const opened = await openFormat(text, file, settings);
  const detected = { ...detectedOf(opened, text.encoding), ...wrapping };
  return { ...opened, detected, batches: settleEncoding(opened, detected, text) };
}

function detectedOf(opened: Opened, encoding: string): Detected {
  const { format, delimiter, feed, headerLine } = opened;
  return { format, delimiter, encoding, feed, header_line: headerLine };
}

function openFormat(
  text: Text,
  file: FileBytes,
  settings: ImportSettings,
): Opened | Promise<Opened> {
  switch (sniff(text.head)) {
    case 'json':
      return openJson(text, () => openText(file), settings);
    case 'ndjson':
      return openNdjson(text, settings);
    default:
      return openTable(text, settings);
  }
}

function refuseUnreadable(head: string): void {
  if (head.trim() === '') {
    const isCut = head.length >= MOST_HEAD_CHARS;
    const message = isCut ? 'The file begins with megabytes of blanks.' : 'The file is empty.';
    throw unreadable('FILE_EMPTY', message, 'Check the export and upload it again.');
  }
  if (isBinary(head)) {
    const hint = 'Upload CSV, JSON or XLSX, plain, gzipped, or as the only file in a zip archive.';
    throw unreadable('FILE_UNSUPPORTED', 'The file is not text: it has many zero bytes.', hint);
  }
}

// One zero byte is a damaged cell, which is rejected alone. Random bytes have one in 256, and by
// chance a line of them looks like a domain.
function isBinary(head: string): boolean {
  const zeros = head.split('\0').length - 1;
  return zeros >= 10 && zeros > head.length / 1000;
}

// The encoding is known for sure at the end: it may fall back on the last byte.
async function* settleEncoding(
  { batches, findings }: Opened,
  detected: Detected,
  text: Text,
): Records['batches'] {
  for await (const batch of batches) {
    detected.encoding = text.encoding;
    yield batch;
  }
  if (text.hasFallenBack) {
    const message = 'The file is not UTF-8; it was read as windows-1252.';
    findings.push(fileWarning('ENCODING_FALLBACK', message, 'Save the file as UTF-8.'));
  }
}
