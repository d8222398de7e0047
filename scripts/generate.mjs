// Makes the files that are generated: src/generated/api.ts from openapi.yaml, docs/configuration.md
// from the table of settings, what follows from the model of STIX, and docs/stix-rules.md. With
// --check it only says which are out of date.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { generateStix } from './generate-stix.mjs';
import { generateStixRules } from './generate-stix-rules.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');

const api = execFileSync(
  process.execPath,
  [join(ROOT, 'node_modules/openapi-typescript/bin/cli.js'), 'openapi.yaml', '--immutable'],
  { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 ** 2 },
);
keep('src/generated/api.ts', api);

build({ onlyIfStale: true });
const { describeSettings } = await import('../dist/config-print.js');
keep('docs/configuration.md', describeSettings());
await generateStix(keep);
await generateStixRules(keep);

function keep(name, text) {
  const file = join(ROOT, name);
  if (text === readOr(file)) return;
  if (isCheck) {
    console.error(`${name} is out of date: npm run generate`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`made ${name}`);
}

function readOr(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
