// npm test: builds if that is needed, runs all tests, and ends with a plain summary line that is
// counted from jest's own result. What is given on the command line goes to jest
// (`npm test -- --selectProjects unit`); with --outputFile=FILE that result is kept.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { countTests } from './count-tests.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'taxiway-jest-'));
const kept = given.find((word) => word.startsWith('--outputFile='))?.slice('--outputFile='.length);
const result = kept ?? join(scratch, 'result.json');

build({ onlyIfStale: true });
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    ...(given.some((word) => /^(-w|--maxWorkers|--runInBand|-i)/.test(word))
      ? []
      : ['--maxWorkers=2']),
    '--json',
    ...(kept === undefined ? [`--outputFile=${result}`] : []),
    ...given,
  ],
  { cwd: ROOT, stdio: 'inherit' },
);
// A terminal tells jest itself too; a supervisor tells only us.
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => jest.kill(name));
jest.on('close', (code) => {
  const { line, isGreen } = countTests(result);
  console.log(`\n${line}`);
  rmSync(scratch, { recursive: true, force: true });
  process.exitCode = code === 0 && isGreen ? 0 : 1;
});
