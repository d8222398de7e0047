// What is wrong with STIX content, told without storing it: the same verdicts as those on a push
// (OASIS TAXII 2.1 section 5.5), with all errors instead of the first.
import { ApiError } from '../../errors.ts';
import { policiesOf } from '../../ingest/envelope/policies.ts';
import type { Options } from '../../stix/validate.ts';
import type { Context, Handler, Input } from '../operation.ts';

/** Validates an object, the elements of a list, or those of an envelope. */
export const validateObjects: Handler = async (input, context) => {
  const judgement = await context.judge(input.bytes, readOptions(input, context));
  if ('text' in judgement) return { status: 200, text: judgement.text };
  const code = judgement.fault === 'not-json' ? 'BAD_JSON' : 'BAD_BODY';
  throw new ApiError(code, judgement.message);
};

type Query = { readonly [Name in keyof typeof NAMES]?: string } & {
  readonly warnings?: boolean;
  readonly infos?: boolean;
};

const NAMES = {
  hex_case: 'hexCase',
  created_by_ref: 'createdByRef',
  uuid_versions: 'uuidVersions',
  uuid_case: 'uuidCase',
  stix20: 'stix20',
} as const;

// Where nothing else is asked for, what is valid here is what a push would store.
function readOptions(input: Input, { settings }: Context): Options {
  const query = input.query as Query;
  const asked = Object.entries(NAMES).flatMap(([name, policy]) => {
    const value = query[name as keyof typeof NAMES];
    return value === undefined ? [] : [[policy, value]];
  });
  return {
    ...policiesOf(settings.pushValidation),
    ...Object.fromEntries(asked),
    warnings: query.warnings ?? false,
    infos: query.infos ?? false,
  };
}
