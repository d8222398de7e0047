// npm run bench -- [push] [poll] [idle] [import] [search] [change] [validation] [stix] [--objects 300000] [--rounds 3]
//   [--rows N | --bytes 1g] [--json FILE] [--profile FOLDER]
// Measures the built server, and the rooms that are pure, against limits measured in the same run;
// docs/benchmarks.md says how to read it. Without words it measures all. Starts everything itself
// and takes it all away again, also on Ctrl-C.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchChange } from './change.mjs';
import { benchImport } from './import.mjs';
import { openLimits } from './limits.mjs';
import { benchColdPages, benchHotPages, benchIdle } from './poll.mjs';
import { benchPush, fill } from './push.mjs';
import { describeRun, printTable, tell as tellLine } from './report.mjs';
import { benchSearch } from './search.mjs';
import { startServer } from './server.mjs';
import { benchStix } from './stix.mjs';
import { benchValidation } from './validation.mjs';

const OF_ONE_SERVER = ['push', 'poll', 'idle', 'import'];
const PARTS = [...OF_ONE_SERVER, 'search', 'change', 'validation', 'stix'];
const MEMORY_MIB = 400;

const { profile, ...options } = readOptions();
const wants = (part) => options.parts.includes(part);
const interrupted = new Promise((_done, fail) => {
  for (const name of ['SIGINT', 'SIGTERM'])
    process.on(name, () => fail(new Error(`Stopped by ${name}.`)));
});
// Looked at while something runs; until then it must not count as unhandled.
interrupted.catch(() => {});
try {
  const lines = [];
  if (OF_ONE_SERVER.some(wants)) lines.push(...(await benchServer()));
  if (wants('search')) lines.push(...(await benchMany(benchSearch)));
  if (wants('change')) lines.push(...(await benchMany(benchChange)));
  if (wants('validation'))
    lines.push(...(await benchValidation({ ...options, tell, interrupted })));
  if (wants('stix'))
    lines.push(...(await Promise.race([benchStix({ ...options, tell }), interrupted])));
  print(lines);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
// What was under way when the run was interrupted has nobody left to tell.
process.exit();

async function benchServer() {
  const server = await startServer(
    profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
  );
  let limits;
  try {
    limits = await openLimits(server);
    return await Promise.race([measure(server, limits), interrupted]);
  } finally {
    await limits?.close().catch(() => {});
    await server.stop();
  }
}

// On a database of its own, with as many indicators as are asked for; a million unless told.
async function benchMany(bench) {
  const server = await startServer();
  try {
    const objects = options.search_objects;
    return await Promise.race([bench({ ...options, server, objects, tell }), interrupted]);
  } finally {
    await server.stop();
  }
}

async function measure(server, limits) {
  const collection = await server.makeCollection('Pushed');
  const run = { server, limits, collection, ...options, tell };
  const lines = [];
  const memory = (part) => lines.push(tellMemory(`memory, ${part}`, server.memory.mark()));
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
      `${OF_ONE_SERVER.some(wants) ? `${options.objects} objects, ` : ''}median (min..max)\n\n${printTable(lines)}\n`,
  );
  if (options.json === undefined) console.log(document);
  else writeFileSync(options.json, `${document}\n`);
}

function tell(text) {
  console.error(text);
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      objects: { type: 'string' },
      rows: { type: 'string' },
      bytes: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const words = [...positionals, ...(values.only?.split(',') ?? [])];
  const parts = words.length === 0 ? PARTS : words;
  const objects = Number(values.objects ?? 300_000);
  const rounds = Number(values.rounds);
  const bytes = values.bytes === undefined ? undefined : readBytes(values.bytes);
  // A file of so many bytes has as many rows as it takes.
  const rows =
    values.rows === undefined ? (bytes === undefined ? objects : 1e9) : Number(values.rows);
  const isSound =
    rows >= 1 &&
    (bytes ?? 1) >= 1 &&
    parts.every((part) => PARTS.includes(part)) &&
    objects >= 40_000 &&
    rounds >= 1 &&
    rounds <= 100;
  if (!isSound) {
    console.error(
      `Some of ${PARTS.join(', ')}; --objects from 40000, --rounds from 1; --rows N or --bytes 1g`,
    );
    process.exit(2);
  }
  const search_objects = values.objects === undefined ? 1_000_000 : objects;
  return {
    objects,
    search_objects,
    rows,
    bytes,
    rounds,
    parts,
    json: values.json,
    profile: values.profile,
  };
}

function readBytes(text) {
  const [, number, unit] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  return Number(number) * 1024 ** ' kmg'.indexOf((unit || ' ').toLowerCase());
}
