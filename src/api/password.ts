// Passwords: argon2id with OWASP's smallest parameters (19 MiB, 2 passes), about 25 ms each.
// A verified password is remembered for minutes under a keyed hash, because clients that speak
// Basic send theirs with every request. Checklist AUTH-25.
import { createHmac } from 'node:crypto';
import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2';
import { LRUCache } from 'lru-cache';
import { ApiError } from '../errors.ts';

export interface Passwords {
  /** Whether this password was verified against this hash within the last minutes. */
  readonly isRemembered: (hash: string, password: string) => boolean;
  /**
   * Verifies, and remembers what was right. Without a hash it takes as long and says no.
   * @throws ApiError BUSY when too many wait already
   */
  readonly verify: (hash: string | null, password: string) => Promise<boolean>;
}

// argon2id is the default algorithm of the package.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Of a password that nobody knows; same parameters as all others.
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$oq/GZpCQf7fGnsR8SgAO4w$NjGb+lahQ6/5fyBdomM6TjG7/E+7ZQ6KEUeq720BDFA';

const REMEMBER_MS = 5 * 60_000;
const REMEMBER_COUNT = 10_000;

// libuv has four threads for everything; 19 MiB each.
const AT_ONCE = 3;
const MAX_WAITING = 200;

/** The hash to keep of a password. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => argon2Hash(password, PARAMETERS));
}

/**
 * Makes the check of passwords. The memory's key covers the account's hash, so a changed password
 * is forgotten by construction, and without `credentialKey` the memory gives nothing away.
 */
export function createPasswords(credentialKey: Buffer): Passwords {
  const remembered = new LRUCache<string, true>({ max: REMEMBER_COUNT, ttl: REMEMBER_MS });
  const keyOf = (hash: string, password: string) =>
    createHmac('sha256', credentialKey).update(`${hash}\n${password}`).digest('base64');
  return {
    isRemembered: (hash, password) => remembered.has(keyOf(hash, password)),
    verify: async (hash, password) => {
      const isRight = await inTurn(() => argon2Verify(hash ?? NOBODY, password));
      if (hash === null || !isRight) return false;
      remembered.set(keyOf(hash, password), true);
      return true;
    },
  };
}

const waiting: (() => void)[] = [];
let running = 0;

// Bounds what password checks may take of the machine, whoever asks.
async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (waiting.length >= MAX_WAITING)
    throw new ApiError('BUSY', 'Too many password checks are waiting. Try again.', {
      headers: { 'Retry-After': '2' },
    });
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await run();
  } finally {
    // Whoever is next takes over the place.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
