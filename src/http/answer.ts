// A reply or an error becomes status, headers and bytes. TAXII resources on TAXII paths and wherever
// nobody knows better, RFC 9457 problem details on /api/v1. Never HTML, never a stack trace.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import type { Reply } from '../api/operation.ts';
import { ApiError } from '../errors.ts';
import { readFault } from '../store/database.ts';
import { TAXII_MEDIA_TYPE } from '../taxii/media-type.ts';
import { drain, hasBody } from './body.ts';

export type Prefix = 'taxii' | 'api' | 'other';

/** Which kind of answers a path gets. */
export function prefixOf(pathname: string): Prefix {
  if (/^\/+(api|workspaces)(\/|$)/.test(pathname)) return 'api';
  return /^\/+taxii2?(\/|$)/.test(pathname) ? 'taxii' : 'other';
}

/** Sends a reply; a GET whose entity tag the client has already gets 304. */
export function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  prefix: Prefix,
): void {
  if (reply.stream === undefined) sendWhole(request, response, reply, prefix);
  else sendStream(request, response, reply, reply.stream, prefix);
}

function sendWhole(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  prefix: Prefix,
): void {
  const text = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  response.statusCode = reply.status;
  setCommonHeaders(response, prefix);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  if (isGet && reply.status === 200 && prefix !== 'other') {
    const etag = `W/"${reply.etag ?? digest(text)}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'private, no-cache');
    if (matches(request.headers['if-none-match'], etag)) {
      response.statusCode = 304;
      response.end();
      return;
    }
  }
  if (reply.status !== 204 || text !== '')
    response.setHeader('Content-Type', reply.type ?? mediaType(prefix));
  const bytes = Buffer.from(text);
  if (reply.status !== 204) response.setHeader('Content-Length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

// Its length is not known beforehand: when it breaks off, so does the connection.
function sendStream(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers = {}, type }: Reply,
  stream: Readable,
  prefix: Prefix,
): void {
  response.statusCode = status;
  setCommonHeaders(response, prefix);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Content-Type', type ?? mediaType(prefix));
  if (method === 'HEAD') {
    stream.destroy();
    response.end();
    return;
  }
  response.flushHeaders();
  pipeline(stream, response, () => undefined);
}

/** What an error came to, for the log. */
export interface SentError {
  readonly error: ApiError;
  readonly error_id: string;
  /** The fault behind an UNEXPECTED error. */
  readonly fault?: Error;
}

/** Sends an error and closes the connection when a body is still under way. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  thrown: unknown,
  prefix: Prefix,
  error_id: string,
): SentError {
  const error = readError(thrown);
  const sent: SentError =
    error === readFault(thrown) || !(thrown instanceof Error)
      ? { error, error_id }
      : { error, error_id, fault: thrown };
  if (response.headersSent) {
    // Half a body is out: cut the connection, so that the client sees it is not whole.
    response.destroy();
    return sent;
  }
  const unread = hasBody(request) && !request.complete;
  response.statusCode = error.status;
  setCommonHeaders(response, prefix);
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(error.extras.headers ?? {}))
    response.setHeader(name, value);
  if (unread) response.setHeader('Connection', 'close');
  const bytes = Buffer.from(errorText(error, error_id, prefix));
  response.setHeader(
    'Content-Type',
    prefix === 'api' ? 'application/problem+json' : TAXII_MEDIA_TYPE,
  );
  response.setHeader('Content-Length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
  if (unread) drain(request);
  return sent;
}

/** The body of an error: section 3.6.1 of TAXII 2.1, or RFC 9457. */
export function errorText(error: ApiError, error_id: string, prefix: Prefix): string {
  const { details } = error.extras;
  if (prefix === 'api')
    return JSON.stringify({
      type: 'about:blank',
      title: error.title,
      status: error.status,
      detail: error.message,
      code: error.code,
      error_id,
      ...details,
    });
  return JSON.stringify({
    title: error.title,
    description: error.message,
    error_id,
    error_code: error.code,
    http_status: String(error.status),
    ...(details === undefined ? {} : { details }),
  });
}

function readError(thrown: unknown): ApiError {
  const error = readFault(thrown);
  return error instanceof ApiError
    ? error
    : new ApiError('UNEXPECTED', 'Something went wrong here; the log says what, by error_id.');
}

function setCommonHeaders(response: ServerResponse, prefix: Prefix): void {
  if (prefix === 'other') return;
  const vary = [response.getHeader('Vary'), prefix === 'taxii' ? 'Accept' : '', 'Authorization'];
  response.setHeader('Vary', vary.filter(Boolean).join(', '));
  response.setHeader('Cache-Control', 'no-store');
}

function mediaType(prefix: Prefix): string {
  return prefix === 'api' ? 'application/json' : TAXII_MEDIA_TYPE;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag.replace(/^W\//, ''));
}
