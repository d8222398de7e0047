const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { style: 'narrow' });
const UNITS: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [365.25 * 86_400, 'year'],
  [30.4375 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** How long ago, or in how long; the exact instant, in the viewer's zone and in UTC, when pointed at. */
export function Ago({ value }: { readonly value: string }) {
  const utc = `${value.replace('T', ' ').replace(/(\.\d+)?Z$/, '')} UTC`;
  return (
    <time dateTime={value} title={`${EXACT.format(new Date(value))}\n${utc}`}>
      {agoWords(value)}
    </time>
  );
}

function agoWords(value: string): string {
  const seconds = (Date.parse(value) - Date.now()) / 1000;
  const [size, unit] = UNITS.find(([least]) => Math.abs(seconds) >= least) ?? [1, 'second'];
  if (unit === 'second') return 'now';
  return RELATIVE.format(Math.trunc(seconds / size), unit);
}
