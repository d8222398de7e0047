// Commands that work on a running server: where it is, who asks, and its answers.
import { type Command, Option } from 'commander';
import { ApiError } from '../errors.ts';
import { misuse } from './output.ts';

/** A running server, as the options of a command name it. */
export interface Remote {
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
}

interface RemoteOptions {
  readonly url: string;
  readonly token?: string;
  readonly user?: string;
  readonly password?: string;
}

const TAXII = 'application/taxii+json;version=2.1';

/** Adds the options that name a server and who asks. */
export function addRemoteOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'the server').env('TAXIWAY_URL').default('http://127.0.0.1:8080'),
    )
    .addOption(new Option('--token <token>', 'a token').env('TAXIWAY_TOKEN'))
    .option('--user <name>', 'an account, with --password')
    .option('--password <password>', 'its password');
}

/** The server that the options name. */
export function openRemote(options: RemoteOptions): Remote {
  const headers = credentials(options);
  const base = options.url.replace(/\/+$/, '');
  return {
    send: async (path, init = {}) => {
      const accept = path.startsWith('/taxii2/') ? TAXII : 'application/json';
      const all = { accept, ...headers, ...(init.headers as Record<string, string> | undefined) };
      const answer = await reach(`${base}${path}`, { ...init, headers: all });
      if (!answer.ok) throw await refusal(answer);
      return answer;
    },
  };
}

/** The path of a collection named by id, `root/alias`, or an alias that one API root uses. */
export async function findCollectionPath(remote: Remote, name: string): Promise<string> {
  const slash = name.indexOf('/');
  if (slash > 0) return collectionPath(name.slice(0, slash), name.slice(slash + 1));
  const answer = await remote.send(`/api/v1/collections/${encodeURIComponent(name)}`);
  const found = (await answer.json()) as { readonly id: string; readonly api_root: string };
  return collectionPath(found.api_root, found.id);
}

function collectionPath(root: string, id: string): string {
  return `/taxii2/${encodeURIComponent(root)}/collections/${encodeURIComponent(id)}`;
}

function credentials({ token, user, password }: RemoteOptions): Record<string, string> {
  if (user !== undefined) {
    if (password === undefined) throw misuse('--user needs --password.');
    const pair = Buffer.from(`${user}:${password}`).toString('base64');
    return { authorization: `Basic ${pair}` };
  }
  if (!token) throw misuse('Give a token with --token or TAXIWAY_TOKEN, or --user and --password.');
  return { authorization: `Bearer ${token}` };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${url} cannot be reached: ${why || 'no answer'}`);
  }
}

// Both kinds of error body: TAXII's, and problem details.
async function refusal(answer: Response): Promise<Error> {
  const text = await answer.text();
  const body = parse(text);
  const told = body.detail ?? body.description ?? body.title ?? answer.statusText;
  const message = `${answer.status} ${String(told)}`;
  return answer.status === 400 ? new ApiError('BAD_REQUEST', message) : new Error(message);
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
