// The thread that reads and judges long bodies.
import type { Options } from '../../stix/validate.ts';
import { type EnvelopeRules, readEnvelope } from './envelope.ts';
import type { EnvelopeReading } from './envelope-reader.ts';
import { type Judgement, judgeBody } from './judge.ts';

/** One task: the bytes of an envelope. */
export function read(task: { bytes: Uint8Array; rules: EnvelopeRules }): EnvelopeReading {
  return readEnvelope(task.bytes, task.rules);
}

/** One task: the bytes of what is to be validated. */
export function judge(task: { bytes: Uint8Array; options: Options }): Judgement {
  return judgeBody(task.bytes, task.options);
}
