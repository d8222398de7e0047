// Times in conditions: an instant as RFC 3339 has it, a day, or so long before or after the time of asking.
import { readMilliseconds } from '../stix/timestamp.ts';

const RELATIVE = /^now(?:([+-])(\d{1,6})([smhdw]))?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const MICROS = 1_000_000;

/**
 * Microseconds since 1970 of `2026-03-01T10:00:00Z`, `2026-03-01`, `now`, `now+7d` or `now-24h`
 * (s, m, h, d, w), `now` being given; null of other text.
 */
export function readTimeWord(text: string, now: number): number | null {
  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    const [, sign, count = '0', unit = 's'] = relative;
    const distance = Number(count) * (SECONDS[unit] ?? 0) * MICROS;
    return sign === '-' ? now - distance : now + distance;
  }
  const milliseconds = readMilliseconds(DAY.test(text) ? `${text}T00:00:00Z` : text);
  return milliseconds === null ? null : milliseconds * 1000;
}
