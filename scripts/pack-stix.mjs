// npm run pack:stix: makes dist-packages/taxiway-stix-X.Y.Z.tgz from packages/taxiway-stix and
// src/stix: one module that imports nothing, its declarations, the JSON Schema, and the licences of what
// is inlined.
// With --out FOLDER it goes there.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HOME = join(ROOT, 'packages/taxiway-stix');
// Its code is in what `npm run generate` compiles ahead of time, not among the bundled files.
const COMPILED_BY = { package: 'ajv', where: 'src/stix/generated/shapes.ts' };

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(ROOT, 'dist-packages') } },
});
const scratch = mkdtempSync(join(tmpdir(), 'taxiway-stix-'));
try {
  const stage = join(scratch, 'package');
  mkdirSync(stage);
  const inlined = await bundle(stage);
  declare(stage);
  writeManifest(stage);
  writeLicences(stage, inlined);
  copyFileSync(join(HOME, 'README.md'), join(stage, 'README.md'));
  cpSync(join(ROOT, 'schemas'), join(stage, 'schemas'), { recursive: true });
  pack(stage, resolve(values.out));
} catch (error) {
  // The compilers have said what is wrong.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The module. @returns the names of the packages whose code is in it */
async function bundle(stage) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(HOME, 'entry.ts')],
    outfile: join(stage, 'index.js'),
    bundle: true,
    format: 'esm',
    // No Node and no DOM: what needs either cannot be resolved, and the build fails.
    platform: 'neutral',
    target: 'es2022',
    conditions: ['browser'],
    mainFields: ['module', 'main'],
    // 640 kB to read, of which Ajv's compiled code is most; 255 kB, 66 kB gzipped, like this.
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    banner: {
      js: `// taxiway-stix ${readVersion()}. Apache-2.0; inlined code: see THIRD-PARTY.md.`,
    },
    metafile: true,
    logLevel: 'warning',
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  if (imports.length > 0)
    throw new Error(`Still imported: ${imports.map(({ path }) => path).join(', ')}`);
  const [output] = Object.values(metafile.outputs);
  const files = Object.entries(output.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
  const packages = files.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  if (files.includes(COMPILED_BY.where)) packages.push(COMPILED_BY.package);
  return [...new Set(packages)].filter((name) => name !== undefined).sort();
}

/** The declarations, those that the entry leads to. */
function declare(stage) {
  const made = join(scratch, 'declarations');
  execFileSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', HOME, '--outDir', made],
    { stdio: 'inherit' },
  );
  const types = join(stage, 'types');
  const entry = join(made, 'packages/taxiway-stix/entry.d.ts');
  const left = [entry];
  const room = join(made, 'src/stix');
  const seen = new Set();
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const from = dirname(file);
    const text = readFileSync(file, 'utf8').replaceAll(
      /(\bfrom |\bimport\()(['"])([^'"]+)\2/g,
      (_, before, mark, specifier) => {
        if (!specifier.startsWith('.')) throw new Error(`${file} needs types of ${specifier}`);
        const target = join(from, specifier.replace(/\.ts$/, '.d.ts'));
        left.push(target);
        const path = relative(file === entry ? room : from, target).replace(/\.d\.ts$/, '.js');
        return `${before}${mark}${path.startsWith('.') ? path : `./${path}`}${mark}`;
      },
    );
    const to = join(types, file === entry ? 'index.d.ts' : relative(room, file));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
}

function writeManifest(stage) {
  const { name, ...rest } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8'));
  const manifest = { name, version: readVersion(), ...rest };
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function writeLicences(stage, inlined) {
  copyFileSync(join(ROOT, 'LICENSE'), join(stage, 'LICENSE'));
  const parts = inlined.map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (license !== 'MIT' || file === undefined)
      throw new Error(`${name}: the licence ${license} has not been looked at, or has no text`);
    return `## ${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  const head =
    '# Code of others in index.js\n\nEach under its own licence (MIT), whose text follows.\n';
  writeFileSync(join(stage, 'THIRD-PARTY.md'), [head, ...parts].join('\n'));
}

function pack(stage, out) {
  mkdirSync(out, { recursive: true });
  const told = execFileSync(
    'npm',
    ['pack', '--json', '--offline', '--ignore-scripts', '--pack-destination', out],
    { cwd: stage, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  const [{ filename, size }] = JSON.parse(told);
  const file = join(out, filename);
  if (!existsSync(file)) throw new Error(`npm pack made no ${file}`);
  const module = readFileSync(join(stage, 'index.js'));
  console.log(
    `${relative(process.cwd(), file)}: ${size} bytes; index.js ${module.length} bytes, ${gzipSync(module).length} gzipped`,
  );
}

function readVersion() {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
}
