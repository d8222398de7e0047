// XML → events, piece by piece. Names come without prefix: writers choose those freely.
import { SaxesParser } from 'saxes';
import { unreadable } from '../entry.ts';
import type { FileBytes } from './bytes.ts';
import { openText } from './text.ts';

/** Told what stands in a document, in order. */
export interface XmlReader {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

const MAX_DEPTH = 100;
// The parser gathers a text or tag until it ends.
const MAX_GATHERED = 4 * 1024 * 1024;

/** Reads a document; yields after each piece, so that what was told can be used up. */
export async function* readXml(file: FileBytes, reader: XmlReader): AsyncGenerator<void> {
  const { head, rest } = await openText(file);
  const parser = new SaxesParser<{ xmlns?: false; position?: boolean }>({ position: false });
  let depth = 0;
  let gathered = 0;
  parser.on('error', (error) => {
    throw damaged(error.message);
  });
  parser.on('opentag', ({ name, attributes }) => {
    gathered = 0;
    depth += 1;
    if (depth > MAX_DEPTH) {
      throw damaged('it is nested too deep');
    }
    reader.open(localName(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    gathered = 0;
    depth -= 1;
    reader.close?.(localName(name));
  });
  if (reader.text !== undefined) {
    parser.on('text', reader.text);
    parser.on('cdata', reader.text);
  }
  for (let piece: string | null = head; piece !== null; ) {
    gathered += piece.length;
    parser.write(piece);
    if (gathered > MAX_GATHERED) {
      throw damaged(`a cell has more than ${MAX_GATHERED} characters`);
    }
    yield;
    const next: IteratorResult<string> = await rest.next();
    piece = next.done === true ? null : next.value;
  }
  parser.close();
}

/** Reads a document that is small. */
export async function readWholeXml(file: FileBytes, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(file, reader));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function damaged(reason: string): Error {
  const hint = 'Save the workbook again, or as CSV.';
  return unreadable('FILE_TRUNCATED', `The workbook is damaged: ${reason}.`, hint);
}
