// The fixture of the checklist, section 0.4, loaded over HTTP into a server of its own. Every answer
// that comes through it is checked against openapi.yaml.
import { expect } from '@jest/globals';
import {
  type Answer,
  type Credentials,
  type RequestOptions,
  startServer,
  TAXII,
  type TestServer,
} from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import {
  indicator,
  ipv4Addr,
  malware,
  markingDefinition,
  relationship,
  type StixObject,
} from '../support/stix.ts';

type Account = { readonly name: string; readonly password: string };

export interface Fixture {
  readonly server: TestServer;
  /** Name of the API root, and `{R}`: its path. */
  readonly root: string;
  readonly R: string;
  /** Collections as `rw` sees them: read and write, read, write, neither, read and empty. */
  readonly C: string;
  readonly CR: string;
  readonly CW: string;
  readonly CN: string;
  readonly CE: string;
  /** All four may see {C}; `none` with neither right. `stranger` has no grant at all. */
  readonly users: Readonly<Record<'rw' | 'ro' | 'wo' | 'none' | 'stranger', Account>>;
  /** What is in {C}, in the order of loading: X three times, Y twice, Z, W, V, U twice, 250 more. */
  readonly objects: readonly StixObject[];
  readonly ids: Readonly<Record<'X' | 'Y' | 'Z' | 'W' | 'V' | 'U', string>>;
  /** Sends as `rw` unless told, and checks the answer against openapi.yaml. */
  request(path: string, options?: RequestOptions): Promise<Answer>;
  /** `{R}collections/{collection}/` and what follows, `''` or such as `objects/?limit=1`. */
  path(collection: string, rest?: string): string;
  /** Posts objects; expects 202 and every one of them stored. Gives the status resource. */
  push(collection: string, objects: readonly object[], as?: Credentials): Promise<Status>;
  /** Follows `next` to the end: the items of all pages in order. */
  readAll(path: string, key?: 'objects' | 'versions'): Promise<unknown[]>;
  /** date_added of each id and version, `id version` → date_added, from the whole manifest. */
  readDatesAdded(collection: string): Promise<ReadonlyMap<string, string>>;
  /** A further collection of the root, which `rw` may read and write unless told. */
  makeCollection(more?: object, can_read?: boolean, can_write?: boolean): Promise<string>;
  stop(): Promise<void>;
}

export interface Status {
  readonly id: string;
  readonly status: string;
  readonly request_timestamp: string;
  readonly total_count: number;
  readonly success_count: number;
  readonly failure_count: number;
  readonly pending_count: number;
  readonly successes?: readonly StatusDetails[];
  readonly failures?: readonly StatusDetails[];
  readonly pendings?: readonly StatusDetails[];
}

interface StatusDetails {
  readonly id: string;
  readonly version: string;
  readonly message?: string;
}

/** Starts a server with the fixture in it; `env` are settings as variables. */
export async function loadFixture(env: Record<string, string> = {}): Promise<Fixture> {
  const fixture = await startFixture(env);
  for (const object of fixture.objects.slice(0, 10)) await fixture.push(fixture.C, [object]);
  await fixture.push(fixture.C, fixture.objects.slice(10));
  return fixture;
}

/** The same server, accounts and collections, with nothing in {C}: for tests that need no objects. */
export async function startFixture(env: Record<string, string> = {}): Promise<Fixture> {
  const server = await startServer(env);
  const root = await server.makeRoot('api1', { title: 'First root' });
  const names = ['rw', 'ro', 'wo', 'none', 'stranger'] as const;
  const [rw, ro, wo, none, stranger] = await Promise.all(
    names.map((name) => server.makeAccount(name)),
  );
  if (!rw || !ro || !wo || !none || !stranger) throw new Error('an account is missing');
  const make = async (more: object, can_read: boolean, can_write: boolean) => {
    const id = await server.makeCollection(root, more);
    await server.grant(id, rw.name, can_read, can_write);
    return id;
  };
  const C = await make({ title: 'Both', alias: 'both' }, true, true);
  const CR = await make({ title: 'Read only' }, true, false);
  const CW = await make({ title: 'Write only' }, false, true);
  const CN = await make({ title: 'Neither' }, false, false);
  const CE = await make({ title: 'Empty' }, true, false);
  await server.grant(C, ro.name, true, false);
  await server.grant(C, wo.name, false, true);
  await server.grant(C, none.name, false, false);
  const request = async (path: string, options: RequestOptions = {}) => {
    const answer = await server.request(path, { as: rw, ...options });
    checkAgainstSpec({ method: options.method ?? 'GET', path }, answer);
    return answer;
  };
  const path = (collection: string, rest = '') =>
    `/taxii2/${root}/collections/${collection}/${rest}`;
  const objects = makeObjects();
  return {
    ...{ server, root, R: `/taxii2/${root}/`, C, CR, CW, CN, CE, objects, request, path },
    users: { rw, ro, wo, none, stranger },
    ids: idsOf(objects),
    push: async (collection, pushed, as = rw) => {
      const options = { method: 'POST', body: { objects: pushed }, as };
      const answer = await request(path(collection, 'objects/'), options);
      expect({ status: answer.status, failures: answer.json?.failures }).toEqual({ status: 202 });
      return answer.json;
    },
    readAll: (from, key = 'objects') => readAll(request, from, key),
    readDatesAdded: async (collection) => {
      const all = 'manifest/?match[version]=all&match[spec_version]=2.0,2.1';
      const records = await readAll(request, path(collection, all), 'objects');
      return new Map(
        (records as { id: string; version: string; date_added: string }[]).map((record) => [
          `${record.id} ${record.version}`,
          record.date_added,
        ]),
      );
    },
    makeCollection: (more = {}, can_read = true, can_write = true) =>
      make(more, can_read, can_write),
    stop: () => server.stop(),
  };
}

/** Asserts an error resource: status, media type, title, and the status as text in the body. */
export function expectError(answer: Answer, ...statuses: readonly number[]): void {
  expect(statuses).toContain(answer.status);
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(typeof answer.json?.title).toBe('string');
  expect(answer.json.title).not.toBe('');
  expect(answer.json.http_status).toBe(String(answer.status));
}

/** Asserts 200 with nothing in it: the list's key is absent. */
export function expectEmpty(answer: Answer): void {
  expect(answer.status).toBe(200);
  expect([{}, { more: false }]).toContainEqual(answer.json);
}

async function readAll(
  request: (path: string) => Promise<Answer>,
  from: string,
  key: 'objects' | 'versions',
): Promise<unknown[]> {
  const items: unknown[] = [];
  let next: string | undefined;
  do {
    const joint = from.includes('?') ? '&' : '?';
    const answer = await request(
      next === undefined ? from : `${from}${joint}next=${encodeURIComponent(next)}`,
    );
    expect(answer.status).toBe(200);
    items.push(...(answer.json[key] ?? []));
    next = answer.json.next;
    expect(next !== undefined).toBe(answer.json.more === true);
  } while (next !== undefined);
  return items;
}

function makeObjects(): readonly StixObject[] {
  const x = indicator();
  const y = malware({ created: '2017-01-27T13:49:53.997Z' });
  const { spec_version: _, ...old } = y;
  const u = relationship();
  return [
    { ...x, modified: '2020-01-01T00:00:00.000Z' },
    { ...x, modified: '2021-01-01T00:00:00.000Z' },
    { ...x, modified: '2022-01-01T00:00:00.000Z' },
    { ...y, modified: '2017-01-27T13:49:53.997Z' },
    { ...old, id: y.id, type: y.type, modified: '2018-02-23T18:30:00.000Z' },
    markingDefinition(),
    ipv4Addr(),
    makeWidget(),
    { ...u, modified: '2021-05-05T00:00:00.000Z' },
    { ...u, modified: '2020-05-05T00:00:00.000Z' },
    ...Array.from({ length: 250 }, () => indicator()),
  ];
}

function makeWidget(): StixObject {
  const { pattern: _p, pattern_type: _t, valid_from: _v, ...plain } = indicator();
  return {
    ...plain,
    type: 'x-acme-widget',
    id: plain.id.replace('indicator', 'x-acme-widget'),
    x_acme_colour: 'bl\u00fce',
    x_acme_parts: [{ name: 'cog', count: 3 }],
  };
}

function idsOf(objects: readonly StixObject[]): Fixture['ids'] {
  const idOf = (position: number) => objects[position]?.id ?? '';
  return { X: idOf(0), Y: idOf(3), Z: idOf(5), W: idOf(6), V: idOf(7), U: idOf(8) };
}
