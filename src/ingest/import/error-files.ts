// What is read out of kept uploads, error files and some of their records, on its way to whoever asked for it:
// by a thread of its own, a piece at a time, as fast as it is taken.
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { ApiError } from '../../errors.ts';
import type { Connection } from '../../store/database.ts';
import { threadFile } from '../thread-file.ts';
import type { ErrorFileInput, ErrorFilePiece, Wanted } from './error-file-thread.ts';

/** Opens the error file of an import, or what else is wanted of its upload as JSON. @throws ApiError BUSY */
export type OpenErrorFile = (importId: string, wanted?: Wanted) => Readable;

// Each takes a core and some 60 MiB.
const AT_ONCE = 2;

/** Makes the opener of one process. */
export function createErrorFiles(connection: Connection, maxBytes: number): OpenErrorFile {
  let open = 0;

  async function* read(input: ErrorFileInput): AsyncGenerator<string> {
    open += 1;
    const thread = new Worker(threadFile('import/error-file-thread'), {
      workerData: input,
      name: 'error file',
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    try {
      for (;;) {
        const piece = await ask(thread);
        if (piece === null) return;
        yield piece;
      }
    } finally {
      open -= 1;
      await thread.terminate();
    }
  }

  return (importId, wanted = { what: 'error-file' }) => {
    if (open >= AT_ONCE)
      throw new ApiError('BUSY', 'Other files are being read again. Try again in a moment.', {
        headers: { 'Retry-After': '5' },
      });
    return Readable.from(read({ connection, importId, maxBytes, wanted }), {
      objectMode: false,
    });
  };
}

function ask(thread: Worker): Promise<ErrorFilePiece> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      thread.off('message', answered);
      thread.off('error', failed);
      thread.off('exit', failed);
    };
    const answered = (piece: ErrorFilePiece) => {
      settle();
      resolve(piece);
    };
    const failed = (reason: unknown) => {
      settle();
      const hasReason = reason instanceof Error;
      reject(hasReason ? reason : new ApiError('UNEXPECTED', 'The thread has ended.'));
    };
    thread.on('message', answered);
    thread.on('error', failed);
    thread.on('exit', failed);
    thread.postMessage('next');
  });
}
