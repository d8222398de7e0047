// The embedded PostgreSQL: one for each DATA_DIR, owned by one process at a time, heard by nobody
// else (a socket in a private folder), and brought back when it dies.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolConfig } from 'pg';
import type { Observe } from '../../observation.ts';
import { findBinaries } from './binaries.ts';
import {
  type Claim,
  claimFolder,
  type DataFolder,
  type Owner,
  openDataFolder,
} from './data-folder.ts';
import {
  connectionThrough,
  createDatabase,
  type PostgresProcess,
  prepareCluster,
  startPostgres,
  stopOrphan,
} from './process.ts';
import { chooseIdentity, type Identity } from './user.ts';

/** A running embedded PostgreSQL, or one that another process runs. */
export interface Embedded {
  readonly connection: PoolConfig;
  stop(): Promise<void>;
}

export interface EmbeddedSettings {
  readonly dataDir: string;
  readonly observe: Observe;
}

// How long a command waits for another command, or for a server that is just starting.
const PATIENCE_MS = 30_000;
const LONGEST_PAUSE_MS = 5000;

/**
 * Starts PostgreSQL on DATA_DIR for as long as this process runs, and starts it anew when it dies.
 * @throws Error in one sentence when another server owns the folder, or PostgreSQL cannot start
 */
export async function startEmbedded({ dataDir, observe }: EmbeddedSettings): Promise<Embedded> {
  const folder = await openDataFolder(dataDir);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const taken = await takeOver(folder, 'server', observe);
    if ('connection' in taken) return taken;
    if (taken.purpose === 'server' || Date.now() > deadline)
      throw new Error(refusal(folder, taken));
    await sleep(100);
  }
}

/** For a command: the PostgreSQL of the server that runs on DATA_DIR, else one for the command's time. */
export async function connectOrStart({ dataDir, observe }: EmbeddedSettings): Promise<Embedded> {
  const folder = await openDataFolder(dataDir);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const taken = await takeOver(folder, 'command', observe);
    if ('connection' in taken) return taken;
    if (taken.purpose === 'server' && taken.sockets !== undefined)
      return { connection: connectionThrough(taken.sockets), stop: async () => undefined };
    if (Date.now() > deadline) throw new Error(refusal(folder, taken));
    await sleep(100);
  }
}

function refusal(folder: DataFolder, owner: Owner): string {
  return (
    `${folder.root} is in use by another Taxiway (process ${owner.pid}): stop that one, ` +
    'or set DATA_DIR to another folder.'
  );
}

async function takeOver(
  folder: DataFolder,
  purpose: Owner['purpose'],
  observe: Observe,
): Promise<Embedded | Owner> {
  let sockets: string | undefined;
  const { claim, owner } = await claimFolder(folder, () => ({
    pid: process.pid,
    purpose,
    ...(sockets === undefined ? {} : { sockets }),
  }));
  if (!claim) return owner;
  try {
    const identity = await readyIdentity(folder, observe);
    const first = await startPatiently(identity, folder.log);
    await createDatabase(identity.sockets);
    sockets = identity.sockets;
    observe({ kind: 'database', event: 'started', message: `embedded, process ${first.pid}` });
    return supervise({ identity, folder, claim, first, observe });
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function readyIdentity(folder: DataFolder, observe: Observe): Promise<Identity> {
  const binaries = await findBinaries(join(folder.root, 'lib'));
  const identity = await chooseIdentity(folder, binaries);
  if (identity.notice) observe({ kind: 'database', event: 'notice', message: identity.notice });
  await prepareCluster(identity);
  if (await stopOrphan(identity))
    observe({
      kind: 'database',
      event: 'recovered',
      message: 'a server that was killed had left it running',
    });
  return identity;
}

// Backends of a killed PostgreSQL take moments to notice, and it does not start beside them.
async function startPatiently(identity: Identity, log: string): Promise<PostgresProcess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startPostgres(identity, log);
    } catch (error) {
      const isPassing = error instanceof Error && error.message.includes('still in use');
      if (!isPassing || attempt === 20) throw error;
      await sleep(250);
    }
  }
}

interface Supervised {
  readonly identity: Identity;
  readonly folder: DataFolder;
  readonly claim: Claim;
  readonly first: PostgresProcess;
  readonly observe: Observe;
}

function supervise({ identity, folder, claim, first, observe }: Supervised): Embedded {
  let current: PostgresProcess | undefined = first;
  const stopping = new AbortController();
  const watch = async (): Promise<void> => {
    while (current) {
      await current.ended;
      if (stopping.signal.aborted) return;
      current = undefined;
      observe({ kind: 'database', event: 'lost', message: 'PostgreSQL ended; starting it again' });
      current = await startAgain(identity, folder.log, stopping.signal, observe);
      if (stopping.signal.aborted) return;
      observe({ kind: 'database', event: 'back' });
    }
  };
  const watching = watch();
  return {
    connection: connectionThrough(identity.sockets),
    stop: async () => {
      stopping.abort();
      await current?.stop();
      await watching;
      // It may have come up just while it was being stopped.
      await current?.stop();
      await claim.release();
      observe({ kind: 'database', event: 'stopped' });
    },
  };
}

async function startAgain(
  identity: Identity,
  log: string,
  stopping: AbortSignal,
  observe: Observe,
): Promise<PostgresProcess | undefined> {
  for (let pause = 200; !stopping.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await startPatiently(identity, log);
    } catch (fault) {
      observe({ kind: 'fault', message: 'PostgreSQL does not start', fault });
      await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
  return undefined;
}
