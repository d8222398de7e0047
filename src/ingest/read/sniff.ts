// What format a text is in, told by how it begins.
import { blankOut, skipBlanks } from './elements.ts';

const FIRST_LINES = 10;

/** The format that the first text of a file is in. */
export function sniff(head: string): 'json' | 'ndjson' | 'table' {
  const bare = head.slice(skipBlanks(head, 0).at);
  if (isList(bare)) {
    return 'json';
  }
  if (!bare.startsWith('{')) {
    return 'table';
  }
  const [first = '', ...more] = bare
    .split(/[\r\n]+/, 10 * FIRST_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .slice(0, FIRST_LINES);
  // A document may have one record a line as well: then its first line ends with a bracket.
  const areAll = first.endsWith('}') && more.every((line) => line.startsWith('{'));
  return more.length > 0 && (areAll || isObject(first)) ? 'ndjson' : 'json';
}

// A bracket may begin a cell as well, such as a mark of defanging.
function isList(bare: string): boolean {
  const first = bare[skipBlanks(bare, 1).at] ?? ']';
  return bare.startsWith('[') && '{"]'.includes(first);
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(blankOut(line));
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
