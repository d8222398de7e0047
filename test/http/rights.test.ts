// The matrix of rights: every operation of openapi.yaml as every kind of caller, from nobody to an
// administrator. Who may do what stands in test/support/rights-table.ts.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { CALLERS, type Caller, KINDS, outcomeOf } from '../support/rights.ts';
import { type Line, RIGHTS } from '../support/rights-table.ts';
import {
  fill,
  fillPath,
  makeWorld,
  unused,
  type World,
  withFresh,
} from '../support/rights-world.ts';
import {
  type Answer,
  type RequestOptions,
  startServer,
  type TestServer,
} from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly role: string;
}

type Document = { paths: Record<string, Record<string, Record<string, string>>> };
const document: Document = parse(
  readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'),
);
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => METHODS.includes(method))
    .map(([method, { operationId = '', 'x-role': role = '' }]) => ({
      ...{ id: operationId, method: method.toUpperCase(), path, role },
    })),
);

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer();
  world = await makeWorld(server);
});
afterAll(() => server.stop());

test('the table has a line for each operation, and for nothing else', () => {
  const ids = operations.map(({ id }) => id);
  const missing = ids.filter((id) => RIGHTS[id] === undefined);
  const surplus = Object.keys(RIGHTS).filter((id) => !ids.includes(id));
  if (missing.length + surplus.length > 0)
    throw new Error(
      `test/support/rights-table.ts says who may do what, one line an operation. ` +
        `It needs a line for: ${missing.join(', ') || 'none'}. ` +
        `openapi.yaml has no operation: ${surplus.join(', ') || 'none'}.`,
    );
});

describe.each(operations.filter(({ id }) => RIGHTS[id] !== undefined))('$id', (operation) => {
  const line = RIGHTS[operation.id] as Line;
  let isDone = false;

  test(`has an x-role that fits its line in the table`, () => {
    expect(KINDS[line.who][0]).toContain(operation.role);
  });

  test.each(CALLERS)('as %s', async (caller) => {
    const expected = outcomeOf(line.who, caller);
    const { answer, things } = await call(operation, line, caller);
    if (expected === 'in') expectIn(answer);
    else expect([answer.status, answer.text]).toEqual([expected, expect.any(String)]);
    isDone ||= answer.status < 300;
    if (line.counts !== undefined && expected === 'in')
      expect(answer.json.count > 0).toBe(outcomeOf(line.counts, caller) === 'in');
    if (line.sees === undefined || expected !== 'in') return;
    const [thing, who] = line.sees;
    const isSeen = answer.text.includes(things[thing] ?? '');
    expect([thing, isSeen]).toEqual([thing, outcomeOf(who, caller) === 'in']);
  });

  if (operation.method !== 'GET' && line.audited !== false)
    test('leaves audit rows', async () => {
      const { rows } = await server.database.db.work.query(
        'select from audit where action = $1 and address is not null and request_id is not null',
        [operation.id],
      );
      // What was to be cancelled may have ended before, each time.
      if (isDone) expect(rows.length).toBeGreaterThan(0);
    });
});

async function call({ method, path }: Operation, line: Line, caller: Caller) {
  const as = world.callers[caller];
  const isIn = outcomeOf(line.who, caller) === 'in';
  const made = await withFresh(world, isIn ? line.fresh : undefined);
  const things: Record<string, string> = {
    ...made,
    new: unused(),
    password: as?.password ?? 'a password',
  };
  const query = line.query === undefined ? '' : `?${fill(line.query, things)}`;
  const asked = { method, path: `${fillPath(path, things)}${query}` };
  const body = line.body === undefined ? undefined : write(line.body, things);
  const signedIn = line.signedIn === true && as !== null;
  const answer = await server.request(asked.path, {
    method,
    ...(body === undefined ? {} : { body }),
    ...(signedIn ? { as: null, headers: await signIn(as) } : { as }),
  });
  checkAgainstSpec(asked, answer);
  return { answer, things };
}

function write(body: string | object, things: Record<string, string>): RequestOptions['body'] {
  return fill(typeof body === 'string' ? body : JSON.stringify(body), things);
}

async function signIn(body: object): Promise<Record<string, string>> {
  const answer = await server.request('/api/v1/session', { method: 'POST', body, as: null });
  const cookie = String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  return { cookie, origin: server.url, 'x-requested-with': 'taxiway' };
}

// An import may end before it is cancelled; all the same it was not for want of rights.
function expectIn({ status, text }: Answer): void {
  if (status === 409) return;
  if (status >= 300) throw new Error(`${status} ${text}`);
}
