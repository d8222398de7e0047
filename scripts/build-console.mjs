// Bundles console/ into dist/console/ with Vite, and says how much script the first page loads.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HERE = fileURLToPath(import.meta.url);
const OUT = join(ROOT, 'dist', 'console');

/** Octets of script, gzipped, that the browser fetches before the first page is there. */
export function measureFirstLoad() {
  const page = readFileSync(join(OUT, 'index.html'), 'utf8');
  const names = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, name]) => name);
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(OUT, name))).length, 0);
}

/** Bundles, in a process of its own because it is asynchronous and its caller is not. */
export function buildConsole() {
  if (!existsSync(join(ROOT, 'console'))) return true;
  const { status } = spawnSync(process.execPath, [HERE], { cwd: ROOT, stdio: 'inherit' });
  return status === 0;
}

async function bundle() {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: join(ROOT, 'console'),
    logLevel: 'warn',
    build: {
      outDir: OUT,
      emptyOutDir: true,
      // Everything is a file: the page's policy allows nothing inline.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2022',
      rolldownOptions: {
        // `use client` is for servers that render React.
        onwarn: (warning, warn) => {
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
        },
      },
    },
  });
  console.error(`Console: ${Math.round(measureFirstLoad() / 1000)} kB of script, gzipped`);
}

if (process.argv[1] === HERE) await bundle();
