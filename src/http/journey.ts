// The journey of a request, on one screen: who, what, may they, can it be read; then the handler.
// The order is the contract: nothing is parsed or kept before authorisation is settled.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../api/access.ts';
import type { ApiRoot, Context, Handlers, Input, Reply } from '../api/operation.ts';
import { ApiError } from '../errors.ts';
import { type Prefix, prefixOf, type SentError, sendError, sendReply } from './answer.ts';
import type { Authenticate } from './authenticate.ts';
import { checkRole, findNamed, type Named } from './authorise.ts';
import { checkContentLength, readBody } from './body.ts';
import { type Budget, createBudget } from './budget.ts';
import type { Console } from './console.ts';
import { readJson } from './json.ts';
import { checkAccept, checkContentType } from './negotiate.ts';
import type { Found, Operation, Router } from './router.ts';

export interface JourneyParts {
  readonly router: Router;
  readonly handlers: Handlers;
  readonly context: Context;
  readonly authenticate: Authenticate;
  readonly console: Console;
  readonly strictMediaTypes: boolean;
  readonly metricsPublic: boolean;
}

/** Takes a request from its first stage to its answer. Never rejects. */
export type Journey = (
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
) => Promise<void>;

// Longer lists of ids than this are two requests. Checklist HTTP-18 asks for 8 kB at least.
const MAX_URL = 16_384;
// Long bodies that are held at once: four of the default limit.
const BODIES_IN_MEMORY = 64 * 1024 * 1024;
// Bodies of /api/v1 that are read whole.
const MAX_JSON = 1024 * 1024;

// URL would resolve these to another path, behind the back of a proxy that checks prefixes.
const DOT_SEGMENT = /\/(\.|%2e){1,2}(\/|$)/i;

interface Trip extends JourneyParts {
  readonly budget: Budget;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: string;
  readonly request_id: string;
  readonly url: URL;
  readonly prefix: Prefix;
  readonly started: bigint;
  readonly received_at: number;
  /** What the connection had sent before. */
  readonly sent_before: number;
  /** What is known so far; the log tells it when the answer has left. */
  readonly seen: {
    operation?: Operation;
    principal?: Principal;
    error?: SentError;
    /** Hands back the share of memory that the body has. */
    giveBack?: () => void;
  };
}

/** Makes the journey of one server. */
export function createJourney(parts: JourneyParts): Journey {
  const budget = createBudget(BODIES_IN_MEMORY);
  return async (request, response, address) => {
    const trip = begin({ ...parts, budget, request, response, address });
    response.on('close', () => observe(trip));
    try {
      sendReply(request, response, await proceed(trip), trip.prefix);
    } catch (error) {
      trip.seen.error = sendError(request, response, error, trip.prefix, trip.request_id);
    } finally {
      trip.seen.giveBack?.();
    }
  };
}

function begin(
  parts: JourneyParts & Pick<Trip, 'budget' | 'request' | 'response' | 'address'>,
): Trip {
  const request_id = randomUUID();
  parts.response.setHeader('X-Request-Id', request_id);
  // `//` at the start would be read as a host.
  const target = (parts.request.url ?? '/').replace(/^\/{2,}/, '/');
  const full = target.startsWith('/') ? `http://localhost${target}` : target;
  const url = new URL(URL.canParse(full) ? full : 'http://localhost/');
  const times = { started: process.hrtime.bigint(), received_at: Date.now() * 1000 };
  const known = { request_id, url, prefix: prefixOf(url.pathname), seen: {} };
  return { ...parts, ...times, ...known, sent_before: parts.request.socket.bytesWritten };
}

async function proceed(trip: Trip): Promise<Reply> {
  const { request, seen, prefix, context } = trip;
  const found = findRoute(trip);
  if (found === null && prefix === 'other') return openConsole(trip);
  if (request.method === 'OPTIONS') return answerOptions(found);
  // 1. who; public operations ask nobody
  const principal = await findPrincipal(trip);
  if (principal !== undefined) seen.principal = principal;
  // 2. is it there, for them
  if (found === null) throw noSuchPath();
  const named =
    principal === undefined ? {} : await findNamed(context.db.work, principal, found.path);
  // 3. method
  const operation = seen.operation ?? refuseMethod(found);
  // 4. Accept
  if (prefix === 'taxii') checkAccept(request.headers.accept, trip.strictMediaTypes);
  // 5. permission
  if (principal !== undefined) checkRole(operation, principal, found.path, named.collection);
  // 6. Content-Type, 7. size, 8. body
  const body = await receive(trip, operation, named.api_root);
  return trip.handlers[operation.id](input(trip, found, operation, { ...named, ...body }), context);
}

async function findPrincipal(trip: Trip): Promise<Principal | undefined> {
  if (isPublic(trip)) return undefined;
  try {
    return await trip.authenticate(trip.request, trip.address);
  } catch (error) {
    // Public discovery asks nobody, but still knows who says who they are.
    const isOpen =
      trip.seen.operation?.id === 'getDiscovery' && trip.context.settings.publicDiscovery;
    if (isOpen && error instanceof ApiError && error.code === 'NO_CREDENTIALS') return undefined;
    throw error;
  }
}

function findRoute({ request, router, url, seen }: Trip): Found | null {
  if ((request.url?.length ?? 0) > MAX_URL)
    throw new ApiError('URI_TOO_LONG', `A URL may have at most ${MAX_URL} characters.`);
  const [path = ''] = (request.url ?? '').split('?');
  const found = DOT_SEGMENT.test(path) ? null : router.find(url.pathname);
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
  const operation = found?.route.operations.get(method);
  if (operation !== undefined) seen.operation = operation;
  return found;
}

// Outside the prefixes: a page for people, nothing for everybody else.
function openConsole({ console, request, url }: Trip): Reply {
  const reply = console(request.method, url.pathname, request.headers.accept);
  if (reply === null) throw noSuchPath();
  return reply;
}

function isPublic({ seen, metricsPublic }: Trip): boolean {
  if (seen.operation?.id === 'getMetrics') return metricsPublic;
  return seen.operation?.role === 'public';
}

async function receive(
  trip: Trip,
  operation: Operation,
  apiRoot: ApiRoot | undefined,
): Promise<Partial<Input>> {
  if (operation.body === 'none') return {};
  const { request, response, context, seen } = trip;
  checkContentType(request.headers, operation.body, trip.strictMediaTypes);
  const maxBytes = limitOf(operation, context.settings, apiRoot);
  checkContentLength(request, maxBytes);
  const isLong = operation.body === 'envelope' || operation.body === 'text';
  if (isLong) seen.giveBack = await trip.budget.reserve(lengthOf(request) ?? maxBytes);
  // The client waits for this before it sends a long body; a refusal above came first.
  if (/100-continue/i.test(request.headers.expect ?? '')) response.writeContinue();
  if (operation.body === 'stream') return {};
  const bytes = await readBody(request, { maxBytes, idleMs: context.settings.bodyIdleTimeoutMs });
  if (isLong) return { bytes };
  const body = readJson(bytes);
  operation.check.body(body);
  return { body };
}

function input(
  trip: Trip,
  found: Found,
  operation: Operation,
  more: Named & Partial<Input>,
): Input {
  const { searchParams } = trip.url;
  const made = {
    request_id: trip.request_id,
    received_at: trip.received_at,
    address: trip.address,
    principal: trip.seen.principal,
    path: found.path,
    search: searchParams,
    query: trip.prefix === 'api' ? operation.check.query(searchParams) : {},
    headers: trip.request.headers,
    stream: trip.request,
    ...more,
  };
  // What a handler reads is what openapi.yaml's x-role and x-body promise for its operation.
  return made as Input;
}

function limitOf(
  operation: Operation,
  settings: Context['settings'],
  apiRoot: ApiRoot | undefined,
): number {
  if (operation.body === 'json') return MAX_JSON;
  if (operation.body === 'stream') return settings.importMaxBytes;
  return apiRoot?.max_content_length ?? settings.maxContentLength;
}

// The length of a body that is neither chunked nor compressed.
function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = headers['content-length'];
  return length === undefined || headers['content-encoding'] !== undefined
    ? undefined
    : Number(length);
}

function answerOptions(found: Found | null): Reply {
  if (found === null) throw noSuchPath();
  return { status: 204, headers: { Allow: found.route.allow } };
}

function refuseMethod({ route }: Found): never {
  throw new ApiError('METHOD_NOT_ALLOWED', `Allowed here: ${route.allow}.`, {
    headers: { Allow: route.allow },
  });
}

function noSuchPath(): ApiError {
  return new ApiError(
    'NO_SUCH_PATH',
    'There is nothing at this URL. TAXII discovery is at /taxii2/, the management API at /api/v1/.',
  );
}

function observe({ context, request, response, seen, url, started, ...trip }: Trip): void {
  const { error, principal, operation } = seen;
  context.observe({
    kind: 'request',
    operation: operation?.id ?? 'none',
    method: request.method ?? '',
    path: url.pathname,
    status: response.statusCode,
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
    request_id: trip.request_id,
    bytes: request.socket.bytesWritten - trip.sent_before,
    ...(principal && { account: principal.name }),
    ...(error && { error_code: error.error.code, error_id: error.error_id }),
    ...(error?.fault && { fault: error.fault }),
  });
}
