// Tokens: 256 random bits, so one fast hash is all it takes to keep and to find them.
import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'txw_';

/** A new token, to be shown once, and its hash, to be kept. */
export function makeToken(): { readonly token: string; readonly token_hash: Buffer } {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return { token, token_hash: hashToken(token) };
}

/** What is kept of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether a text looks like a token, as opposed to a password. */
export function isToken(text: string): boolean {
  return /^txw_[A-Za-z0-9_-]{43}$/.test(text);
}
