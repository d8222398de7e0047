// Whom PostgreSQL runs as. It refuses to run as root, so root starts it under another identity that
// can reach both the programs and the data.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import type { DataFolder } from './data-folder.ts';

const run = promisify(execFile);

/** How to start a program of PostgreSQL's, and where its files may lie. */
export interface Identity {
  /** Stands before the program on the command line. */
  readonly prefix: readonly string[];
  readonly user: User | undefined;
  readonly binaries: Binaries;
  /** In DATA_DIR, unless PostgreSQL's user cannot get there. */
  readonly cluster: string;
  readonly sockets: string;
  /** Something the operator should know. */
  readonly notice?: string;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

// Inside the new user namespace the process is user 1000 and no longer root, and outside of it still
// root: no system user is made, no owner changes, and folders that only root can enter work.
const UNSHARE = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];

const REACHABLE_FOLDER = '/var/lib/taxiway';

/**
 * Chooses the identity: plain for an ordinary user; for root whatever works here.
 * @throws Error in one sentence when nothing does
 */
export async function chooseIdentity(folder: DataFolder, binaries: Binaries): Promise<Identity> {
  const { cluster, run: sockets } = folder;
  const prefix = libraryPrefix(binaries);
  const plain: Identity = { prefix, user: undefined, binaries, cluster, sockets };
  const owner = await stat(cluster).catch(() => undefined);
  const me = process.getuid?.();
  if (me !== 0) {
    if (owner && owner.uid !== me)
      throw new Error(
        `The database in ${cluster} belongs to another user (${owner.uid}): run Taxiway as that one.`,
      );
    return plain;
  }
  if (owner && owner.uid !== 0) {
    const owned = { ...plain, user: { uid: owner.uid, gid: owner.gid } };
    if (await reaches(owned, folder.root)) return giveSockets(owned);
  }
  const unshared = { ...plain, prefix: [...UNSHARE, ...prefix] };
  if (await reaches(unshared, folder.root)) return unshared;
  return asSystemUser(plain, folder);
}

/** The command line for a program under this identity, and the options to start it with. */
export function commandFor(
  { prefix, user }: Identity,
  program: string,
  parameters: readonly string[],
): { readonly file: string; readonly args: readonly string[]; readonly options: Partial<User> } {
  const [file = program, ...args] = [...prefix, program, ...parameters];
  return { file, args, options: user ?? {} };
}

function libraryPrefix({ libraryPath }: Binaries): readonly string[] {
  return libraryPath === undefined ? [] : ['env', `LD_LIBRARY_PATH=${libraryPath}`];
}

async function reaches(identity: Identity, folder: string): Promise<boolean> {
  const script = 'test -x "$1" && exec "$2" --version';
  const { postgres } = identity.binaries;
  const { file, args, options } = commandFor(identity, 'sh', [
    '-c',
    script,
    'sh',
    folder,
    postgres,
  ]);
  return run(file, args, options).then(
    () => true,
    () => false,
  );
}

async function giveSockets(identity: Identity): Promise<Identity> {
  const { user, sockets } = identity;
  if (user) await chown(sockets, user.uid, user.gid);
  return identity;
}

// User namespaces are switched off, as in many containers: a system user of PostgreSQL's own then.
async function asSystemUser(plain: Identity, folder: DataFolder): Promise<Identity> {
  const user = await findSystemUser();
  const near = { ...plain, user };
  if (await reaches(near, dirname(folder.root))) {
    await chown(folder.root, user.uid, user.gid);
    return giveSockets(near);
  }
  return moveWithinReach(near, folder, user);
}

async function moveWithinReach(near: Identity, folder: DataFolder, user: User): Promise<Identity> {
  const hash = createHash('sha256').update(folder.root).digest('hex').slice(0, 16);
  const root = join(REACHABLE_FOLDER, hash);
  const native = join(REACHABLE_FOLDER, 'native');
  const sockets = join(root, 'run');
  await mkdir(sockets, { recursive: true, mode: 0o700 });
  await chmod(REACHABLE_FOLDER, 0o755);
  await chown(root, user.uid, user.gid);
  await cp(near.binaries.folder, native, { recursive: true, verbatimSymlinks: true });
  const binaries = {
    folder: native,
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    libraryPath: undefined,
  };
  const moved: Identity = {
    prefix: [],
    user,
    binaries,
    cluster: join(root, 'postgres'),
    sockets,
    notice: `the system user of PostgreSQL cannot enter ${folder.root}, so the database is in ${root}`,
  };
  if (await reaches(moved, root)) return giveSockets(moved);
  throw new Error(
    `PostgreSQL can run here neither in ${folder.root} nor in ${root}: set DATABASE_URL.`,
  );
}

async function findSystemUser(): Promise<User> {
  const known = await readSystemUser();
  if (known) return known;
  try {
    await run('groupadd', ['--system', '--force', 'postgres']);
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
  } catch {
    // Told below, with what to do about it.
  }
  const made = await readSystemUser();
  if (made) return made;
  throw new Error(
    'PostgreSQL does not run as root, and neither user namespaces nor a system user `postgres` are to be had here. ' +
      'Run Taxiway as an ordinary user, or set DATABASE_URL.',
  );
}

async function readSystemUser(): Promise<User | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    );
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}
