// Medians, spreads and ratios; the table and the JSON document.
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';

/** @typedef {{median: number, min: number, max: number, rounds: number}} Spread */
/** @typedef {{value: number, limit: number}} Round */
/** @typedef {{atLeast?: number, atMost?: number, valueAtLeast?: number, valueAtMost?: number}} Target */

/**
 * One line of the report.
 * @param {string} name what is measured
 * @param {string} unit of the value and its limit
 * @param {readonly Round[]} rounds measured side by side
 * @param {Target} target of the ratio, or of the value
 */
export function compare(name, unit, rounds, target = {}) {
  const ratio = spreadOf(rounds.map(({ value, limit }) => value / limit));
  const value = spreadOf(rounds.map(({ value }) => value));
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = target;
  const { valueAtLeast = 0, valueAtMost = Number.POSITIVE_INFINITY } = target;
  return {
    name,
    unit,
    value,
    limit: spreadOf(rounds.map(({ limit }) => limit)),
    ratio,
    target,
    holds:
      ratio.median >= atLeast &&
      ratio.median <= atMost &&
      value.median >= valueAtLeast &&
      value.median <= valueAtMost,
  };
}

/** A line without a limit beside it. */
export function tell(name, unit, values, target = {}) {
  const value = spreadOf(values);
  return {
    name,
    unit,
    value,
    target,
    holds:
      value.max <= (target.atMost ?? Number.POSITIVE_INFINITY) &&
      value.median >= (target.valueAtLeast ?? 0),
  };
}

/** A line of times, of which 95 in 100 are to be within `atMost`; the greatest shown is that one. */
export function compareTimes(name, milliseconds, atMost) {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const most = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
  const value = { ...spreadOf(sorted), max: most };
  return { name, unit: 'ms, ..p95', value, target: { atMost }, holds: most <= atMost };
}

/** @param {readonly number[]} values @returns {Spread} */
export function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? 0;
  const high = sorted[Math.floor(middle)] ?? 0;
  return {
    median: (low + high) / 2,
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    rounds: sorted.length,
  };
}

/** Where and of what the numbers are. */
export function describeRun(options) {
  return {
    date: new Date().toISOString(),
    commit: readCommit(),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 1024 ** 3),
    system: `${process.platform} ${release()}`,
    ...options,
  };
}

/** The table, as Markdown that also reads well on a terminal. */
export function printTable(lines) {
  const rows = [
    ['measured', 'unit', 'Taxiway', 'limit', 'ratio', 'target', ''],
    ...lines.map((line) => [
      line.name,
      line.unit,
      printSpread(line.value),
      line.limit ? printSpread(line.limit) : '',
      line.ratio ? printSpread(line.ratio) : '',
      printTarget(line.target),
      line.holds ? '' : 'FALLS SHORT',
    ]),
  ];
  const widths = rows[0].map((_, n) => Math.max(...rows.map((row) => row[n].length)));
  const print = (row) => `| ${row.map((cell, n) => cell.padEnd(widths[n])).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [print(rows[0]), rule, ...rows.slice(1).map(print)].join('\n');
}

function printSpread({ median, min, max, rounds }) {
  return rounds === 1 ? print(median) : `${print(median)} (${print(min)}..${print(max)})`;
}

function print(number) {
  if (number >= 1000) return Math.round(number).toLocaleString('en');
  return number >= 100 ? number.toFixed(0) : number.toFixed(2);
}

function printTarget({ atLeast, atMost, valueAtLeast, valueAtMost }) {
  if (valueAtMost !== undefined) return `≤ ${atMost}, ≤ ${print(valueAtMost)} ms`;
  if (valueAtLeast !== undefined) return `≥ ${print(valueAtLeast)}`;
  if (atLeast !== undefined) return `≥ ${atLeast}`;
  return atMost === undefined ? '' : `≤ ${atMost}`;
}

function readCommit() {
  try {
    const git = (...args) =>
      execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname });
    const changed = git('status', '--porcelain', '--', '../../src', '../../migrations') !== '';
    return `${git('rev-parse', '--short', 'HEAD').trim()}${changed ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}
