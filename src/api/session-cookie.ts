// The console's cookie: what it is called, how it is written and read, and which requests it may
// stand for. RFC 6265bis; the browser keeps `__Host-` names to this very host, with Secure.
import { ApiError } from '../errors.ts';
import { makeToken } from './token.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Where people reach the server. */
export interface Site {
  readonly publicUrl: string;
  readonly tlsCertFile?: string | undefined;
}

/** `WWW-Authenticate` for the console: browsers ask for a password themselves when it says Basic. */
export const SESSION_CHALLENGE = 'Session realm="Taxiway"';

/** A new secret of a session and its hash, to be kept. */
export const makeSecret = makeToken;

/** `Set-Cookie` for a session that begins. */
export function writeCookie(site: Site, secret: string, maxHours: number): string {
  return `${cookieName(site)}=${secret}; Max-Age=${maxHours * 3600}; ${attributes(site)}`;
}

/** `Set-Cookie` for a session that ends. */
export function clearCookie(site: Site): string {
  return `${cookieName(site)}=; Max-Age=0; ${attributes(site)}`;
}

/** The secret that a request brings along; null without one. */
export function readCookie(site: Site, headers: Headers): string | null {
  const prefix = `${cookieName(site)}=`;
  const pairs = String(headers.cookie ?? '').split(';');
  const found = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(prefix));
  return found?.slice(prefix.length) || null;
}

/** Whether the request comes from the console's own scripts: pages elsewhere cannot set this header. */
export function isFromConsole(headers: Headers): boolean {
  return headers['x-requested-with'] === 'taxiway';
}

/**
 * Browsers send cookies along with what other pages make them ask for. So whatever changes anything
 * must come from a page of ours, and say so in a header that only such a page can set.
 * @throws ApiError NOT_ALLOWED
 */
export function checkForgery(site: Site, method: string, headers: Headers): void {
  if (method === 'GET' || method === 'HEAD') return;
  if (isFromConsole(headers) && isSameOrigin(site, headers)) return;
  throw new ApiError(
    'NOT_ALLOWED',
    'With a cookie, changes are taken from pages of this server only (Origin, or Sec-Fetch-Site: same-origin), with X-Requested-With: taxiway. Scripts send a token instead.',
  );
}

/** Refuses a sign-in that another site's page sends. @throws ApiError NOT_ALLOWED */
export function checkSignIn(site: Site, headers: Headers): void {
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  if (isBrowser && !isSameOrigin(site, headers))
    throw new ApiError('NOT_ALLOWED', 'Another site cannot sign anybody in here.');
}

// Browsers that know Sec-Fetch-Site send it to https and to the loopback address; Origin they all send.
function isSameOrigin(site: Site, headers: Headers): boolean {
  const { origin, host, 'sec-fetch-site': fetchSite } = headers;
  if (fetchSite !== undefined) return fetchSite === 'same-origin';
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false;
  if (origin === new URL(site.publicUrl).origin) return true;
  const scheme = isSecure(site) ? 'https' : 'http';
  return origin === `${scheme}://${host}`;
}

function cookieName(site: Site): string {
  return `${isSecure(site) ? '__Host-' : ''}taxiway_session`;
}

function attributes(site: Site): string {
  return `Path=/; HttpOnly; SameSite=Strict${isSecure(site) ? '; Secure' : ''}`;
}

function isSecure({ publicUrl, tlsCertFile }: Site): boolean {
  return publicUrl.startsWith('https:') || tlsCertFile !== undefined;
}
