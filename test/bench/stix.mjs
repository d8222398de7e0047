// Validation and patterns without a server: the built code on one core, against JSON.parse alone. By
// processor time, garbage collection included, so that the other cores give nothing away.
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { checkPattern, isPattern } from '../../dist/stix/pattern/pattern.js';
import { validate } from '../../dist/stix/validate.js';
import { makeBundle, makeIndicators, makePatterns, spoil } from './made.mjs';
import { compare, tell as tellLine } from './report.mjs';

// Beside the clone, where it is there: a bundle of objects as they are in the world.
const ATTACK = new URL('../../../shared/corpora/ics-attack.json', import.meta.url);
const TEXTS = 20_000;
const PATTERNS = 50_000;
// Rounds are short (seconds in all), and the shorter the more the machine's other work shows.
const TIMES_AS_MANY = 5;

/** @returns lines of the report */
export async function benchStix({ rounds, tell }) {
  const works = makeWorks();
  const rates = new Map(works.map(({ name }) => [name, []]));
  // The first round warms up.
  for (let round = 0; round <= rounds * TIMES_AS_MANY; round += 1)
    for (const work of works) {
      const rate = run(work);
      if (round > 0) rates.get(work.name).push(rate);
      // Ctrl-C is heard between two measurements.
      await breathe();
    }
  tell(`stix: ${works.length} measurements, ${rounds * TIMES_AS_MANY} rounds`);
  return makeLines(rates);
}

function makeLines(rates) {
  const beside = (name, limit, target) => {
    const limits = rates.get(limit);
    const measured = rates.get(name).map((value, round) => ({ value, limit: limits[round] }));
    return compare(`${name} : ${limit}`, 'objects/s', measured, target);
  };
  const patterns = (name, target) => tellLine(name, 'patterns/s', rates.get(name), target);
  return [
    beside('indicators, parsed and validated', 'JSON.parse', { valueAtLeast: 100_000 }),
    beside('indicators, with warnings', 'JSON.parse'),
    beside('wrong indicators, explained', 'JSON.parse'),
    beside('a mixed bundle, parsed and validated', 'JSON.parse of the bundle'),
    beside('a mixed bundle, with warnings', 'JSON.parse of the bundle'),
    patterns('patterns of indicators, isPattern', { valueAtLeast: 500_000 }),
    patterns('patterns of indicators, checkPattern'),
    patterns('patterns of every kind, isPattern'),
    patterns('patterns of every kind, checkPattern'),
  ];
}

// What is measured: `count` things are gone through by `go`, which says how many were as expected.
function makeWorks() {
  const texts = makeIndicators(TEXTS).map((object) => JSON.stringify(object));
  const wrong = makeIndicators(TEXTS).map((object) => JSON.stringify(spoil(object)));
  const bundle = readBundle();
  const bundleText = JSON.stringify(bundle);
  const simple = makeIndicators(PATTERNS).map(({ pattern }) => pattern);
  const every = makePatterns(PATTERNS);
  const parsed = (list, isExpected) => () => count(list, (text) => isExpected(JSON.parse(text)));
  const whole = (isExpected) => () =>
    isExpected(JSON.parse(bundleText)) ? bundle.objects.length : 0;
  const warnings = { warnings: true };
  const isSound = (text) => checkPattern(text).valid;
  const works = [
    ['JSON.parse', texts, parsed(texts, (value) => value.type === 'indicator')],
    ['indicators, parsed and validated', texts, parsed(texts, (value) => validate(value).valid)],
    ['indicators, with warnings', texts, parsed(texts, (value) => validate(value, warnings).valid)],
    ['wrong indicators, explained', wrong, parsed(wrong, (value) => !validate(value).valid)],
    ['JSON.parse of the bundle', bundle.objects, whole((value) => value.type === 'bundle')],
    [
      'a mixed bundle, parsed and validated',
      bundle.objects,
      whole((value) => validate(value).valid),
    ],
    [
      'a mixed bundle, with warnings',
      bundle.objects,
      whole((value) => validate(value, warnings).valid),
    ],
    ['patterns of indicators, isPattern', simple, () => count(simple, (text) => isPattern(text))],
    ['patterns of indicators, checkPattern', simple, () => count(simple, isSound)],
    ['patterns of every kind, isPattern', every, () => count(every, (text) => isPattern(text))],
    ['patterns of every kind, checkPattern', every, () => count(every, isSound)],
  ];
  return works.map(([name, { length }, go]) => ({ name, length, go }));
}

// Things a second of processor time.
function run({ name, length, go }) {
  const before = process.cpuUsage();
  const done = go();
  const { user, system } = process.cpuUsage(before);
  if (done !== length) throw new Error(`${name}: ${done} of ${length} came out as expected`);
  return (length * 1_000_000) / (user + system);
}

function count(list, isExpected) {
  let found = 0;
  for (const each of list) if (isExpected(each)) found += 1;
  return found;
}

function readBundle() {
  return existsSync(ATTACK) ? JSON.parse(readFileSync(ATTACK, 'utf8')) : makeBundle(2000);
}
