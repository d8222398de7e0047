// What a client has to know of a collection, taken from its URL, which has PUBLIC_URL in it.
import type { Schemas } from '../api.ts';

export interface Target {
  /** The base of all URLs, without a slash at the end. */
  readonly base: string;
  readonly discoveryUrl: string;
  readonly rootUrl: string;
  readonly rootName: string;
  readonly objectsUrl: string;
  readonly collectionId: string;
  readonly title: string;
  readonly account: string;
  /** A placeholder until one was made on the page. */
  readonly token: string;
}

const TOKEN_PLACEHOLDER = 'YOUR_TOKEN';

type Place = Pick<Schemas['Collection'], 'id' | 'api_root' | 'title' | 'url'>;

/** The target of one collection, account and token. */
export function makeTarget(collection: Place, account: string, token: string | null): Target {
  const { id, api_root, title, url } = collection;
  const base = url.slice(0, url.lastIndexOf('/taxii2/'));
  return {
    base,
    discoveryUrl: `${base}/taxii2/`,
    rootUrl: `${base}/taxii2/${api_root}/`,
    rootName: api_root,
    objectsUrl: `${url}objects/`,
    collectionId: id,
    title,
    account,
    token: token ?? TOKEN_PLACEHOLDER,
  };
}

/** Why clients elsewhere would not reach a URL; null when nothing speaks against it. */
export function findObstacle(base: string): string | null {
  const { protocol, hostname } = new URL(base);
  if (/^(localhost|127\.|\[::1\])/.test(hostname))
    return 'These URLs are of this machine alone. Set PUBLIC_URL to the address that clients use, and restart.';
  if (protocol !== 'https:')
    return 'These URLs are without encryption: tokens can be read on the way. Most clients in the cloud refuse them.';
  return null;
}
