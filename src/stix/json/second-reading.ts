// Reads a JSON text once more, for what JSON.parse has lost: names that are repeated, and numbers as
// they were written. Only texts that JSON.parse took come here, so no grammar is checked.

import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  scanString,
} from './scan-value.ts';

/** What is to be told of a text. */
export interface Reader {
  readonly onName: (name: string, isRepeated: boolean, path: () => string[]) => void;
  /** Called for strings that may have lone surrogates. */
  readonly onString: (value: string, path: () => string[]) => void;
  readonly onNumber: (digits: string, path: () => string[]) => void;
}

/** An object or a list that has begun and not ended. */
interface Open {
  /** The names of an object so far; null in a list. */
  readonly names: Set<string> | null;
  /** The name or the index of what is read now. */
  name: string;
  index: number;
  awaitsName: boolean;
}

const NUMBER = /[-+.\deE]+/y;

/** Reads the text, and tells the reader of its parts in their order. */
export function readAgain(text: string, reader: Reader): void {
  const open: Open[] = [];
  const path = (): string[] => open.map(({ names, name, index }) => (names ? name : `${index}`));
  const hasHalves = !text.isWellFormed();
  let at = 0;
  while (at < text.length) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) at = readString(at);
    else if (letter === 0x2d || (letter >= 0x30 && letter <= 0x39)) at = readNumber(at);
    else {
      readMark(letter, open);
      at += 1;
    }
  }

  function readString(start: number): number {
    const { end, surrogates } = scanString(text, start);
    const last = open.at(-1);
    if (last?.awaitsName) {
      last.awaitsName = false;
      last.name = decode(text.slice(start, end));
      const isRepeated = last.names?.has(last.name) ?? false;
      last.names?.add(last.name);
      reader.onName(last.name, isRepeated, path);
    } else if (surrogates || hasHalves) reader.onString(decode(text.slice(start, end)), path);
    return end;
  }

  function readNumber(start: number): number {
    NUMBER.lastIndex = start;
    const [digits = ''] = NUMBER.exec(text) ?? [];
    reader.onNumber(digits, path);
    return start + digits.length;
  }
}

function readMark(letter: number, open: Open[]): void {
  const last = open.at(-1);
  if (letter === OPEN_OBJECT) open.push({ names: new Set(), name: '', index: 0, awaitsName: true });
  else if (letter === OPEN_LIST) open.push({ names: null, name: '', index: 0, awaitsName: false });
  else if (letter === CLOSE_LIST || letter === CLOSE_OBJECT) open.pop();
  else if (letter === COMMA && last !== undefined) {
    last.index += 1;
    last.awaitsName = last.names !== null;
  }
}

function decode(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}
