// One file on its way into a collection, over HTTP: sent, followed to its end, and what was found in it.
import { createWriteStream, openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgress } from './import-progress.ts';
import type { Finding, Import, Report } from './import-report.ts';
import { misuse } from './output.ts';
import type { Remote } from './remote.ts';

/** How a file is to be imported. */
export interface Importing {
  /** The parameters of the call. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly wait: boolean;
  /** How many findings are read. */
  readonly shown: number;
  /** A file or a folder for what was rejected. */
  readonly errors: string | null;
  /** Nothing but the result is told. */
  readonly isQuiet: boolean;
}

const STEP_MS = 250;
const UNDER_WAY = ['waiting', 'running', 'undoing'];

/** Imports a file. */
export async function importFile(
  remote: Remote,
  file: string,
  importing: Importing,
): Promise<Report> {
  return report(remote, await upload(remote, file, importing.parameters), importing);
}

/** Imports the file of an import once more, from where it is kept. */
export async function replayImport(
  remote: Remote,
  id: string,
  importing: Importing,
): Promise<Report> {
  const path = `/api/v1/imports/${encodeURIComponent(id)}/replay`;
  const query = new URLSearchParams(importing.parameters);
  const answer = await remote.send(`${path}?${query}`, { method: 'POST' });
  return report(remote, (await answer.json()) as Import, importing);
}

// Follows an import to its end, and reads what was found.
async function report(
  remote: Remote,
  begun: Import,
  { wait, shown, errors, isQuiet }: Importing,
): Promise<Report> {
  if (!wait) return { one: begun, findings: [], more: false, errors: null };
  const one = await follow(remote, begun, isQuiet);
  const found = shown > 0 ? await readFindings(remote, one.id, shown) : { items: [], more: false };
  const saved = errors === null ? null : await saveErrors(remote, one.id, errors);
  return { one, findings: found.items, more: found.more, errors: saved };
}

/** Takes an import back, and waits until that is done. */
export async function undoImport(remote: Remote, id: string, remove: boolean): Promise<Import> {
  const path = `/api/v1/imports/${encodeURIComponent(id)}/undo?remove=${remove}`;
  const answer = await remote.send(path, { method: 'POST' });
  return follow(remote, (await answer.json()) as Import, true);
}

async function upload(
  remote: Remote,
  file: string,
  parameters: Importing['parameters'],
): Promise<Import> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw misuse(`There is no file ${file}.`);
  if (!found.isFile()) throw misuse(`${file} is no file.`);
  const query = new URLSearchParams({ file_name: basename(file), ...parameters });
  // A blob of a file is read as it is sent; it is never held whole.
  const body = await openAsBlob(file);
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await remote.send(`/api/v1/imports?${query}`, { method: 'POST', body, headers });
  return (await answer.json()) as Import;
}

async function follow(remote: Remote, begun: Import, isQuiet: boolean): Promise<Import> {
  const progress = isQuiet ? null : startProgress(begun);
  let one = begun;
  while (UNDER_WAY.includes(one.state)) {
    await sleep(STEP_MS);
    one = (await (await remote.send(`/api/v1/imports/${begun.id}`)).json()) as Import;
    progress?.update(one);
  }
  progress?.stop();
  return one;
}

async function readFindings(
  remote: Remote,
  id: string,
  limit: number,
): Promise<{ readonly items: readonly Finding[]; readonly more: boolean }> {
  const answer = await remote.send(`/api/v1/imports/${id}/findings?limit=${limit}`);
  return (await answer.json()) as { items: readonly Finding[]; more: boolean };
}

// Into the file, or into the folder by the name that the server gives; null where nothing was rejected.
async function saveErrors(remote: Remote, id: string, target: string): Promise<string | null> {
  const answer = await remote.send(`/api/v1/imports/${id}/error-file`);
  if (answer.status === 204 || answer.body === null) return null;
  const isFolder = (await stat(target).catch(() => null))?.isDirectory() === true;
  const told = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const path = isFolder ? join(target, basename(told ?? `${id}.errors`)) : target;
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(path));
  return path;
}
