// A real server over a database clone: real HTTP on a free port of the loopback interface.
import { randomBytes } from 'node:crypto';
import { type IncomingHttpHeaders, request as sendHttp } from 'node:http';
import { request as sendHttps } from 'node:https';
import { Readable } from 'node:stream';
import { hashPassword } from '../../src/api/password.ts';
import { readConfig } from '../../src/config.ts';
import { type HttpParts, startHttp } from '../../src/http/start.ts';
import { startJobs } from '../../src/ingest/import/jobs.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Observation } from '../../src/observation.ts';
import { insertAccount } from '../../src/store/accounts.ts';
import { type TestDatabase, withDatabase } from './database.ts';

export type Credentials =
  | { readonly name: string; readonly password: string }
  | { readonly token: string }
  | null;

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON. */
  readonly body?: object | string | Buffer;
  /** The administrator unless told; null for nobody. */
  readonly as?: Credentials;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
  // Tests look into any JSON.
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
  readonly json: any;
}

export interface TestServer {
  readonly url: string;
  readonly database: TestDatabase;
  readonly admin: { readonly name: string; readonly password: string };
  /** All that the server observed so far. */
  readonly observations: readonly Observation[];
  request(path: string, options?: RequestOptions): Promise<Answer>;
  makeAccount(
    name?: string,
    role?: 'admin' | 'member',
  ): Promise<{ name: string; password: string }>;
  makeToken(name: string, expiresAt?: string): Promise<{ token: string }>;
  makeRoot(name?: string, more?: object): Promise<string>;
  makeCollection(root: string, more?: object): Promise<string>;
  grant(collection: string, account: string, can_read: boolean, can_write: boolean): Promise<void>;
  /** Path of a collection's objects. */
  objects(root: string, collection: string): string;
  stop(): Promise<void>;
}

export const TAXII = 'application/taxii+json;version=2.1';

/** For a server that only answers. */
export const noJobs: HttpParts['jobs'] = {
  enqueueImport: async () => {},
  enqueueChange: async () => {},
  enqueuePublishing: async () => {},
  openErrorFile: async () => Readable.from([]),
};

/** Starts a server of its own. `env` are settings as variables. */
export async function startServer(env: Record<string, string> = {}): Promise<TestServer> {
  const database = await withDatabase();
  const { config, faults } = readConfig({ PORT: '0', LOG_LEVEL: 'silent', ...env });
  if (config === undefined) throw new Error(faults.join(' '));
  const admin = { name: 'admin', password: `pass:${randomBytes(6).toString('hex')}` };
  await insertAccount(database.db.work, {
    name: admin.name,
    role: 'admin',
    password_hash: await hashPassword(admin.password),
  });
  const observations: Observation[] = [];
  const metrics = createMetrics();
  const observe = (observation: Observation) => {
    metrics.observe(observation);
    observations.push(observation);
  };
  const { db, connection } = database;
  const jobs = await startJobs({ db, connection, config, observe });
  const http = await startHttp({ config, db, observe, metrics, jobs });
  const send = (path: string, options: RequestOptions = {}) =>
    sendRequest(http.url, path, { as: admin, ...options });
  const manage = async (method: string, path: string, body: object) => {
    const answer = await send(`/api/v1${path}`, { method, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  };
  return {
    url: http.url,
    database,
    admin,
    observations,
    request: send,
    makeAccount: async (name = `a${randomBytes(4).toString('hex')}`, role = 'member') => {
      const password = randomBytes(9).toString('base64url');
      await manage('POST', '/accounts', { name, password, role });
      return { name, password };
    },
    makeToken: (name, expiresAt) =>
      manage('POST', `/accounts/${encodeURIComponent(name)}/tokens`, {
        label: 'test',
        ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
      }),
    makeRoot: async (name = `r${randomBytes(4).toString('hex')}`, more = {}) => {
      await manage('POST', '/api-roots', { name, title: `Root ${name}`, ...more });
      return name;
    },
    makeCollection: async (root, more = {}) =>
      (await manage('POST', '/collections', { api_root: root, title: 'A collection', ...more })).id,
    grant: (collection, account, can_read, can_write) =>
      manage('PUT', `/collections/${collection}/grants/${encodeURIComponent(account)}`, {
        can_read,
        can_write,
      }),
    objects: (root, collection) => `/taxii2/${root}/collections/${collection}/objects/`,
    stop: async () => {
      await http.stop();
      await jobs.stop();
      await database.drop();
    },
  };
}

/** Sends one request. TAXII paths get TAXII's Accept, bodies their Content-Type, unless told. */
export function sendRequest(
  url: string,
  path: string,
  { method = 'GET', headers = {}, body, as = null }: RequestOptions,
): Promise<Answer> {
  const isTaxii = path.startsWith('/taxii2');
  const bytes = toBytes(body);
  const all: Record<string, string> = {
    ...(isTaxii ? { accept: TAXII } : {}),
    ...(bytes === undefined ? {} : { 'content-type': isTaxii ? TAXII : 'application/json' }),
    ...(bytes === undefined ? {} : { 'content-length': String(bytes.length) }),
    ...authorization(as),
    ...Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
  // An empty value leaves the header out.
  const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const send = url.startsWith('https:') ? sendHttps : sendHttp;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = {
      hostname,
      port,
      path,
      method,
      headers: kept,
      rejectUnauthorized: false,
      agent: false as const,
    };
    const request = send(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const all = Buffer.concat(chunks);
        const text = all.toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          bytes: all,
          json: readJson(text),
        });
      });
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

function toBytes(body: RequestOptions['body']): Buffer | undefined {
  if (body === undefined) return undefined;
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function authorization(as: Credentials): Record<string, string> {
  if (as === null) return {};
  if ('token' in as) return { authorization: `Bearer ${as.token}` };
  const pair = Buffer.from(`${as.name}:${as.password}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
