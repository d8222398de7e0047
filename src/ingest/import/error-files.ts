// What is read out of kept uploads, error files and some of their records, on its way to whoever asked for it:
// by a thread of its own, a piece at a time, as fast as it is taken.
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { ApiError } from '../../errors.ts';
import type { Connection } from '../../store/database.ts';
import { threadFile } from '../thread-file.ts';
import type { ErrorFileInput, ErrorFilePiece, Wanted } from './error-file-thread.ts';

/**
 * Opens the error file of an import, or what else is wanted of its upload as JSON, when it is its turn.
 * @throws ApiError BUSY when others take too long
 */
export type OpenErrorFile = (importId: string, wanted?: Wanted) => Promise<Readable>;

// Each takes a core and some 60 MiB.
const AT_ONCE = 2;
// A preview takes a second, so most get their turn soon.
const PATIENCE_MS = 15_000;
const MOST_WAITING = 50;
// A reader that takes nothing for so long is gone, or wants to keep others waiting.
const STALL_MS = 60_000;

/** Makes the opener of one process. */
export function createErrorFiles(connection: Connection, maxBytes: number): OpenErrorFile {
  const places = createPlaces();
  return async (importId, wanted = { what: 'error-file' }) => {
    await places.take();
    const input = { connection, importId, maxBytes, wanted };
    const stream = Readable.from(
      read(input, () => stream.destroy()),
      { objectMode: false },
    );
    stream.once('close', places.leave);
    return stream;
  };
}

async function* read(input: ErrorFileInput, giveUp: () => void): AsyncGenerator<string> {
  const thread = new Worker(threadFile('import/error-file-thread'), {
    workerData: input,
    name: 'error file',
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  try {
    for (;;) {
      const piece = await ask(thread);
      if (piece === null) return;
      const timer = setTimeout(giveUp, STALL_MS);
      try {
        yield piece;
      } finally {
        // Also where the reader has gone: a timer that is left keeps the process from ending.
        clearTimeout(timer);
      }
    }
  } finally {
    await thread.terminate();
  }
}

function createPlaces() {
  let taken = 0;
  const waiting: (() => void)[] = [];
  return {
    take: async () => {
      if (taken < AT_ONCE) taken += 1;
      else if (waiting.length >= MOST_WAITING) throw busy();
      else await waitForTurn(waiting);
    },
    leave: () => {
      const next = waiting.shift();
      // Its place is the next one's.
      if (next === undefined) taken -= 1;
      else next();
    },
  };
}

function waitForTurn(waiting: (() => void)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1);
      reject(busy());
    }, PATIENCE_MS);
    waiting.push(turn);
  });
}

function busy(): ApiError {
  const message = 'Other uploads are being read again, for previews or error files.';
  return new ApiError('BUSY', `${message} Try again in a moment.`, {
    headers: { 'Retry-After': '5' },
  });
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
