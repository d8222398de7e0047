// Something of everything that operations are about, for the matrix of rights: made once, or anew for a
// call that uses it up.
import { randomBytes, randomUUID } from 'node:crypto';
import { ended } from './imports.ts';
import type { Caller } from './rights.ts';
import type { Credentials, RequestOptions, TestServer } from './server.ts';
import { indicator } from './stix.ts';

/** One of each thing that operations are about, by the names that the table of rights has for them. */
export type Thing =
  | 'api_root'
  | 'collection'
  | 'object_id'
  | 'added'
  /** What the object is about. */
  | 'value'
  | 'status_id'
  | 'import'
  | 'set_aside'
  | 'search'
  | 'change'
  | 'rule'
  /** The ids of all rules, as JSON. */
  | 'rules'
  | 'template'
  | 'list'
  | 'owner'
  | 'owner_password'
  | 'account'
  | 'token_id'
  /** An object that was made by hand, as JSON. */
  | 'made';
type Things = Readonly<Record<Thing, string>>;

// Parameters that have the same name in several places.
const PARAMETERS: Readonly<Record<string, Thing>> = {
  '/api/v1/api-roots/{name}': 'api_root',
  '/api/v1/collections/{id}': 'collection',
  '/api/v1/accounts/{name}': 'owner',
  '/api/v1/imports/{id}': 'import',
  '/api/v1/set-aside/{id}': 'set_aside',
  '/api/v1/searches/{name}': 'search',
  '/api/v1/changes/{id}': 'change',
  '/api/v1/rules/{id}': 'rule',
  '/api/v1/import-templates/{name}': 'template',
  '/api/v1/warning-lists/{name}': 'list',
};

/** A path of openapi.yaml with things in the place of its parameters. */
export function fillPath(template: string, things: Readonly<Record<string, string>>): string {
  let path = template;
  for (const [start, thing] of Object.entries(PARAMETERS))
    if (path.startsWith(start)) path = path.replace(/\{\w+\}/, `{${thing}}`);
  return fill(path, things);
}

/** A text with things in the place of their names in braces. */
export function fill(text: string, things: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name) => things[name] ?? whole);
}

/** A server with all callers and all things. */
export interface World {
  readonly server: TestServer;
  readonly callers: Readonly<Record<Caller, { name: string; password: string } | null>>;
  readonly things: Things;
}

export async function makeWorld(server: TestServer): Promise<World> {
  const api_root = await server.makeRoot('rights');
  const collection = await server.makeCollection(api_root);
  const [stranger, looker, reader, writer, owner] = [
    await server.makeAccount('stranger'),
    await server.makeAccount('looker'),
    await server.makeAccount('reader'),
    await server.makeAccount('writer'),
    await server.makeAccount('owner'),
  ];
  await server.grant(collection, 'looker', false, false);
  await server.grant(collection, 'reader', true, false);
  await server.grant(collection, 'writer', false, true);
  await server.grant(collection, 'owner', true, true);
  await server.request('/api/v1/accounts', {
    method: 'POST',
    body: { name: 'account', role: 'member' },
  });
  const callers = { nobody: null, stranger, looker, reader, writer, owner, admin: server.admin };
  const names = { api_root, collection, owner: 'owner', owner_password: owner.password };
  const start = { ...names, account: 'account', object_id: '', added: '', value: '' };
  const more = { status_id: '', search: '', change: '', rule: '', rules: '' };
  const rest = { import: '', set_aside: '', template: '', list: '', token_id: '', made: '' };
  let world: World = { server, callers, things: { ...start, ...more, ...rest } };
  for (const freshly of [
    'list',
    'template',
    'token',
    'rule',
    'search',
    'import',
    'pushed',
    'change',
  ] as const)
    world = { ...world, things: { ...world.things, ...(await FRESH[freshly](world)) } };
  return world;
}

type Make = (world: World) => Promise<Partial<Things>>;

/** Things that are made anew for a call, because it uses them up. */
const FRESH = {
  root: async ({ server }) => ({ api_root: await server.makeRoot() }),
  collection: async ({ server, things }) => ({
    collection: await server.makeCollection(things.api_root),
  }),
  account: async ({ server }) => {
    const name = unused();
    await ask(server, 'POST', '/api/v1/accounts', { name, role: 'member' });
    return { owner: name };
  },
  grant: async ({ server, things }) => {
    await server.grant(things.collection, things.account, true, false);
    return {};
  },
  token: async ({ server }) => {
    const path = '/api/v1/accounts/owner/tokens';
    await ask(server, 'POST', path, { label: unused() });
    return { token_id: (await ask(server, 'GET', path)).items.at(-1).id };
  },
  template: async (world) => {
    const template = unused();
    const path = `/api/v1/import-templates/${template}`;
    await ask(world.server, 'PUT', path, { settings: {} }, world.callers.owner);
    return { template };
  },
  list: async ({ server }) => {
    const list = unused();
    const body = { type: 'hostname', values: ['example.org'] };
    await ask(server, 'PUT', `/api/v1/warning-lists/${list}`, body);
    return { list };
  },
  rule: async ({ server }) => {
    const where = { field: 'type', op: 'is', value: 'tool' };
    const body = { name: unused(), where, action: { add_labels: ['known'] } };
    const { id } = await ask(server, 'POST', '/api/v1/rules', body);
    const { items } = await ask(server, 'GET', '/api/v1/rules');
    return { rule: id, rules: JSON.stringify(items.map((one: { id: string }) => one.id)) };
  },
  search: async ({ server, callers }) => {
    const search = unused();
    await ask(server, 'PUT', `/api/v1/searches/${search}`, { text: 'beacon' }, callers.owner);
    return { search };
  },
  change: async ({ server, things, callers }) => {
    const ids = [{ collection: things.collection, id: things.object_id }];
    const body = { ids, action: { add_labels: [unused()] } };
    return { change: (await ask(server, 'POST', '/api/v1/changes', body, callers.owner)).id };
  },
  'waiting-import': async (world) => ({ import: await upload(world) }),
  import: async (world) => {
    const id = await upload(world);
    await ended(world.server, id);
    const { items } = await ask(world.server, 'GET', `/api/v1/set-aside?import=${id}`);
    return { import: id, set_aside: String(items[0].id) };
  },
  pushed: async (world) => {
    const value = `${unused()}.example`;
    const object = indicator({ pattern: `[domain-name:value = '${value}']` });
    const { server, things, callers } = world;
    const path = server.objects(things.api_root, things.collection);
    const status = await ask(server, 'POST', path, { objects: [object] }, callers.owner);
    const added = await addedOf(world, object.id);
    return { object_id: object.id, value, status_id: status.id, added };
  },
  made: async (world) => {
    const { type, pattern, pattern_type, valid_from } = indicator();
    const body = { type, pattern, pattern_type, valid_from, name: 'Made by hand' };
    const path = `/api/v1/collections/${world.things.collection}/objects`;
    const { id, object } = await ask(world.server, 'POST', path, body, world.callers.owner);
    return { object_id: id, made: JSON.stringify({ ...object, name: 'Another name' }) };
  },
  annotation: async ({ server, things }) => {
    const path = `/api/v1/collections/${things.collection}/objects/${things.object_id}/annotation`;
    await ask(server, 'PUT', path, { confidence: 30 });
    return {};
  },
} satisfies Record<string, Make>;
export type Freshly = keyof typeof FRESH;

/** The world's things, with those that are made anew. */
export async function withFresh(world: World, freshly: Freshly | undefined): Promise<Things> {
  const fresh: Partial<Things> = freshly === undefined ? {} : await FRESH[freshly](world);
  return { ...world.things, ...fresh };
}

/** A name that nothing has. */
export function unused(): string {
  return `n${randomBytes(6).toString('hex')}`;
}

// The second row waits for a decision, the third is rejected.
async function upload({ server, callers, things }: World): Promise<string> {
  const file = `value\n198.51.100.1\n${randomUUID()}.example.org/x\nnonsense\n`;
  const query = `collection=${things.collection}&source=${unused()}&mode=set-aside`;
  return (await ask(server, 'POST', `/api/v1/imports?${query}`, file, callers.owner)).id;
}

async function addedOf({ server, things }: World, id: string): Promise<string> {
  const path = `/api/v1/collections/${things.collection}/objects/${id}`;
  return (await ask(server, 'GET', path)).versions[0].added;
}

async function ask(
  server: TestServer,
  method: string,
  path: string,
  body?: RequestOptions['body'],
  as: Credentials = server.admin,
) {
  const answer = await server.request(path, { method, as, ...(body !== undefined && { body }) });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}
