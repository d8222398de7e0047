// npm run bench -- --objects 300000 [--only poll,push,import,idle] [--rounds 3] [--json FILE] [--profile FOLDER]
// Measures the built server against limits measured in the same run; docs/benchmarks.md says how to
// read it. Starts everything itself and takes it all away again, also on Ctrl-C.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchImport } from './import.mjs';
import { openLimits } from './limits.mjs';
import { benchColdPages, benchHotPages, benchIdle } from './poll.mjs';
import { benchPush, fill } from './push.mjs';
import { describeRun, printTable, tell as tellLine } from './report.mjs';
import { startServer } from './server.mjs';

const PHASES = ['push', 'poll', 'idle', 'import'];
const MEMORY_MIB = 400;

const { profile, ...options } = readOptions();
const interrupted = new Promise((_done, fail) => {
  for (const name of ['SIGINT', 'SIGTERM'])
    process.on(name, () => fail(new Error(`Stopped by ${name}.`)));
});
// Looked at once the server runs; until then it must not count as unhandled.
interrupted.catch(() => {});
const server = await startServer(
  profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
);
let limits;
try {
  limits = await openLimits(server);
  const lines = await Promise.race([measure(), interrupted]);
  print(lines);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await limits?.close().catch(() => {});
  await server.stop();
}
// What was under way when the run was interrupted has nobody left to tell.
process.exit();

async function measure() {
  const collection = await server.makeCollection('Pushed');
  const run = { server, limits, collection, ...options, tell };
  const lines = [];
  const memory = (phase) => lines.push(tellMemory(`memory, ${phase}`, server.memory.mark()));
  const wants = (phase) => options.only.includes(phase);
  if (wants('push')) {
    lines.push(...(await benchPush(run)));
    memory('push');
  } else if (wants('poll') || wants('idle')) await fill(run);
  if (wants('poll')) {
    lines.push(...(await benchColdPages(run)), ...(await benchHotPages(run)));
    memory('poll');
  }
  if (wants('idle')) lines.push(...(await benchIdle(run)));
  if (wants('import')) {
    server.memory.mark();
    lines.push(...(await benchImport(run)));
    memory('import');
  }
  lines.push(tellMemory('memory, highest', server.memory.peak()));
  return lines;
}

function tellMemory(name, peak) {
  return tellLine(name, 'MiB', [peak], { atMost: MEMORY_MIB });
}

function print(lines) {
  const run = describeRun(options);
  const document = JSON.stringify({ run, lines }, null, 2);
  console.log(
    `\n${run.date}, commit ${run.commit}, Node ${run.node}, ${run.cores} × ${run.cpu}, ` +
      `${options.objects} objects, median (min..max)\n\n${printTable(lines)}\n`,
  );
  if (options.json === undefined) console.log(document);
  else writeFileSync(options.json, `${document}\n`);
}

function tell(text) {
  console.error(text);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      objects: { type: 'string', default: '300000' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', default: PHASES.join(',') },
      json: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const only = values.only.split(',');
  const objects = Number(values.objects);
  const rounds = Number(values.rounds);
  const isSound =
    only.every((phase) => PHASES.includes(phase)) &&
    objects >= 40_000 &&
    rounds >= 1 &&
    rounds <= 100;
  if (!isSound) {
    console.error(`--objects from 40000, --rounds from 1, --only some of ${PHASES.join(',')}`);
    process.exit(2);
  }
  return { objects, rounds, only, json: values.json, profile: values.profile };
}
