// A workbook (ECMA-376, SpreadsheetML): where its first sheet is, and what its cells refer to.
import { unreadable } from '../entry.ts';
import type { FileBytes } from './bytes.ts';
import { makeStringTable, type StringTable } from './string-table.ts';
import { readWholeXml } from './xml.ts';
import type { Archive } from './zip.ts';

/** The first sheet of a workbook. */
export interface Workbook {
  readonly sheet: FileBytes;
  readonly texts: StringTable;
  /** Whether a cell of that style shows its number as a date or a time. */
  readonly isDate: (style: number) => boolean;
  /** Its days are counted from 1904, as on old Macs. */
  readonly is1904: boolean;
}

/** Opens a workbook. */
export async function openWorkbook(parts: Archive): Promise<Workbook> {
  const { sheetId, is1904 } = await readFrame(parts);
  const relations = await readRelations(parts);
  const sheet = relations.find(({ id }) => id === sheetId);
  const file = sheet === undefined ? undefined : parts.get(sheet.target);
  if (file === undefined) {
    const hint = 'Save the workbook again, or as CSV.';
    throw unreadable('FILE_UNSUPPORTED', 'The workbook has no sheet that can be read.', hint);
  }
  const part = (kind: string) =>
    parts.get(relations.find(({ type }) => type === kind)?.target ?? '');
  return {
    sheet: file,
    texts: await readTexts(part('sharedStrings')),
    isDate: await readStyles(part('styles')),
    is1904,
  };
}

async function readFrame(
  parts: Archive,
): Promise<{ readonly sheetId: string; readonly is1904: boolean }> {
  let sheetId: string | null = null;
  let is1904 = false;
  await readPart(parts.get('xl/workbook.xml'), (name, attributes) => {
    if (name === 'sheet') {
      sheetId ??= attributes['r:id'] ?? idOf(attributes);
    } else if (name === 'workbookPr') {
      is1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '');
    }
  });
  return { sheetId: sheetId ?? '', is1904 };
}

// The prefix of the relation's id is free as well.
function idOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

async function readRelations(parts: Archive): Promise<readonly Relation[]> {
  const relations: Relation[] = [];
  await readPart(parts.get('xl/_rels/workbook.xml.rels'), (name, { Id, Type, Target }) => {
    if (name === 'Relationship' && Id !== undefined && Target !== undefined) {
      const type = Type?.slice(Type.lastIndexOf('/') + 1) ?? '';
      const target = Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`;
      relations.push({ id: Id, type, target });
    }
  });
  return relations;
}

// A text may be in runs of different looks; how it is pronounced stands beside them.
async function readTexts(file: FileBytes | undefined): Promise<StringTable> {
  const texts = makeStringTable();
  if (file === undefined) {
    return texts;
  }
  let text = '';
  let isText = false;
  let isPhonetic = false;
  await readWholeXml(file, {
    open: (name) => {
      isPhonetic ||= name === 'rPh';
      isText = name === 't' && !isPhonetic;
    },
    text: (piece) => {
      text += isText ? piece : '';
    },
    close: (name) => {
      isText = false;
      isPhonetic &&= name !== 'rPh';
      if (name === 'si') {
        texts.add(unescapeCell(text));
        text = '';
      }
    },
  });
  return texts;
}

/** Characters that XML cannot hold are written as `_x000D_`. */
export function unescapeCell(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
}

const MAX_STYLES = 100_000;

// Formats that every workbook has without saying so (§18.8.30).
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58 && id !== 49);
}

async function readStyles(file: FileBytes | undefined): Promise<(style: number) => boolean> {
  const formats = new Map<number, boolean>();
  const styles: boolean[] = [];
  let isCell = false;
  const open = (name: string, attributes: Readonly<Record<string, string>>) => {
    isCell = name === 'cellXfs' || (isCell && name !== 'cellStyles' && name !== 'dxfs');
    const id = Number(attributes.numFmtId ?? 0);
    if (formats.size + styles.length > MAX_STYLES) {
      return;
    }
    if (name === 'numFmt') {
      formats.set(id, isDateFormat(attributes.formatCode ?? ''));
    } else if (name === 'xf' && isCell) {
      styles.push(formats.get(id) ?? isBuiltInDate(id));
    }
  };
  await readPart(file, open);
  return (style) => styles[style] === true;
}

// What is left of a date's format without quoted text, colours and escaped letters has d, m, y, h or
// s in it. An elapsed time, `[h]:mm`, is a number of days and no date.
function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '');
  return !/\[(?:h+|m+|s+)\]/i.test(bare) && /[dmyhs]/i.test(bare.replace(/\[[^\]]*\]/g, ''));
}

async function readPart(
  file: FileBytes | undefined,
  open: (name: string, attributes: Readonly<Record<string, string>>) => void,
): Promise<void> {
  if (file !== undefined) {
    await readWholeXml(file, { open });
  }
}
