// The package taxiway-stix as others get it: packed, installed from the file into an empty project
// without a registry, and used there by Node, by the compiler and by a browser.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { launchBrowser } from '../support/browser.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'taxiway-package-'));
const installed = join(project, 'node_modules/taxiway-stix');

beforeAll(async () => {
  const out = join(project, 'packed');
  await run(process.execPath, [join(root, 'scripts/pack-stix.mjs'), '--out', out]);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  const [tarball = ''] = readdirSync(out);
  await run('npm', ['install', '--offline', '--no-audit', join(out, tarball)], { cwd: project });
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

const INDICATOR = {
  type: 'indicator',
  spec_version: '2.1',
  id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  pattern: "[ipv4-addr:value = '198.51.100.1']",
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
};

// What both Node and the browser are asked.
const QUESTION = `
  const indicator = ${JSON.stringify(INDICATOR)};
  const good = validate(indicator);
  const bad = validate({ ...indicator, modified: '2025-01-01T00:00:00.000Z' });
  const answer = JSON.stringify([good.valid, bad.valid, bad.errors.map(({ pointer }) => pointer)]);
`;
const ANSWER = '[true,false,["/modified"]]';

test('it installs without a registry and brings nothing else with it', () => {
  const names = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(names).toEqual(['taxiway-stix']);
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const product = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest.version).toBe(product.version);
});

test('it carries the licence of every package whose code is in it', () => {
  const licences = readFileSync(join(installed, 'THIRD-PARTY.md'), 'utf8');
  for (const name of ['ajv', 'jsonc-parser', 'uuid'])
    expect(licences).toMatch(new RegExp(`^## ${name} \\d`, 'm'));
  expect(readFileSync(join(installed, 'LICENSE'), 'utf8')).toContain('Apache License');
});

test('Node imports it and gets a verdict', async () => {
  const script = `import { validate } from 'taxiway-stix'; ${QUESTION} console.log(answer);`;
  writeFileSync(join(project, 'ask.js'), script);
  const { stdout } = await run(process.execPath, ['ask.js'], { cwd: project });
  expect(stdout.trim()).toBe(ANSWER);
});

test('the examples of its README print what stands under them', async () => {
  const page = readFileSync(join(installed, 'README.md'), 'utf8');
  const examples = [...page.matchAll(/^```js\n([\s\S]*?)^```\n+```\n([\s\S]*?)^```$/gm)];
  expect(examples.length).toBeGreaterThan(2);
  for (const [, script = '', printed = ''] of examples) {
    writeFileSync(join(project, 'example.js'), script);
    const { stdout } = await run(process.execPath, ['example.js'], { cwd: project });
    expect(stdout).toBe(printed);
  }
});

test('its declarations hold for each way to resolve modules, and know nothing of Node', async () => {
  const source = `
    import { type Finding, type Options, type Verdict, validate } from 'taxiway-stix';
    const options: Options = { warnings: true, hexCase: 'any' };
    const verdict: Verdict = validate(JSON.parse('{}'), options);
    export const codes: string[] = verdict.errors.map((finding: Finding) => finding.code);
    // @ts-expect-error a policy that there is none of
    validate({}, { hexCase: 'upper' });
  `;
  for (const [module, moduleResolution] of [
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    const folder = join(project, `types-${moduleResolution}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'consumer.ts'), source);
    const compilerOptions = {
      ...{ module, moduleResolution, target: 'es2022', lib: ['es2022'], types: [] },
      ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch(
      (fault) => fault,
    );
    expect(stdout).toBe('');
  }
});

test('a browser imports it and shows a verdict', async () => {
  const page = `<!doctype html><output></output><script type="module">
    import { validate } from '/index.js'; ${QUESTION}
    document.querySelector('output').textContent = answer;
  </script>`;
  const server = await serve(page);
  const browser = await launchBrowser();
  try {
    const tab = await browser.newPage();
    const faults: string[] = [];
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(originOf(server));
    await tab.waitForFunction("document.querySelector('output').textContent !== ''");
    expect(await tab.textContent('output')).toBe(ANSWER);
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
    server.close();
  }
});

async function serve(page: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isModule = request.url === '/index.js';
    response.setHeader('content-type', isModule ? 'text/javascript' : 'text/html');
    response.end(isModule ? readFileSync(join(installed, 'index.js')) : page);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

function originOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/` : '';
}
