// Domain names (STIX 2.1 §6.4): RFC 1034, each label an LDH label, an A-label or a U-label of
// RFC 5890. Labels with underscores (`_dmarc`) are let through; `hasUnderscore` tells of them.

const LONGEST = 253;
// A character outside the basic plane counts twice here, and once or more in ASCII form.
const LONGEST_UNICODE = 2 * LONGEST;

const LABELS = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)*[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?$/i;
const ASCII_OF_NAMES = /^[a-z\d._-]*$/i;
const NOT_ASCII = /[^\0-\x7f]/g;

/** Whether the text is a domain name; a final dot is allowed. */
export function isDomainName(text: string): boolean {
  if (text.length > LONGEST_UNICODE + 1) return false;
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  return isAsciiName(name) || isAsciiName(toAscii(name));
}

/** Whether the name has an underscore, which host names must not. */
export function hasUnderscore(name: string): boolean {
  return name.includes('_');
}

function isAsciiName(name: string): boolean {
  return name.length <= LONGEST && LABELS.test(name);
}

// The host of a URL is the one place where browsers and Node convert names alike. Other ASCII than
// that of names would end the host. Empty: no domain name.
function toAscii(name: string): string {
  const ascii = name.replace(NOT_ASCII, '');
  if (ascii === name || !ASCII_OF_NAMES.test(ascii)) return '';
  const url = `http://${name}`;
  return URL.canParse(url) ? new URL(url).hostname : '';
}
