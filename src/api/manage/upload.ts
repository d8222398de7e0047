// Takes an uploaded file in: raw or as the part `file` of a form, in pieces, straight into the
// database. The bytes are kept as they come; what is compressed stays so.
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { ApiError } from '../../errors.ts';
import type { Queryable } from '../../store/database.ts';
import { insertChunk } from '../../store/uploads.ts';
import type { Input } from '../operation.ts';

/** What was taken in. */
export interface Upload {
  readonly bytes: number;
  /** As the form's part says. */
  readonly fileName: string | null;
}

/** How much, and for how long. */
export interface UploadLimits {
  readonly maxBytes: number;
  /** The longest pause. */
  readonly idleMs: number;
  /** The longest time in all. */
  readonly totalMs: number;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Keeps the body's file as the chunks of an import.
 * @throws ApiError TOO_LARGE, BODY_TOO_SLOW, BAD_REQUEST (cut off), BAD_BODY (no part `file`)
 */
export async function keepUpload(
  { stream, headers }: Pick<Input, 'stream' | 'headers'>,
  db: Queryable,
  importId: string,
  limits: UploadLimits,
): Promise<Upload> {
  const type = String(headers['content-type'] ?? '');
  const pace = startPace(limits);
  const keepFile = (file: Readable) => keep(file, db, importId, limits.maxBytes, pace);
  const kept = /^multipart\/form-data/i.test(type)
    ? keepForm(stream, type, keepFile, pace.signal)
    : keepFile(stream).then((bytes) => ({ bytes, fileName: null }));
  try {
    return await Promise.race([kept, pace.stalled]);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (stream.destroyed && !stream.readableEnded)
      throw new ApiError('BAD_REQUEST', 'The body ended before its length was reached.');
    throw error;
  } finally {
    pace.stop();
  }
}

/** The pace of a body: given up when nothing comes for too long, or it does not come to an end. */
interface Pace {
  readonly touch: () => void;
  readonly signal: AbortSignal;
  /** Never resolves. */
  readonly stalled: Promise<never>;
  readonly stop: () => void;
}

// The stream itself is left alone: destroyed, it would take the answer's socket with it.
function startPace({ idleMs, totalMs }: UploadLimits): Pace {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(tooSlow(idleMs)), idleMs);
  const deadline = setTimeout(() => controller.abort(tooLong(totalMs)), totalMs);
  const stalled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  const stop = () => {
    clearTimeout(timer);
    clearTimeout(deadline);
  };
  return { touch: () => timer.refresh(), signal, stalled, stop };
}

async function keep(
  stream: Readable,
  db: Queryable,
  importId: string,
  maxBytes: number,
  { touch, signal }: Pace,
): Promise<number> {
  let total = 0;
  let position = 0;
  let waiting: Buffer[] = [];
  let size = 0;
  const flush = async () => {
    await insertChunk(db, importId, position, Buffer.concat(waiting));
    position += 1;
    waiting = [];
    size = 0;
    // It was the database that took its time.
    touch();
  };
  // Not destroyed on exit: the answer to a refused upload still has to get through.
  for await (const piece of stream.iterator({ destroyOnReturn: false })) {
    if (signal.aborted) throw signal.reason;
    touch();
    total += piece.length;
    if (total > maxBytes) throw tooLarge(maxBytes);
    waiting.push(piece);
    size += piece.length;
    if (size >= CHUNK_BYTES) await flush();
  }
  if (size > 0) await flush();
  return total;
}

async function keepForm(
  stream: Readable,
  type: string,
  keepFile: (file: Readable) => Promise<number>,
  signal: AbortSignal,
): Promise<Upload> {
  const form = openForm(type);
  // A form must not go on filling a part that nobody reads.
  const leave = () => {
    stream.unpipe(form);
    form.destroy();
  };
  signal.addEventListener('abort', leave);
  let kept: Promise<Upload> | null = null;
  form.on('file', (name, file, fileName) => {
    if (name !== 'file' || kept !== null) {
      file.resume();
      return;
    }
    kept = keepFile(file).then((bytes) => ({ bytes, fileName: fileName || null }));
    // Told below.
    kept.catch(leave);
  });
  await new Promise<void>((resolve, reject) => {
    form.on('finish', resolve);
    form.on('close', resolve);
    form.on('error', (error: Error) => {
      reject(new ApiError('BAD_REQUEST', `The form cannot be read: ${error.message}.`));
    });
    stream.on('error', reject);
    stream.on('aborted', () => reject(new Error('aborted')));
    stream.pipe(form);
  });
  const upload: Upload | null = await kept;
  if (upload === null) throw new ApiError('BAD_BODY', 'The form has no part named `file`.');
  return upload;
}

function openForm(type: string) {
  try {
    return new Busboy({ headers: { 'content-type': type }, limits: { files: 10, parts: 20 } });
  } catch {
    throw new ApiError('BAD_REQUEST', 'The Content-Type of the form has no boundary.');
  }
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError('TOO_LARGE', `A file may have at most ${maxBytes} octets.`, {
    details: { code: 'FILE_TOO_LARGE', import_max_bytes: maxBytes },
  });
}

function tooSlow(idleMs: number): ApiError {
  return new ApiError('BODY_TOO_SLOW', `Nothing of the body arrived for ${idleMs / 1000} seconds.`);
}

function tooLong(totalMs: number): ApiError {
  const message = `The upload took longer than ${totalMs / 1000} seconds (UPLOAD_TIMEOUT_MS).`;
  return new ApiError('BODY_TOO_SLOW', `${message} Send the file compressed, or in parts.`);
}
