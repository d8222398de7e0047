// /api/v1 as openapi.yaml types it. Whatever fails is a Fault: what happened, in words for people.
import createClient from 'openapi-fetch';
import type { components, paths } from '../src/generated/api.ts';

export type Schemas = components['schemas'];

/** Why a call failed. `status` 0: no answer at all. */
export interface Fault {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Finds the request in the server's log. */
  readonly error_id?: string | undefined;
  /** What is wrong with which place of a body. */
  readonly errors?: readonly { readonly pointer?: string; readonly message: string }[] | undefined;
}

// The header says that the request comes from a script of ours; other pages cannot set it.
export const api = createClient<paths>({ headers: { 'X-Requested-With': 'taxiway' } });

// openapi-fetch takes read-only lists apart into objects, so callers name the schema themselves.
interface Outcome {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** The data of a call. @throws Fault */
export async function read<T>(call: Promise<Outcome>): Promise<T> {
  const { data, error, response } = await call.catch(() => {
    throw UNREACHABLE;
  });
  if (response.ok) return data as T;
  throw faultOf(response, error);
}

/** Whatever was thrown, as a Fault. */
export function readFault(thrown: unknown): Fault {
  return isFault(thrown)
    ? thrown
    : { status: 0, title: 'Something went wrong on this page', detail: String(thrown) };
}

const UNREACHABLE: Fault = {
  status: 0,
  title: 'The server cannot be reached',
  detail: 'Check the connection; this page tries again by itself.',
};

function faultOf({ status, statusText }: Response, error: unknown): Fault {
  const { title, detail, error_id, errors } = (
    typeof error === 'object' ? error : {}
  ) as Partial<Fault>;
  return {
    status,
    title: title ?? `The server answered ${status} ${statusText}`,
    detail: detail ?? 'Try again; if it stays like this, the log of the server tells more.',
    error_id,
    errors,
  };
}

/** What the server said of one field of a form. */
export function faultAt(fault: Fault | null, field: string): string | undefined {
  const message = fault?.errors?.find(({ pointer }) => pointer === `/${field}`)?.message;
  return message && `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

function isFault(thrown: unknown): thrown is Fault {
  return typeof thrown === 'object' && thrown !== null && 'title' in thrown && 'detail' in thrown;
}
