// Counts by day and by something else, as the series of a stacked chart.
import type { Series } from './day-chart.tsx';

const COLORS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5'];
const OTHERS = '--chart-others';

export interface Counted {
  readonly day: string;
  readonly name: string;
  readonly count: number;
}

/** The names with most in all, in that order, each a series; what is left is one more. */
export function stackOf(days: readonly string[], counted: readonly Counted[]): Series[] {
  const totals = new Map<string, number>();
  for (const { name, count } of counted) totals.set(name, (totals.get(name) ?? 0) + count);
  const names = [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const shown = new Set(names.slice(0, COLORS.length));
  const series = (name: string, color: string, isOf: (name: string) => boolean): Series => ({
    name,
    color,
    counts: days.map((day) =>
      sum(counted.filter((one) => one.day === day && isOf(one.name)).map(({ count }) => count)),
    ),
  });
  const main = names
    .slice(0, COLORS.length)
    .map((name, at) => series(name, COLORS[at] ?? OTHERS, (one) => one === name));
  const rest =
    names.length > shown.size ? [series('others', OTHERS, (one) => !shown.has(one))] : [];
  return [...main, ...rest];
}

/** All of them together. */
export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
