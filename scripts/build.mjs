// Compiles src/ into dist/, and the console into dist/console/. With --if-stale only when a source is newer than the last build; with
// --if-possible (npm's prepare) it is content when there is no compiler, as in a production install.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './build-console.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'dist', '.built');
const SERVER_SOURCES = ['openapi.yaml', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
const CONSOLE_STAMP = join(ROOT, 'dist', '.built-console');
const CONSOLE_SOURCES = ['package.json', 'scripts/build-console.mjs'];
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** Builds if that is needed; ends the process if it cannot. */
export function build({ onlyIfStale = false, onlyIfPossible = false } = {}) {
  const isServerFresh = onlyIfStale && isFresh(STAMP, SERVER_SOURCES, 'src');
  const isConsoleFresh = onlyIfStale && isFresh(CONSOLE_STAMP, CONSOLE_SOURCES, 'console');
  if (isServerFresh && isConsoleFresh) return;
  if (!existsSync(COMPILER)) {
    if (onlyIfPossible || existsSync(join(ROOT, 'dist', 'main.js'))) return;
    console.error(
      'Taxiway is not built and there is no compiler: run npm install with development dependencies.',
    );
    process.exit(1);
  }
  if (onlyIfStale) console.error('Building …');
  if (!isServerFresh) compile();
  if (!isConsoleFresh) bundle();
}

function bundle() {
  const startedAt = new Date();
  if (!buildConsole()) process.exit(1);
  writeFileSync(CONSOLE_STAMP, `${startedAt.toISOString()}\n`);
}

function compile() {
  removeLeftOvers();
  const startedAt = new Date();
  const { status } = spawnSync(process.execPath, [COMPILER, '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  chmodSync(join(ROOT, 'dist', 'main.js'), 0o755);
  writeFileSync(STAMP, `${startedAt.toISOString()}\n`);
}

function isFresh(stamp, files, folder) {
  if (!existsSync(stamp)) return false;
  const builtAt = statSync(stamp).mtimeMs;
  return [...files, ...listFiles(folder)].every(
    (file) => statSync(join(ROOT, file)).mtimeMs <= builtAt,
  );
}

// What was compiled from a source that is gone.
function removeLeftOvers() {
  if (!existsSync(join(ROOT, 'dist'))) return;
  for (const file of listFiles('dist').filter(isCompiled)) {
    const source = file.replace(/^dist/, 'src').replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(join(ROOT, source))) rmSync(join(ROOT, file));
  }
}

function isCompiled(name) {
  return /\.js(\.map)?$/.test(name) && !name.startsWith('dist/console/');
}

function listFiles(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  build({
    onlyIfStale: process.argv.includes('--if-stale'),
    onlyIfPossible: process.argv.includes('--if-possible'),
  });
