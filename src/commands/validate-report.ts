// What `taxiway validate` found in a file, with lines and columns, and how it is shown.
import { styleText } from 'node:util';
import type { Finding } from '../stix/finding.ts';
import { cutLines, cutText, type Part } from '../stix/json/cut.ts';
import { findFault } from '../stix/json/json-fault.ts';
import { createLineIndex, createLocator, type Position } from '../stix/json/locate.ts';
import { scanEnvelope } from '../stix/json/scan.ts';
import type { Options, Verdict } from '../stix/validate.ts';
import { validateText } from '../stix/validate-text.ts';

/** What was found in one file. */
export interface FileReport {
  readonly file: string;
  /** One an element, as `POST /api/v1/validate` has them, with lines and columns. */
  readonly results: readonly Verdict[];
  readonly notes: readonly Note[];
  readonly counts: Counts;
}

/** A finding as it is shown. */
interface Note extends Finding, Position {
  /** The object that it is about: the element, or one in a bundle. */
  readonly object: string;
}

interface Counts {
  /** Those in bundles counted, and not the bundles. */
  readonly objects: number;
  readonly invalid: number;
  readonly warnings: number;
  readonly omitted: number;
}

interface Judged {
  readonly result: Verdict;
  readonly notes: readonly Note[];
  readonly counts: Counts;
}

const MAX_DEPTH = 100;
const MAX_FINDINGS = 10_000;
const IN_BUNDLE = /^\/objects\/\d+/;
// What the text says of its own lines, which may be one line of a file.
const WHERE = / at line \d+, column \d+\.$/;

/** Judges what is in the text of a file, element by element. */
export function judgeText(file: string, text: string, options: Options): FileReport {
  const positionAt = createLineIndex(text);
  const all = partsOf(text).map((part) => judgePart(text, part, options, positionAt));
  const sum = (name: keyof Counts) => all.reduce((total, { counts }) => total + counts[name], 0);
  return {
    file,
    results: all.map(({ result }) => result),
    notes: all.flatMap(({ notes }) => [...notes].sort(byPosition)),
    counts: {
      objects: sum('objects'),
      invalid: sum('invalid'),
      warnings: sum('warnings'),
      omitted: sum('omitted'),
    },
  };
}

function byPosition(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

// What is no JSON as a whole is told as such.
function partsOf(text: string): readonly Part[] {
  const parts = cutLines(text) ?? cutText(text, MAX_DEPTH);
  return 'offset' in parts ? [{ start: 0, end: text.length }] : parts;
}

function judgePart(
  text: string,
  { start, end }: Part,
  options: Options,
  positionAt: (offset: number) => Position,
): Judged {
  const part = text.slice(start, end);
  const limits = { maxErrors: MAX_FINDINGS, maxWarnings: MAX_FINDINGS, maxDepth: MAX_DEPTH };
  const verdict = validateText(part, { ...options, ...limits });
  const objects = verdict.type === 'bundle' ? countObjects(part) : 1;
  const { errors, warnings, omitted } = verdict;
  const found = [...errors, ...warnings];
  if (found.length === 0)
    return { result: verdict, notes: [], counts: { objects, invalid: 0, warnings: 0, omitted } };
  const locate = createFinder(part, verdict);
  const notes = found.map((finding) => {
    const { offset, object } = locate(finding);
    const message = finding.message.replace(WHERE, '.');
    return { ...finding, message, ...positionAt(start + offset), object };
  });
  const invalid = new Set(errors.map(({ pointer }) => holderOf(verdict, pointer))).size;
  const bare = notes.map(({ object: _object, ...finding }) => finding);
  const located = { errors: bare.slice(0, errors.length), warnings: bare.slice(errors.length) };
  const counts = {
    objects: Math.max(objects, invalid),
    invalid,
    warnings: warnings.length,
    omitted,
  };
  return { result: { ...verdict, ...located }, notes, counts };
}

// A text that is no JSON, or too deep to be read, has no tree.
function createFinder(
  part: string,
  verdict: Verdict,
): (finding: Finding) => { readonly offset: number; readonly object: string } {
  const code = verdict.errors.find(({ code: one }) => UNREAD.includes(one))?.code;
  if (code !== undefined) {
    const offset = code === 'JSON_SYNTAX' ? findFault(part).offset : 0;
    return () => ({ offset, object: '' });
  }
  const locate = createLocator(part);
  return ({ pointer }) => {
    const holder = holderOf(verdict, pointer);
    const [id, type] = ['id', 'type'].map((name) => locate(`${holder}/${name}`).value);
    const named = typeof id === 'string' ? id : 'an object without id';
    const object = typeof type === 'string' ? `${named} (${type})` : named;
    return { offset: locate(pointer).offset, object };
  };
}

const UNREAD: readonly string[] = ['JSON_SYNTAX', 'JSON_TOO_DEEP'];

/** The pointer of the object that a finding is about. */
function holderOf({ type }: Verdict, pointer: string): string {
  return type === 'bundle' ? (IN_BUNDLE.exec(pointer)?.[0] ?? '') : '';
}

function countObjects(bundle: string): number {
  return scanEnvelope(bundle, Number.POSITIVE_INFINITY).elements.filter(
    ({ start, end }) => end > start,
  ).length;
}

/** A file's findings and its line of counts. */
export function describeFile({ file, notes, counts }: FileReport): string[] {
  const lines = notes.flatMap((note) => describeNote(file, note));
  const more = counts.omitted === 0 ? [] : [`${counts.omitted} more errors are left out.`, ''];
  return [...lines, ...more, `${file}: ${describeCounts(counts)}`];
}

/** One line of counts over all files. */
export function describeTotals(reports: readonly FileReport[]): string[] {
  const sum = (name: keyof Counts) => reports.reduce((total, one) => total + one.counts[name], 0);
  const counts = {
    objects: sum('objects'),
    invalid: sum('invalid'),
    warnings: sum('warnings'),
    omitted: 0,
  };
  return [`${reports.length} files: ${describeCounts(counts)}`];
}

function describeNote(file: string, note: Note): string[] {
  const { line, column, level, code, object, pointer, message, hint, section } = note;
  const colour = level === 'error' ? 'red' : level === 'warning' ? 'yellow' : 'blue';
  const cited = section === '' ? '' : ` (STIX 2.1 section ${section})`;
  return [
    `${paint('bold', `${file}:${line}:${column}`)} ${paint(colour, level)} ${code}`,
    ...(object === '' ? [] : [paint('dim', `  ${printable(`${object} ${pointer}`)}`)]),
    `  ${printable(message)}`,
    `  ${hint}${cited}`,
    '',
  ];
}

function describeCounts({ objects, invalid, warnings }: Counts): string {
  const refused = paint(invalid > 0 ? 'red' : 'green', `${invalid} invalid`);
  const valid = `${objects - invalid} valid`;
  return `${count(objects, 'object')}, ${valid}, ${refused}, ${count(warnings, 'warning')}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

// Knows of NO_COLOR and of terminals that have none.
function paint(format: Parameters<typeof styleText>[0], text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? styleText(format, text) : text;
}

// A terminal obeys control characters; a hostile name may have them, or megabytes.
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd').slice(0, 500);
}
