// What a pasted text is: one value, several, or words. Only a hint: the server's own look-up decides.

const HASHES: Readonly<Record<number, string>> = {
  32: 'MD5',
  40: 'SHA-1',
  64: 'SHA-256',
  128: 'SHA-512',
};
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const IPV6 = /^[\da-f:]*:[\da-f:.]*:[\da-f:.]*$/i;
const NETWORK = /^([\da-f:.]+)\/\d{1,3}$/i;
const DOMAIN = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{1,62}$/i;

/** A value that a text is, with the dots and colons that were taken out of it. */
export interface Recognised {
  /** In words. */
  readonly kind: string;
  readonly value: string;
  readonly isNetwork: boolean;
}

/** The value that a text is; null for words. */
export function recognise(text: string): Recognised | null {
  const value = refang(text.trim());
  if (value === '' || /\s/.test(value)) return null;
  const kind = kindOf(value);
  return kind === null ? null : { kind, value, isNetwork: kind === 'network' };
}

/** How many values stand in a text, one a line or with spaces and commas between. */
export function countValues(text: string): number {
  return text.split(/[\s,;]+/).filter((part) => recognise(part) !== null).length;
}

function refang(text: string): string {
  return text
    .replace(/[[({](\.|dot)[\])}]/gi, '.')
    .replace(/\[(:|@|\/|:\/\/)\]/g, '$1')
    .replace(/^h[x*]{2}p/i, 'http');
}

function kindOf(value: string): string | null {
  const hash = /^[\da-f]+$/i.test(value) ? HASHES[value.length] : undefined;
  if (hash !== undefined) return hash;
  if (IPV4.test(value) || IPV6.test(value)) return 'address';
  const [, address] = NETWORK.exec(value) ?? [];
  if (address !== undefined && (IPV4.test(address) || IPV6.test(address))) return 'network';
  if (/^[a-z][a-z\d+.-]*:\/\/\S+$/i.test(value)) return 'URL';
  if (/^CVE-\d{4}-\d{4,}$/i.test(value)) return 'CVE';
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return 'e-mail address';
  return DOMAIN.test(value) ? 'domain' : null;
}
