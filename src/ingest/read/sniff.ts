// What format a text is in, told by how it begins.
import { blankOut } from './elements.ts';

const BLANKS = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;
const LIST = /^\[\s*(?:\/\/[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:[{"\]]|$)/;
const FIRST_LINES = 10;

/** The format that the first text of a file is in. */
export function sniff(head: string): 'json' | 'ndjson' | 'table' {
  const bare = head.slice(0, 65_536).replace(BLANKS, '');
  if (LIST.test(bare)) {
    return 'json';
  }
  if (!bare.startsWith('{')) {
    return 'table';
  }
  const [first = '', ...more] = head
    .split(/[\r\n]+/, 10 * FIRST_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .slice(0, FIRST_LINES);
  // A document may have one record a line as well: then its first line ends with a bracket.
  const areAll = first.endsWith('}') && more.every((line) => line.startsWith('{'));
  return more.length > 0 && (areAll || isObject(first)) ? 'ndjson' : 'json';
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(blankOut(line));
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
