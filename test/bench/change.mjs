// Changes of many objects: 10,000 of what a search finds are labelled, and that is taken back; once objects
// of ours, which get new versions, once objects of others, which are annotated. Its progress is asked for
// as the console does, and the server has to answer others meanwhile.
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { tell as tellLine } from './report.mjs';
import { fillSearch } from './search-rows.mjs';

const WANTED = 10_000;
const SECONDS = 30;
// Within it people see that something moves.
const STEP_SECONDS = 2;
const ASK_MS = 250;
const BESIDE_MS = 20;
// Of the twelve sources of the rows; a quarter of the rows is theirs, and the labels are 300.
const OURS = 6;
const LABELS = 300;

const test = (field, op, value) => ({ field, op, value });
const names = Array.from({ length: OURS }, (_, n) => `Source ${n + 1}`);
const isOurs = test('source', 'in', names);
const KINDS = [
  { name: 'of ours', share: 0.25, where: isOurs },
  { name: 'of others', share: 0.75, where: { none: [isOurs] } },
];

/** @returns lines of the report */
export async function benchChange({ server, objects, rounds, tell }) {
  const collections = [];
  for (const title of ['First', 'Second', 'Third'])
    collections.push(await server.makeCollection(title));
  await fillSearch({ dataDir: server.dataDir, collections, objects, ours: OURS, tell });
  const lines = [];
  for (const { name, share, where } of KINDS) {
    const labels = Math.min(LABELS, Math.ceil((WANTED * LABELS) / (objects * share)));
    const some = Array.from({ length: labels }, (_, n) => `label-${n}`);
    const all = [where, test('label', 'in', some)];
    lines.push(...(await measure({ server, rounds, tell, name, where: { all } })));
  }
  return lines;
}

async function measure({ server, rounds, tell, name, where }) {
  const asked = { where, action: { add_labels: ['benched'] } };
  const change = { count: [], begin: [], whole: [], step: [], beside: [] };
  const undo = { whole: [], step: [], beside: [] };
  let count = 0;
  for (let round = 0; round < rounds; round += 1) {
    const counted = await timed(() => server.manage('changes', { ...asked, dry_run: true }));
    const begun = await timed(() => server.manage('changes', asked));
    count = begun.answer.count;
    change.count.push(counted.seconds);
    change.begin.push(begun.seconds);
    const { id } = begun.answer;
    const made = await follow(server, id, ({ done }) => done);
    expectAll(made.change, 'completed', count);
    note(change, { ...made, whole: made.whole + begun.seconds });
    const taken = await timed(() => server.manage(`changes/${id}/undo`, {}));
    const back = await follow(server, id, ({ undone, kept }) => undone + kept);
    expectAll(back.change, 'undone', count);
    note(undo, { ...back, whole: back.whole + taken.seconds });
    tell(
      `change ${name}: ${count} in ${change.whole.at(-1)?.toFixed(1)} s, taken back in ` +
        `${undo.whole.at(-1)?.toFixed(1)} s, load ${loadavg()[0]?.toFixed(1)}`,
    );
  }
  const line = (what, values, atMost) =>
    tellLine(what, 's', values, atMost === undefined ? {} : { atMost });
  return [
    line(`change: ${count} ${name}`, change.whole, SECONDS),
    line(`change ${name}: its count`, change.count),
    line(`change ${name}: until it is begun`, change.begin),
    line(`change ${name}: longest without progress`, change.step, STEP_SECONDS),
    line(`change ${name}: longest wait of others`, change.beside),
    line(`undo: ${count} ${name}`, undo.whole, SECONDS),
    line(`undo ${name}: longest without progress`, undo.step, STEP_SECONDS),
    line(`undo ${name}: longest wait of others`, undo.beside),
  ];
}

function note(times, { whole, step, beside }) {
  times.whole.push(whole);
  times.step.push(step);
  times.beside.push(beside);
}

function expectAll(change, state, count) {
  const done = state === 'undone' ? change.undone : change.changed;
  if (change.state !== state || done !== count || count === 0)
    throw new Error(`It should be ${state} with ${count}: ${JSON.stringify(change)}`);
}

/** Asks how far it is until it has ended, and meanwhile whether the server answers others. */
async function follow(server, id, progressOf) {
  const start = performance.now();
  let [isOver, seen, since, step] = [false, 0, start, 0];
  const beside = waitBeside(server, () => isOver);
  for (;;) {
    const change = await server.manage(`changes/${id}`);
    const now = performance.now();
    const progress = progressOf(change);
    step = Math.max(step, now - since);
    if (progress > seen) [seen, since] = [progress, now];
    isOver = !['waiting', 'running', 'undoing'].includes(change.state);
    if (isOver)
      return { change, whole: (now - start) / 1000, step: step / 1000, beside: await beside };
    await sleep(ASK_MS);
  }
}

async function waitBeside(server, isOver) {
  let longest = 0;
  while (!isOver()) {
    const { seconds } = await timed(() => fetch(`${server.url}/healthz`).then((one) => one.text()));
    longest = Math.max(longest, seconds);
    await sleep(BESIDE_MS);
  }
  return longest;
}

async function timed(run) {
  const start = performance.now();
  const answer = await run();
  return { answer, seconds: (performance.now() - start) / 1000 };
}
