// The constants of a STIX pattern. What stands in quotes is all that is looked for: a parser would
// take as long as making the whole object, and names of paths are on no list.

/** What stands between quotes in a pattern. */
export function constantsOf(pattern: string): readonly string[] {
  const constants: string[] = [];
  let at = 0;
  for (;;) {
    const open = pattern.indexOf("'", at);
    if (open === -1) return constants;
    const close = closingQuote(pattern, open + 1);
    const text = pattern.slice(open + 1, close);
    constants.push(text.includes('\\') ? text.replace(/\\(.)/gs, '$1') : text);
    at = close + 1;
  }
}

function closingQuote(pattern: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = pattern.indexOf("'", at);
    if (quote === -1) return pattern.length;
    let slashes = 0;
    while (quote - slashes > from && pattern.charCodeAt(quote - slashes - 1) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return quote;
    at = quote + 1;
  }
}
