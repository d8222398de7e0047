// Which columns of a file were given a meaning by hand, as the setting `columns` has it.
import type { ImportSettings, Preview } from './queries.ts';

type Columns = Readonly<Record<string, string>>;

/** What was given for the column at this place; an empty text where nothing was. */
export function givenOf(preview: Preview, columns: Columns, at: number): string {
  const { name } = preview.columns[at] ?? {};
  return columns[name ?? ''] ?? columns[String(at + 1)] ?? '';
}

/** The settings with another meaning for a column; an empty text leaves it to the server. */
export function withMeaning(
  settings: ImportSettings,
  preview: Preview,
  at: number,
  field: string,
): ImportSettings {
  const { name = '' } = preview.columns[at] ?? {};
  const { [name]: _, [String(at + 1)]: _number, ...others } = settings.columns ?? {};
  const columns = field === '' ? others : { ...others, [keyOf(preview, at)]: field };
  const { columns: _columns, ...rest } = settings;
  return Object.keys(columns).length === 0 ? rest : { ...rest, columns };
}

// By its name, so that the mapping fits the next file too; by its number where the name is none.
function keyOf({ columns, detected }: Preview, at: number): string {
  const { name = '' } = columns[at] ?? {};
  const isTable = ['csv', 'text', 'xlsx'].includes(String(detected?.format));
  const isNamed = !isTable || detected?.header_line !== null;
  const isAlone = columns.filter((column) => column.name === name).length === 1;
  return isNamed && isAlone && name !== '' ? name : String(at + 1);
}
