// A real browser for tests: the Chromium of an npm package, so that a fresh clone needs npm alone.
// TEST_BROWSER names another one, for machines that package has none for (it is for x64 Linux).
import { execFile } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

/** Launches a headless browser that reaches the loopback interface only by what tests tell it. */
export async function launchBrowser(): Promise<Browser> {
  const given = process.env.TEST_BROWSER;
  const home = given === undefined ? await unpack() : '';
  return chromium.launch({
    executablePath: given ?? join(home, 'chromium'),
    // Its sandbox refuses to run as root, and in most containers; the pages are our own.
    chromiumSandbox: false,
    env: { ...process.env, ...(given === undefined ? ownLibraries(home) : {}) },
  });
}

// What a slim system lacks (nss, fonts) comes with the package. Its fonts.conf has the folders of a
// cloud function; without any font the browser ends at the first password field.
function ownLibraries(home: string): Record<string, string> {
  const fonts = join(home, 'fonts.conf');
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><fontconfig><dir>${home}/fonts</dir><cachedir>${home}/cache</cachedir></fontconfig>`,
  );
  return { LD_LIBRARY_PATH: join(home, 'al2023/lib'), FONTCONFIG_FILE: fonts };
}

// Unpacked once for a version and a user (2 s, 210 MB), under a temporary name first: test files run
// side by side, and the package itself takes a file that is half written for the whole.
async function unpack(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const home = join(tmpdir(), `taxiway-chromium-${readVersion()}-${uid}`);
  if (existsSync(home)) {
    if (lstatSync(home).uid !== uid) throw new Error(`${home} belongs to another user`);
    return home;
  }
  const scratch = mkdtempSync(`${home}-`);
  const script = `const { default: it } = await import('@sparticuz/chromium'); await it.executablePath();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    // It unpacks into the folder for temporary files, and its libraries where it sees that name.
    env: { ...process.env, TMPDIR: scratch, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  try {
    renameSync(scratch, home);
  } catch {
    // Another test file was faster.
    rmSync(scratch, { recursive: true, force: true });
  }
  return home;
}

function readVersion(): string {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const manifest = join(dirname(entry), '../../package.json');
  return String(JSON.parse(readFileSync(manifest, 'utf8')).version);
}
