// Reads one setting's text into its value. A fault is a value: the rest of a sentence that begins
// with the variable's name.

/** What a reader made of a setting's text. */
export type Reading<T> =
  | { readonly value: T; readonly fault?: never }
  | { readonly fault: string; readonly value?: never };

/** Turns the text of a setting into its value. */
export type Reader<T> = (text: string) => Reading<T>;

/** Any text. */
export const text: Reader<string> = (given) => ({ value: given });

/** Yes or no. */
export const flag: Reader<boolean> = (given) => {
  const word = given.toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return { value: true };
  if (['0', 'false', 'no', 'off'].includes(word)) return { value: false };
  return { fault: `must be 1 or 0, not \`${given}\`` };
};

/** A whole number within bounds, both included. */
export function integer(least: number, most: number): Reader<number> {
  return (given) => {
    const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    if (value >= least && value <= most) return { value };
    return { fault: `must be a whole number from ${least} to ${most}, not \`${given}\`` };
  };
}

/** One of some words. */
export function oneOf<const T extends string>(...words: readonly T[]): Reader<T> {
  return (given) => {
    const value = words.find((word) => word === given.toLowerCase());
    return value ? { value } : { fault: `must be one of ${words.join(', ')}, not \`${given}\`` };
  };
}

/** Words with commas between them. */
export const list: Reader<readonly string[]> = (given) => ({
  value: given
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
});

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

/** A size in octets, also written as `16MiB`, within bounds, both included. */
export function size(least: number, most: number): Reader<number> {
  return (given) => {
    const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(given) ?? [];
    const value = Math.floor(Number(digits) * (UNITS[(unit ?? '').toLowerCase()] ?? Number.NaN));
    if (value >= least && value <= most) return { value };
    return {
      fault: `must be a size such as 16MiB or 16777216, from ${showSize(least)} to ${showSize(most)}, not \`${given}\``,
    };
  };
}

/** A size as people write it: `16MiB`, or octets where no unit fits exactly. */
export function showSize(octets: number): string {
  for (const [unit, factor] of [
    ['TiB', 1024 ** 4],
    ['GiB', 1024 ** 3],
    ['MiB', 1024 ** 2],
    ['KiB', 1024],
  ] as const)
    if (octets >= factor && octets % factor === 0) return `${octets / factor}${unit}`;
  return String(octets);
}

/** How many proxies in front are trusted; `off` is none. */
export const proxies: Reader<number> = (given) => {
  if (['off', 'no', 'false'].includes(given.toLowerCase())) return { value: 0 };
  if (['on', 'yes', 'true'].includes(given.toLowerCase())) return { value: 1 };
  return integer(0, 16)(given);
};

/** The public base URL, kept without its trailing slashes. */
export const baseUrl: Reader<string> = (given) => {
  if (!URL.canParse(given)) return { fault: `must be an absolute URL, not \`${given}\`` };
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { fault: `must begin with https:// or http://, not \`${url.protocol}\`` };
  if (url.username !== '' || url.password !== '')
    return { fault: 'must not hold a name or a password' };
  if (given.includes('?') || given.includes('#'))
    return { fault: 'must have no query and no fragment' };
  return { value: url.href.replace(/\/+$/, '') };
};

/** A PostgreSQL URL. Its text is never repeated in a fault: it may hold a password. */
export const databaseUrl: Reader<string> = (given) => {
  const isPostgres = /^postgres(ql)?:\/\//.test(given);
  return isPostgres
    ? { value: given }
    : { fault: 'must begin with postgres:// or postgresql:// (its value is not shown)' };
};

/** The name of an account. */
export const accountName: Reader<string> = (given) => {
  const isName = given.length <= 128 && !given.includes(':') && /^\S(.*\S)?$/.test(given);
  return isName
    ? { value: given }
    : { fault: 'must be a name of at most 128 characters, without a colon' };
};
