// DATA_DIR: what lies where in it, and the lock by which one process at a time owns it. The lock is
// a listening Unix socket: the kernel ends it with its process, so a kill -9 leaves no owner behind.
import { createHash } from 'node:crypto';
import { lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where things lie. All paths are absolute. */
export interface DataFolder {
  readonly root: string;
  /** PostgreSQL's own files. */
  readonly cluster: string;
  readonly log: string;
  /** Sockets, in a folder that only its owner may enter, with a path short enough for a socket. */
  readonly run: string;
}

/** Who owns the folder. */
export interface Owner {
  readonly pid: number;
  /** A command owns it for moments, a server for as long as it runs. */
  readonly purpose: 'server' | 'command';
  /** Where PostgreSQL's socket is, once that is known. */
  readonly sockets?: string;
}

/** The lock, held until it is released or the process ends. */
export interface Claim {
  release(): Promise<void>;
}

// A socket's path must fit 104 octets on macOS, 108 on Linux.
const LONGEST_SOCKET_PATH = 100;
const LONGEST_SOCKET_NAME = '/.s.PGSQL.5432'.length;

/** Makes the folders that are missing. */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  const root = resolve(dataDir);
  await mkdir(root, { recursive: true, mode: 0o700 });
  return {
    root,
    cluster: join(root, 'postgres'),
    log: join(root, 'postgres.log'),
    run: await openRunFolder(root),
  };
}

/** Takes the lock, or tells who has it. `describe` is asked whenever another process looks. */
export async function claimFolder(
  folder: DataFolder,
  describe: () => Owner,
): Promise<
  | { readonly claim: Claim; readonly owner?: never }
  | { readonly owner: Owner; readonly claim?: never }
> {
  const path = join(folder.run, 'taxiway.lock');
  for (;;) {
    const server = await listen(path, describe);
    if (server) return { claim: { release: () => close(server) } };
    const owner = await askOwner(path);
    if (owner) return { owner };
    await clearStale(path);
  }
}

// In a deep DATA_DIR `run` is a link to a short path, so that every process finds the same one
// whatever its TMPDIR is.
async function openRunFolder(root: string): Promise<string> {
  const near = join(root, 'run');
  if (Buffer.byteLength(near) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH) {
    await mkdir(near, { recursive: true, mode: 0o700 });
    return near;
  }
  const known = await readlink(near).catch(() => undefined);
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const far = known ?? join(tmpdir(), `taxiway-${hash}`);
  await mkdir(far, { recursive: true, mode: 0o700 });
  await checkPrivate(far);
  if (known === undefined) await symlink(far, near);
  return far;
}

// A temporary folder is anybody's: another user may have made this one first.
async function checkPrivate(folder: string): Promise<void> {
  const { uid, mode } = await lstat(folder);
  const me = process.getuid?.();
  const isOurs = me === 0 || uid === me;
  if (!isOurs || (mode & 0o077) !== 0)
    throw new Error(
      `The folder ${folder} is not private to this user: remove it, or choose a shorter DATA_DIR.`,
    );
}

async function listen(path: string, describe: () => Owner): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(JSON.stringify(describe()));
  });
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(undefined);
      else fail(error);
    });
    server.listen(path, () => {
      // The lock alone keeps no process running.
      server.unref();
      done(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
  });
}

async function askOwner(path: string): Promise<Owner | undefined> {
  return new Promise((done) => {
    let said = '';
    const socket = connect(path);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      said += chunk;
    });
    socket.on('end', () => {
      socket.destroy();
      done(readOwner(said));
    });
    socket.on('error', () => done(undefined));
  });
}

function readOwner(said: string): Owner {
  try {
    return JSON.parse(said) as Owner;
  } catch {
    return { pid: 0, purpose: 'server' };
  }
}

// Two processes may find the same dead socket at once. Moving it aside first and asking again keeps
// the slower one from removing the socket that the faster one has just begun to listen on.
async function clearStale(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if (await askOwner(aside)) await rename(aside, path);
  else await rm(aside, { force: true });
}
