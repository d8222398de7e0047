// The making of an import's objects, on a thread of its own: while PostgreSQL takes one parcel in and
// the import's thread settles it, the next ones are read and made.
import { Worker } from 'node:worker_threads';
import { ApiError } from '../../errors.ts';
import type { Detected, Finding } from '../entry.ts';
import { type Sources, startSources } from '../make/source.ts';
import { threadFile } from '../thread-file.ts';
import type { Settling } from './batch.ts';
import type { MakingInput, MakingMessage, Reading, Request } from './make-thread.ts';
import { unpack } from './parcel.ts';

/** Some records of the file. */
export interface Batch {
  readonly records: readonly Settling[];
  /** To be called when nobody reads them any more: their bytes are filled with others. */
  readonly release: () => void;
}

/** A conversion that another thread does. What is not read yet may still change what is known. */
export interface Apart {
  /** The findings are known once all batches were read. */
  readonly records: { detected: Detected; findings: readonly Finding[] };
  readonly making: { readonly sources: Sources };
  bytesRead: number;
  readonly batches: AsyncGenerator<Batch>;
  /** Ends the thread, wherever it is. */
  readonly close: () => Promise<unknown>;
}

// One that is stored, one that waits, one that is made: more would only take memory. Their bytes go back
// and forth: bytes outside of V8's heap that become garbage make it collect all over.
const AHEAD = 2;
const NEXT: Request = 'next';
// Most of what a record leaves behind is garbage at once; what lives on is outside of V8's heap.
const LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 192 };

/**
 * Begins to turn a file into objects.
 * @throws an error with a `fatal` if the file cannot be read; so may its batches
 */
export async function convertApart(input: MakingInput): Promise<Apart> {
  const thread = new Worker(threadFile('import/make-thread'), {
    workerData: input,
    name: 'make',
    resourceLimits: LIMITS,
  });
  const inbox = openInbox(thread);
  const close = () => thread.terminate();
  try {
    const opened = await inbox();
    if (opened.kind !== 'opened') throw unexpected();
    const apart: Apart = {
      records: { detected: opened.detected, findings: [] },
      making: { sources: startSources(input.settings, Buffer.from(input.namespace)) },
      bytesRead: opened.bytesRead,
      batches: receive(() => apart, inbox, thread),
      close,
    };
    for (let ahead = 0; ahead < AHEAD; ahead += 1) thread.postMessage(NEXT);
    return apart;
  } catch (error) {
    await close();
    throw error;
  }
}

async function* receive(
  apart: () => Apart,
  inbox: () => Promise<MakingMessage>,
  thread: Worker,
): AsyncGenerator<Batch> {
  for (;;) {
    const message = await inbox();
    if (message.kind === 'fatal' || message.kind === 'opened') throw unexpected();
    note(apart(), message);
    if (message.kind === 'ended') {
      apart().records.findings = message.findings;
      return;
    }
    thread.postMessage(NEXT);
    const { buffer } = message.parcel.bodies;
    const release = () => thread.postMessage(buffer satisfies Request, [buffer]);
    yield { records: unpack(message.parcel), release };
  }
}

function note(apart: Apart, { detected, sources, bytesRead }: Reading): void {
  apart.records.detected = detected;
  apart.bytesRead = bytesRead;
  for (const source of sources) apart.making.sources.used.set(source.name, source);
}

/** The messages of a thread one by one; its end, where another one was due, is an error. */
function openInbox(thread: Worker): () => Promise<MakingMessage> {
  const messages: MakingMessage[] = [];
  let fault: unknown = null;
  let wake: () => void = () => undefined;
  thread.on('message', (message: MakingMessage) => {
    messages.push(message);
    wake();
  });
  thread.on('error', (error) => {
    fault = error;
    wake();
  });
  thread.on('exit', () => {
    fault ??= unexpected();
    wake();
  });
  return async () => {
    for (;;) {
      const message = messages.shift();
      if (message?.kind === 'fatal')
        throw Object.assign(new Error(message.fatal.message), { fatal: message.fatal });
      if (message !== undefined) return message;
      if (fault !== null) throw fault;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

function unexpected(): ApiError {
  return new ApiError('UNEXPECTED', 'The thread that makes the objects of an import has ended.');
}
