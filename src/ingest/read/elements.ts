// Cuts the elements out of a JSON document as its text comes, without ever holding it whole. Knows
// strings, brackets, comments and trailing commas; JSON.parse does the rest, element by element.
import { shown, unreadable } from '../entry.ts';

/** One value that was cut out. */
export interface Cut {
  readonly text: string;
  /** Had comments or a trailing comma, which were blanked out. */
  readonly isLoose: boolean;
}

/** Reads a document from its beginning to its end. */
export interface Cutter {
  /** The next character that is no blank and no comment, left in place; '' at the end. */
  readonly peek: () => Promise<string>;
  readonly take: () => void;
  /** Takes one whole value (object, list, string or word). */
  readonly cutValue: () => Promise<Cut>;
  readonly hadComments: () => boolean;
}

// One value is held whole, and no more than one.
const MAX_VALUE_CHARS = 8 * 1024 * 1024;

/** The document is no JSON, so nothing of it may be used: it may have been cut off. */
export function syntaxFault(what: string): Error {
  const hint = 'Check that the download is complete; nothing was imported.';
  return unreadable('JSON_SYNTAX', `The file is not valid JSON: ${shown(what)}.`, hint);
}

/** Starts to cut. `first` is the beginning of the text, `pieces` what follows. */
export function startCutter(first: string, pieces: AsyncIterator<string>): Cutter {
  const state = { text: first, at: 0, isEnded: false, hasComments: false };

  async function more(): Promise<boolean> {
    if (state.text.length - state.at > MAX_VALUE_CHARS) {
      throw tooLarge();
    }
    const next = state.isEnded ? ({ done: true, value: '' } as const) : await pieces.next();
    state.isEnded ||= next.done === true;
    state.text = state.text.slice(state.at) + (next.done === true ? '' : next.value);
    state.at = 0;
    return !state.isEnded;
  }

  // A comment or a run of blanks that has not ended yet waits for more text.
  async function peek(): Promise<string> {
    for (;;) {
      const skipped = skipBlanks(state.text, state.at);
      state.hasComments ||= skipped.hasComments;
      state.at = skipped.at;
      const character = state.text[state.at];
      if (character !== undefined && character !== '/') {
        return character;
      }
      if (!(await more())) {
        if (state.text === '' || (state.text.startsWith('//') && !state.text.includes('\n'))) {
          return '';
        }
        throw syntaxFault('a stray slash, or a comment that does not end');
      }
    }
  }

  async function cutValue(): Promise<Cut> {
    await peek();
    for (;;) {
      const { at: end, isLoose } = endOfValue(state.text, state.at, state.isEnded);
      if (end !== -1) {
        const cut = state.text.slice(state.at, end);
        state.at = end;
        return { text: isLoose ? blankOut(cut) : cut, isLoose };
      }
      if (state.isEnded) {
        throw syntaxFault('the end of the file inside a value');
      }
      await moreThanTwice();
    }
  }

  // A value is looked through from its beginning each time; doubled, that stays linear.
  async function moreThanTwice(): Promise<void> {
    const wanted = 2 * (state.text.length - state.at);
    while ((await more()) && state.text.length < wanted);
  }

  return {
    peek,
    take: () => {
      state.at += 1;
    },
    cutValue,
    hadComments: () => state.hasComments,
  };
}

function tooLarge(): Error {
  const message = `A value of the document has more than ${MAX_VALUE_CHARS} characters.`;
  return unreadable('FILE_TOO_LARGE', message, 'Split the value, or remove it.');
}

const BLANKED = /["/,]/g;

/**
 * Text of a value with comments and trailing commas turned into blanks. Mark by mark: of an expression for
 * whole strings V8 may remember each character, and a value has millions.
 */
export function blankOut(text: string): string {
  const kept: string[] = [];
  let from = 0;
  BLANKED.lastIndex = 0;
  for (let mark = BLANKED.exec(text); mark !== null; mark = BLANKED.exec(text)) {
    const { index } = mark;
    const isComma = mark[0] === ',';
    const end = isComma ? index + 1 : endOfToken(text, index);
    if (mark[0] === '/' ? end > index + 1 : isComma && isTrailing(text, end)) {
      kept.push(text.slice(from, index), ' ');
      from = end;
    }
    BLANKED.lastIndex = end;
  }
  return kept.join('') + text.slice(from);
}

// The end of a string or a comment, which may be the text's; a stray slash is one character.
function endOfToken(text: string, index: number): number {
  const end = passOver(text, index);
  if (end !== -1) return end;
  return text[index] === '"' || text[index + 1] === '/' ? text.length : index + 1;
}

function isTrailing(text: string, from: number): boolean {
  return isClosing(text[skipBlanks(text, from).at] ?? '');
}

/** Goes over blanks and whole comments; stops at a slash that begins a comment which has not ended. */
export function skipBlanks(text: string, from: number): { at: number; hasComments: boolean } {
  let at = from;
  let hasComments = false;
  for (;;) {
    while (isBlank(text.charCodeAt(at))) {
      at += 1;
    }
    const end = text[at] === '/' ? endOfComment(text, at) : -1;
    if (end === -1) {
      return { at, hasComments };
    }
    hasComments = true;
    at = end;
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0xfeff;
}

interface End {
  /** -1 where the text ends before the value does. */
  readonly at: number;
  readonly isLoose: boolean;
}

function endOfValue(text: string, from: number, isEnded: boolean): End {
  switch (text[from]) {
    case '{':
    case '[':
      return endOfNested(text, from);
    case '"':
      return { at: endOfString(text, from + 1), isLoose: false };
    default: {
      const word = /[\s,\]}/:]/g;
      word.lastIndex = from;
      const end = word.exec(text)?.index ?? (isEnded ? text.length : -1);
      return { at: end, isLoose: false };
    }
  }
}

const MARKS = /["{}[\]/,]/g;

function endOfNested(text: string, from: number): End {
  let depth = 0;
  let isLoose = false;
  let commaAt = -1;
  MARKS.lastIndex = from;
  for (let mark = MARKS.exec(text); mark !== null; mark = MARKS.exec(text)) {
    const { index } = mark;
    const passed = passOver(text, index);
    if (passed === -1) {
      return { at: -1, isLoose };
    }
    MARKS.lastIndex = passed;
    isLoose ||= mark[0] === '/' || (isClosing(mark[0]) && endsInComma(text, commaAt, index));
    commaAt = mark[0] === ',' ? index : commaAt;
    depth += depthOf(mark[0]);
    if (depth === 0) {
      return { at: index + 1, isLoose };
    }
  }
  return { at: -1, isLoose };
}

// Where to go on after a mark: behind a string or a comment, else the next character.
function passOver(text: string, index: number): number {
  const mark = text[index];
  if (mark === '"') {
    return endOfString(text, index + 1);
  }
  return mark === '/' ? endOfComment(text, index) : index + 1;
}

function depthOf(mark: string): number {
  if (mark === '{' || mark === '[') {
    return 1;
  }
  return isClosing(mark) ? -1 : 0;
}

function isClosing(mark: string): boolean {
  return mark === '}' || mark === ']';
}

function endsInComma(text: string, commaAt: number, closing: number): boolean {
  return commaAt !== -1 && skipBlanks(text, commaAt + 1).at === closing;
}

function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c && at - 1 - slashes >= from) {
      slashes += 1;
    }
    if (slashes % 2 === 0) {
      return at + 1;
    }
    at = text.indexOf('"', at + 1);
  }
  return -1;
}

function endOfComment(text: string, from: number): number {
  const isLine = text[from + 1] === '/';
  const end = isLine ? text.indexOf('\n', from) : blockEnd(text, from);
  return end === -1 ? -1 : isLine ? end + 1 : end + 2;
}

function blockEnd(text: string, from: number): number {
  return text[from + 1] === '*' ? text.indexOf('*/', from + 2) : -1;
}
