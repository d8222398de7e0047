// A folder that is watched: what is put into it is imported, and moved away when that is done. Looked
// at again and again, because notices of changes do not come from every file system.
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { misuse } from './output.ts';

export interface Watching {
  /** Imports a file; the name of the folder it is moved to then, within the one that is watched. */
  readonly importOne: (path: string) => Promise<string>;
  /** Told when a file could not be imported: it stays, and is tried again. */
  readonly onFault: (path: string, fault: unknown) => void;
  readonly signal: AbortSignal;
}

const STEP_MS = 1000;
// What the server refused or could not take is tried again, but not at once.
const RETRY_MS = 10_000;
// Names of files that are still being written by browsers and copying tools.
const UNFINISHED = /^\.|~$|\.(part|partial|tmp|crdownload|filepart)$/i;

/** Watches until the signal says stop. */
export async function watchFolder(folder: string, watching: Watching): Promise<void> {
  if ((await stat(folder).catch(() => null))?.isDirectory() !== true)
    throw misuse(`${folder} is no folder.`);
  let before = new Map<string, string>();
  while (!watching.signal.aborted) {
    const now = await look(folder);
    // What looks as it did the time before is written to its end.
    for (const [name, looks] of now)
      if (before.get(name) === looks && !watching.signal.aborted)
        await take(folder, name, watching);
    before = now;
    await sleep(STEP_MS, undefined, { signal: watching.signal }).catch(() => undefined);
  }
}

async function look(folder: string): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || UNFINISHED.test(entry.name)) continue;
    const found = await stat(join(folder, entry.name)).catch(() => null);
    if (found !== null && found.size > 0) seen.set(entry.name, `${found.size} ${found.mtimeMs}`);
  }
  return seen;
}

async function take(folder: string, name: string, watching: Watching): Promise<void> {
  const path = join(folder, name);
  try {
    const target = join(folder, await watching.importOne(path));
    await mkdir(target, { recursive: true });
    await rename(path, await freeName(target, name));
  } catch (fault) {
    watching.onFault(path, fault);
    await sleep(RETRY_MS, undefined, { signal: watching.signal }).catch(() => undefined);
  }
}

// A feed has the same name every day.
async function freeName(folder: string, name: string): Promise<string> {
  for (let nth = 1; ; nth += 1) {
    const path = join(folder, nth === 1 ? name : `${nth}-${name}`);
    if ((await stat(path).catch(() => null)) === null) return path;
  }
}
