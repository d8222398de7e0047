// Makes defanged values whole again (`hxxps://evil[.]example` → `https://evil.example`). Each step
// is one rule, in a fixed order; refanging what is whole already changes nothing.

// Most cells are whole: letters, digits and the marks that no rule looks at.
const WHOLE = /^(?:https?:\/\/)?[A-Za-z0-9.@:/?=&%+~#|-]*[A-Za-z0-9/=]$/;

const WRAPPINGS: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['‘', '’'],
  ['<', '>'],
  ['`', '`'],
]);

// Blanks are matched from the first of them on only: from each of them takes time by their square.
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^\[([a-z*[\]]{3,12}:\/\/)\]/i, '$1'],
  [
    /^(?:hxxp|hxtp|htxp|h\[tt\]p|h\*\*p|meow|xxxx)(s?)(?=:\/\/|\[:\/\/\]|\[:\]\/\/|:\\\\|__)/i,
    'http$1',
  ],
  [/^http(s?)(?=:\/\/|\[:\/\/\]|\[:\]\/\/|:\\\\|__)/i, 'http$1'],
  [/^fxp(?=:\/\/|\[:\/\/\]|\[:\]\/\/|:\\\\|__)/i, 'ftp'],
  [/^(https?|ftp)(?:\[:\/\/\]|\[:\]\/\/|:\\\\|__)/i, '$1://'],
  [/\[:\]/g, ':'],
  [/\[\/\]/g, '/'],
  [/\[-\]/g, '-'],
  [/(?<!\s)\s*(?:\[@\]|\(@\)|\{@\}|\[at\]|\(at\)|\{at\})\s*/gi, '@'],
  [/(?<!\s)\s*(?:\[\.\]|\(\.\)|\{\.\}|\[,\]|\[dot\]|\(dot\)|\{dot\}|\\\.)\s*/gi, '.'],
  [/(?<!\s)\s+dot\s+/gi, '.'],
  [/(?<!\s)\s+at\s+/gi, '@'],
  [/\[\.|\.\]/g, '.'],
  [/\[www\]/gi, 'www'],
  [/[。．｡]/g, '.'],
];

/** The value as it was before somebody defanged it. */
export function refang(text: string): string {
  if (WHOLE.test(text) && !hasOddScheme(text)) {
    return text;
  }
  // A rule may uncover the mark of an earlier one (`hxxp[[.]`): until nothing changes, within reason.
  let current = text;
  for (let round = 0; round < 4; round += 1) {
    let next = unwrap(current);
    for (const [rule, replacement] of RULES) {
      next = next.replace(rule, replacement);
    }
    if (next === current) {
      return next;
    }
    current = next;
  }
  return current;
}

/** The first step alone: wrapping marks and what trails a value in running text. */
export function unwrap(text: string): string {
  let current = text.trim();
  for (;;) {
    const next = trimTrailing(stripWrapping(current)).trim();
    if (next === current) {
      return next;
    }
    current = next;
  }
}

function hasOddScheme(text: string): boolean {
  const at = text.indexOf('://');
  return at !== -1 && !text.startsWith('http');
}

function stripWrapping(text: string): string {
  const closing = WRAPPINGS.get(text.charAt(0));
  return closing !== undefined && text.length > 1 && text.endsWith(closing)
    ? text.slice(1, -1)
    : text;
}

function trimTrailing(text: string): string {
  const last = text.charAt(text.length - 1);
  if (last === ',' || last === ';' || last === '.') {
    return text.slice(0, -1);
  }
  if (last === ')' && text.split('(').length < text.split(')').length) {
    return text.slice(0, -1);
  }
  return text;
}
