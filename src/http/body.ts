// Reads request bodies within limits of size and time, and drains the ones that are refused.
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { ApiError } from '../errors.ts';

export interface BodyLimits {
  /** Octets, after decompression. */
  readonly maxBytes: number;
  /** How long nothing may arrive before the request is given up. */
  readonly idleMs: number;
}

// The whole body may take this many times as long as a pause in it.
const PATIENCE = 10;

/** @throws ApiError TOO_LARGE when Content-Length says at once that the body is too long */
export function checkContentLength(request: IncomingMessage, maxBytes: number): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

/**
 * The whole body, decompressed.
 * @throws ApiError TOO_LARGE, BODY_TOO_SLOW, BAD_REQUEST (cut off, broken gzip)
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const isGzip = /^gzip$/i.test(String(request.headers['content-encoding'] ?? '').trim());
  const source = isGzip ? request.pipe(createGunzip()) : request;
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(tooSlow(limits.idleMs)), limits.idleMs);
    // A byte now and then must not hold a place in memory for ever.
    const deadline = setTimeout(() => fail(tooSlow(limits.idleMs)), limits.idleMs * PATIENCE);
    const settle = () => {
      clearTimeout(timer);
      clearTimeout(deadline);
      request.removeListener('error', broken);
      request.removeListener('aborted', broken);
      source.removeListener('error', broken);
      // A late fault of the socket must not become an uncaught one.
      source.on('error', () => {});
      request.on('error', () => {});
    };
    const fail = (error: ApiError) => {
      settle();
      source.removeAllListeners('data');
      if (isGzip) request.unpipe();
      reject(error);
    };
    const broken = () =>
      fail(
        new ApiError(
          'BAD_REQUEST',
          // A short body has been read to its end, and its stream is gone, before gunzip complains.
          isGzip && (request.complete || !request.destroyed)
            ? 'The body is not valid gzip, or it is cut off.'
            : 'The body ended before its length was reached.',
        ),
      );
    request.on('aborted', broken);
    request.on('error', broken);
    source.on('error', broken);
    source.on('data', (chunk: Buffer) => {
      timer.refresh();
      size += chunk.length;
      if (size > limits.maxBytes) fail(tooLarge(limits.maxBytes));
      else chunks.push(chunk);
    });
    source.on('end', () => {
      settle();
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
  });
}

// What a client that does not look at the answer yet may still send before we hang up.
const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 5000;

/** Reads what is left of a refused body, within a bound, so that the client gets to see the answer. */
export function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let left = DRAIN_BYTES;
  const timer = setTimeout(() => request.destroy(), DRAIN_MS).unref();
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.on('error', () => {});
  request.on('close', () => clearTimeout(timer));
  request.resume();
}

/** Whether the request has, or announces, a body. */
export function hasBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0
  );
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError('TOO_LARGE', `The body may have at most ${maxBytes} octets.`, {
    details: { max_content_length: maxBytes },
  });
}

function tooSlow(idleMs: number): ApiError {
  const [pause, all] = [idleMs / 1000, (idleMs * PATIENCE) / 1000];
  return new ApiError(
    'BODY_TOO_SLOW',
    `The body may pause for ${pause} seconds and take ${all} seconds in all.`,
  );
}
