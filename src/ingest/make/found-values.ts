// Indicators in running text, in logs, in pasted tables: defanged or whole. Read as imports read cells,
// and spelled as they are stored.
import { readObservables } from '../../intel/observables.ts';
import { refang } from './refang.ts';
import { shapeOf } from './shape.ts';
import { readValue } from './value.ts';

/** A value as it stands in a text, and as it is stored. */
export interface FoundValue {
  readonly as_written: string;
  readonly kind: string;
  readonly value: string;
}

// A blank beside a mark of defanging does not end a word: `evil [.] example`.
const WORD =
  /(?:[^\s]|[ \t]{1,3}(?=(?:\[[.,@]\]|\([.@]\)|\{[.@]\}|[[({](?:dot|at)[\])}]))|(?<=(?:\[[.,@]\]|\([.@]\)|\{[.@]\}|[[({](?:dot|at)[\])}]))[ \t]{1,3})+/gi;
const WRAPPING = /^[\s"'“”‘’`<>,;=]+|[\s"'“”‘’`<>,;=]+$/g;
const OUTER = /^[([{](?![.,@:]|dot|at)|(?<![.,@:]|dot|at|http|hxxp)[)\]}]+$/gi;
const BETWEEN = /[,;|"'“”‘’`<>=]+|\]\(/;
const LONGEST_WORD = 4096;
const SHORTEST = 4;
const NAME = /^[^:]{1,40}:(?!\/\/|\[?:)/;

/** The values of a text in the order of their first places, each once, `most` of them. */
export function findValues(text: string, most: number): readonly FoundValue[] {
  const found = new Map<string, FoundValue>();
  for (const [word] of text.matchAll(WORD)) {
    for (const one of readWord(word)) {
      const key = `${one.kind} ${one.value}`;
      if (!found.has(key)) found.set(key, one);
    }
    if (found.size >= most) break;
  }
  return [...found.values()].slice(0, most);
}

// As a whole, then by its parts: a URL may have commas, and a row of a table has cells.
function readWord(word: string): readonly FoundValue[] {
  if (word.length > LONGEST_WORD) return [];
  const whole = readOne(word);
  if (whole.length > 0) return whole;
  return word
    .split(BETWEEN)
    .flatMap((part) => (part === word ? [] : readOne(part)))
    .concat(readNamed(word));
}

// `ip:192.0.2.7`
function readNamed(word: string): readonly FoundValue[] {
  const rest = word.replace(NAME, '');
  return rest === word ? [] : readOne(rest);
}

// Brackets may be of the text, or of an address: `[2001:db8::1]:443`.
function readOne(text: string): readonly FoundValue[] {
  const bare = text.replace(WRAPPING, '');
  const found = readBare(bare);
  if (found.length > 0) return found;
  const inner = bare.replace(OUTER, '').replace(WRAPPING, '');
  return inner === bare ? found : readBare(inner);
}

function readBare(as_written: string): readonly FoundValue[] {
  if (as_written.length < SHORTEST) return [];
  const value = refang(as_written);
  const shape = shapeOf(value);
  if (shape === null || shape.type === 'file-path') return [];
  const read = readValue(shape.type, value, { cidr_operator: '=', port_mode: 'address' });
  if (read.kind === 'fault') return [];
  if (read.cve !== undefined)
    return [{ as_written, kind: 'vulnerability', value: read.cve.toLowerCase() }];
  const pattern = `[${read.comparison}]`;
  const all = readObservables({ type: 'indicator', pattern, pattern_type: 'stix' });
  return all.map(({ kind, value: spelled }) => ({ as_written, kind, value: spelled }));
}
