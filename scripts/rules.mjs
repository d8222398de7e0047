// Runs the import rules of .dependency-cruiser.cjs. A cruiser that cannot parse the sources reports
// no violation and ends well, so what it has seen is counted too.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

const { stdout, stderr } = spawnSync(
  process.execPath,
  [CRUISER, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'console'],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 },
);
const { modules, summary } = read(stdout, stderr);
const seen = modules.filter(({ source }) => source.startsWith('src/'));
const arrows = seen.flatMap(({ dependencies }) => dependencies);
const sources = readdirSync(join(ROOT, 'src'), { recursive: true }).filter((name) =>
  name.endsWith('.ts'),
);

for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
if (seen.length !== sources.length || seen.length <= 50 || arrows.length < seen.length)
  console.error(
    `The cruiser is blind: ${seen.length} of ${sources.length} modules, ${arrows.length} arrows.`,
  );
else if (summary.violations.length === 0)
  console.log(`Import rules hold: ${seen.length} modules, ${arrows.length} arrows.`);
process.exitCode = summary.violations.length === 0 && isSighted() ? 0 : 1;

function isSighted() {
  return seen.length === sources.length && seen.length > 50 && arrows.length >= seen.length;
}

function read(text, faults) {
  try {
    return JSON.parse(text);
  } catch {
    console.error(faults || text);
    process.exit(1);
  }
}
