// What a constant of a pattern names: the host of a URL, or itself.

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i;
const NO_HOST = /[\s@/\\]/;

/** The host that a constant names, in lower case; null for an e-mail address, a path or a text. */
export function hostOf(constant: string): string | null {
  // Words of paths and of other languages, hashes among them.
  if (!constant.includes('.') && !constant.includes(':')) return null;
  const isUrl = constant.includes('://');
  const host = isUrl ? (AUTHORITY.exec(constant)?.[1] ?? '') : constant;
  if (host.startsWith('[')) return host.slice(1, -1);
  // As patterns say "and what is below it".
  const bare = host.startsWith('%.') ? host.slice(2) : host;
  return bare === '' || NO_HOST.test(bare) ? null : bare.toLowerCase();
}
