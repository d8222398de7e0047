// The thread that reads long envelopes.
import { type EnvelopeRules, readEnvelope } from './envelope.ts';
import type { EnvelopeReading } from './envelope-reader.ts';

/** One task: the bytes of an envelope. */
export function read(task: { bytes: Uint8Array; rules: EnvelopeRules }): EnvelopeReading {
  return readEnvelope(task.bytes, task.rules);
}
