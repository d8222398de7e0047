// Slows down who guesses: failures are counted per account and address, so nobody else is locked
// out. A valid token or a password that is remembered never comes here. Checklist AUTH-25.
import { createHash } from 'node:crypto';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

export interface Failures {
  /** Seconds until the next attempt is looked at; 0: it may come now. */
  readonly wait: (account: string, address: string) => Promise<number>;
  /** Counts a failure. Returns seconds to wait when there were too many before it, else 0. */
  readonly count: (account: string, address: string) => Promise<number>;
}

const ALLOWED = 10;
const WINDOW_SECONDS = 60;

/** Makes a count of this process: 10 failures a minute are answered at once. */
export function createFailures(): Failures {
  const limiter = new RateLimiterMemory({ points: ALLOWED, duration: WINDOW_SECONDS });
  return {
    wait: async (account, address) => {
      const seen = await limiter.get(keyOf(account, address));
      return seen !== null && seen.consumedPoints >= ALLOWED ? secondsLeft(seen) : 0;
    },
    count: async (account, address) => {
      const seen = await limiter.penalty(keyOf(account, address));
      return seen.consumedPoints > ALLOWED ? secondsLeft(seen) : 0;
    },
  };
}

// A hash, so that a name of a megabyte costs no more memory than any other.
function keyOf(account: string, address: string): string {
  return createHash('sha256').update(`${address}\n${account}`).digest('base64url');
}

function secondsLeft(seen: RateLimiterRes): number {
  return Math.max(1, Math.ceil(seen.msBeforeNext / 1000));
}
