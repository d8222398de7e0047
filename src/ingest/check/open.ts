// The lists that there are: the shipped ones, which are files beside the program, and in their place
// or beside them those that somebody has stored.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Queryable } from '../../store/database.ts';
import { selectWarningLists } from '../../store/warning-lists.ts';
import { type ActiveList, indexLists, type Lists } from './lists.ts';
import type { AskedLists, ListAction, WarningList } from './warning-list.ts';

/** A list, and where it comes from. */
export interface KnownList extends WarningList {
  readonly is_shipped: boolean;
  readonly created_at?: string;
  readonly updated_at?: string;
}

// src/ingest/check/ and dist/ingest/check/ are equally deep.
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'warning-lists');

/** All lists, by name. A stored one stands in the place of a shipped one of that name. */
export async function readLists(db: Queryable): Promise<readonly KnownList[]> {
  const [shipped, stored] = await Promise.all([readShipped(), selectWarningLists(db)]);
  const byName = new Map<string, KnownList>();
  for (const list of shipped) byName.set(list.name, { ...list, is_shipped: true });
  for (const list of stored) byName.set(list.name, { ...list, is_shipped: false });
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The look-up of what an import is held against; null where it is held against nothing. */
export async function openLists(db: Queryable, asked: AskedLists): Promise<Lists | null> {
  if (asked === 'off') return null;
  const active = (await readLists(db)).flatMap((list): ActiveList[] => {
    const action = asked === 'on' ? list.action : actionFor(list.name, asked);
    return action === 'ignore' ? [] : [{ list, name: list.name, action }];
  });
  return active.length === 0 ? null : indexLists(active);
}

// A list may be named `constructor`.
function actionFor(name: string, asked: Readonly<Record<string, ListAction>>): ListAction {
  return Object.hasOwn(asked, name) ? (asked[name] ?? 'ignore') : 'ignore';
}

async function readShipped(): Promise<WarningList[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json'));
  return Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(FOLDER, file), 'utf8'))),
  );
}
