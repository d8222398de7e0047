// Passwords, tokens, and the count of failures.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createFailures } from '../../src/api/failures.ts';
import { createPasswords, hashPassword } from '../../src/api/password.ts';
import { hashToken, isToken, makeToken } from '../../src/api/token.ts';

describe('a password', () => {
  const passwords = createPasswords(randomBytes(32));

  test('is kept as argon2id with 19 MiB and two passes', async () => {
    expect(await hashPassword('zażółć: gęślą')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('verifies, and is remembered afterwards', async () => {
    const hash = await hashPassword('right');
    expect(passwords.isRemembered(hash, 'right')).toBe(false);
    expect(await passwords.verify(hash, 'right')).toBe(true);
    expect(passwords.isRemembered(hash, 'right')).toBe(true);
  });

  test('that is wrong is neither verified nor remembered', async () => {
    const hash = await hashPassword('right');
    expect(await passwords.verify(hash, 'wrong')).toBe(false);
    expect(passwords.isRemembered(hash, 'wrong')).toBe(false);
  });

  test('is forgotten when it is changed, also to the same one', async () => {
    const hash = await hashPassword('right');
    await passwords.verify(hash, 'right');
    expect(passwords.isRemembered(await hashPassword('right'), 'right')).toBe(false);
  });

  test('of an account without one, or of no account, is never right', async () => {
    expect(await passwords.verify(null, '')).toBe(false);
    expect(await passwords.verify(null, 'anything')).toBe(false);
  });

  test('is checked in turn when many come at once', async () => {
    const hash = await hashPassword('right');
    const checks = Array.from({ length: 20 }, (_, n) =>
      passwords.verify(hash, n % 2 === 0 ? 'right' : 'wrong'),
    );
    const right = (await Promise.all(checks)).filter(Boolean);
    expect(right).toHaveLength(10);
  });

  test('check is refused as busy when too many wait', async () => {
    const hash = await hashPassword('right');
    const checks = Array.from({ length: 260 }, () => passwords.verify(hash, 'wrong'));
    const settled = await Promise.allSettled(checks);
    const refused = settled.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'BUSY', status: 503 });
    expect(await passwords.verify(hash, 'right')).toBe(true);
  });
});

describe('a token', () => {
  test('is 256 random bits with a prefix, and kept as SHA-256', () => {
    const { token, token_hash } = makeToken();
    expect(token).toMatch(/^txw_[A-Za-z0-9_-]{43}$/);
    expect(token_hash).toEqual(hashToken(token));
    expect(token_hash).toHaveLength(32);
    expect(makeToken().token).not.toBe(token);
  });

  test('is told from a password', () => {
    expect(isToken(makeToken().token)).toBe(true);
    expect(isToken('txw_short')).toBe(false);
    expect(isToken('correct horse battery staple')).toBe(false);
  });
});

describe('failures', () => {
  test('are answered ten times a minute, then there is a wait', async () => {
    const failures = createFailures();
    for (let n = 0; n < 10; n += 1) {
      expect(await failures.wait('alice', '192.0.2.1')).toBe(0);
      expect(await failures.count('alice', '192.0.2.1')).toBe(0);
    }
    const wait = await failures.wait('alice', '192.0.2.1');
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await failures.count('alice', '192.0.2.1')).toBeGreaterThan(0);
  });

  test('of one account and address slow nobody else down', async () => {
    const failures = createFailures();
    for (let n = 0; n < 11; n += 1) await failures.count('alice', '192.0.2.1');
    expect(await failures.wait('alice', '192.0.2.2')).toBe(0);
    expect(await failures.wait('bob', '192.0.2.1')).toBe(0);
  });
});
