// The log: JSON lines whose level and message follow from the observation.
import { describe, expect, test } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import type { Observation, RequestObservation } from '../../src/observation.ts';

function linesOf(level: string, ...observations: readonly Observation[]) {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const { observe } = createLog({ level, format: 'json' }, destination);
  for (const observation of observations) observe(observation);
  return written.map((line) => {
    expect(line).toMatch(/^\{[^\r\n]*\}\n$/);
    return JSON.parse(line);
  });
}

const lineOf = (observation: Observation) => linesOf('trace', observation)[0];

const LEVELS = { debug: 20, info: 30, warn: 40, error: 50 } as const;

const request = (more: Partial<RequestObservation> = {}): RequestObservation => ({
  kind: 'request',
  operation: 'getObjects',
  method: 'GET',
  path: '/taxii2/intel/collections/a/objects/',
  status: 200,
  seconds: 0.0125,
  request_id: '5f2e1c44-0000-4000-8000-000000000000',
  account: 'siem',
  bytes: 1234,
  ...more,
});

describe('a line', () => {
  test('has the time, the message and the fields of its observation', () => {
    const { time, ...line } = lineOf(request());
    expect(new Date(time).toISOString()).toBe(time);
    expect(line).toEqual({
      level: LEVELS.info,
      msg: 'GET /taxii2/intel/collections/a/objects/ 200',
      operation: 'getObjects',
      method: 'GET',
      path: '/taxii2/intel/collections/a/objects/',
      status: 200,
      seconds: 0.0125,
      request_id: '5f2e1c44-0000-4000-8000-000000000000',
      account: 'siem',
      bytes: 1234,
    });
  });

  test('stays one line whatever the text in it', () => {
    expect(linesOf('info', request({ path: '/a\n{"level":50}\u2028' }))).toHaveLength(1);
  });

  test.each<[keyof typeof LEVELS, string, Observation]>([
    ['info', 'GET /a 404', request({ path: '/a', status: 404 })],
    ['error', 'GET /a 500', request({ path: '/a', status: 500 })],
    ['debug', 'GET /readyz 200', request({ path: '/readyz' })],
    ['error', 'GET /readyz 503', request({ path: '/readyz', status: 503 })],
    ['debug', 'objects in', { kind: 'objects', direction: 'in', collection: 'a', count: 3 }],
    ['info', 'import completed', { kind: 'import', import: 'a', state: 'completed' }],
    [
      'warn',
      'authentication failed',
      { kind: 'authentication_failed', address: '192.0.2.1', reason: 'password' },
    ],
    ['info', 'audit deleteAccount', { kind: 'audit', action: 'deleteAccount', target: 'siem' }],
    ['error', 'database lost: gone', { kind: 'database', event: 'lost', message: 'gone' }],
    ['info', 'database back', { kind: 'database', event: 'back' }],
    ['info', 'listening on http://a', { kind: 'started', url: 'http://a' }],
    ['info', 'stopping', { kind: 'stopping', signal: 'SIGTERM' }],
    ['error', 'it broke', { kind: 'fault', message: 'it broke', fault: new Error('why') }],
  ])('is of level %s: %s', (level, msg, observation) => {
    expect(lineOf(observation)).toMatchObject({ level: LEVELS[level], msg });
  });

  test('of an unexpected error has its stack, and the id that the client was told', () => {
    const fault = new TypeError('x is not a function');
    const line = lineOf(request({ status: 500, error_id: 'e-1', error_code: 'UNEXPECTED', fault }));
    expect(line).toMatchObject({ error_id: 'e-1', error_code: 'UNEXPECTED' });
    expect(line.err).toMatchObject({ type: 'TypeError', message: 'x is not a function' });
    expect(line.err.stack).toContain('log.test.ts');
  });
});

describe('the level', () => {
  const all: readonly Observation[] = [
    { kind: 'objects', direction: 'out', collection: 'a', count: 1 },
    { kind: 'stopped' },
    { kind: 'authentication_failed', address: '192.0.2.1', reason: 'password' },
    { kind: 'fault', message: 'it broke' },
  ];

  test.each([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['silent', 0],
  ])('%s keeps %i of four lines', (level, count) => {
    expect(linesOf(level, ...all)).toHaveLength(count);
  });
});
