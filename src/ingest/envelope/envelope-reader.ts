// Reads envelopes off the thread that answers HTTP when they are long: 16 MiB take a third of a
// second to parse and hash, and every other request would wait for it.
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Options } from '../../stix/validate.ts';
import { threadFile } from '../thread-file.ts';
import { type EnvelopeRules, readEnvelope } from './envelope.ts';
import { type Judgement, judgeBody } from './judge.ts';

/** The elements of an envelope, or what was wrong with the whole. */
export type EnvelopeReading = ReturnType<typeof readEnvelope>;

// Read and validated here, 1,000 objects of 0.8 MB hold up every other request for 32 ms; on a thread
// they take as long and hold it up for 6. Below this it is 10 ms at most.
const LONG = 262_144;

export interface EnvelopeReader {
  readonly read: (bytes: Buffer, rules: EnvelopeRules) => Promise<EnvelopeReading>;
  /** Validates what is in a body. */
  readonly judge: (bytes: Buffer, options: Options) => Promise<Judgement>;
  close(): Promise<void>;
}

/** Opens the reader; its threads start with the first long envelope and end when idle. */
export function createEnvelopeReader(): EnvelopeReader {
  const threads = new Piscina({
    filename: threadFile('envelope/envelope-thread').href,
    minThreads: 0,
    // One reads 34,000 objects a second, and each takes 50 MiB.
    maxThreads: Math.max(1, Math.min(4, availableParallelism() - 1)),
    idleTimeout: 60_000,
  });
  return {
    read: async (bytes, rules) =>
      bytes.length < LONG
        ? readEnvelope(bytes, rules)
        : threads.run({ bytes, rules }, { name: 'read' }),
    judge: async (bytes, options) =>
      bytes.length < LONG
        ? judgeBody(bytes, options)
        : threads.run({ bytes, options }, { name: 'judge' }),
    close: () => threads.destroy(),
  };
}
