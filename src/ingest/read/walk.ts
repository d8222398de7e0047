// Walks through a JSON document as its text comes: down into the values that somebody wants to look
// into, and over the others one whole value at a time.
import { type Cut, type Cutter, syntaxFault } from './elements.ts';

/** Where a value stands: the keys down to it, `*` for the elements of a list. */
export type Path = readonly string[];

/** A value that was not looked into. `path` is only good until the next step. */
export interface Step {
  readonly path: Path;
  readonly cut: Cut;
}

/** What to look into, and what the walk has seen of commas that JSON does not allow. */
export interface Walk {
  /** Asked for every list and object; `bracket` is its first character. */
  readonly descends: (path: Path, bracket: '[' | '{') => boolean;
  hasTrailingComma: boolean;
}

/** The element of a list, in a path. */
export const ELEMENT = '*';

/** Walks through a document to its end; what may come after it is left in place. */
export function walkDocument(cutter: Cutter, walk: Walk): AsyncGenerator<Step> {
  return walkValue(cutter, walk, []);
}

async function* walkValue(cutter: Cutter, walk: Walk, path: string[]): AsyncGenerator<Step> {
  const first = await cutter.peek();
  if ((first === '[' || first === '{') && walk.descends(path, first)) {
    yield* first === '[' ? walkList(cutter, walk, path) : walkObject(cutter, walk, path);
  } else {
    yield { path, cut: await cutter.cutValue() };
  }
}

async function* walkList(cutter: Cutter, walk: Walk, path: string[]): AsyncGenerator<Step> {
  cutter.take();
  path.push(ELEMENT);
  while ((await cutter.peek()) !== ']') {
    yield* walkValue(cutter, walk, path);
    await passComma(cutter, walk, ']');
  }
  path.pop();
  cutter.take();
}

async function* walkObject(cutter: Cutter, walk: Walk, path: string[]): AsyncGenerator<Step> {
  cutter.take();
  while ((await cutter.peek()) !== '}') {
    path.push(await readKey(cutter));
    yield* walkValue(cutter, walk, path);
    path.pop();
    await passComma(cutter, walk, '}');
  }
  cutter.take();
}

async function readKey(cutter: Cutter): Promise<string> {
  const { text } = await cutter.cutValue();
  const key: unknown = parseCut(text);
  if (typeof key !== 'string' || (await cutter.peek()) !== ':') {
    throw syntaxFault('a member without a name or a value');
  }
  cutter.take();
  return key;
}

async function passComma(cutter: Cutter, walk: Walk, closing: ']' | '}'): Promise<void> {
  const next = await cutter.peek();
  if (next === ',') {
    cutter.take();
    walk.hasTrailingComma ||= (await cutter.peek()) === closing;
  } else if (next !== closing) {
    throw syntaxFault(next === '' ? 'the end of the file inside a list or object' : `"${next}"`);
  }
}

/** A value that was cut out. @throws what makes the file unreadable when it is no JSON */
export function parseCut(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw syntaxFault(error instanceof Error ? error.message : 'a value');
  }
}
