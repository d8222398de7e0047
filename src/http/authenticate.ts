// Who is it? Basic and Bearer through passport; `Token x`, `X-Api-Key: x` and a token as the Basic
// password mean the same as Bearer; under /api/v1 a session's cookie is taken too. OASIS TAXII 2.1
// section 1.6.9, RFC 7617, RFC 6750.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import passport from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import type { Principal } from '../api/access.ts';
import { type Identified, type Identify, refusalOf } from '../api/identify.ts';
import {
  checkForgery,
  isFromConsole,
  readCookie,
  SESSION_CHALLENGE,
  type Site,
} from '../api/session-cookie.ts';
import { ApiError } from '../errors.ts';

export interface Schemes {
  readonly basic: boolean;
  readonly bearer: boolean;
}

export type Authenticate = (request: IncomingMessage, address: string) => Promise<Principal>;

/** The parts of a request that passport gets to see: no query, no body, so no token hides there. */
interface View {
  readonly headers: { readonly authorization?: string };
  readonly address: string;
}

/**
 * Makes the function that turns a request's credentials into a principal.
 * It throws ApiError NO_CREDENTIALS or BAD_CREDENTIALS with `WWW-Authenticate`, or
 * TOO_MANY_FAILURES with `Retry-After`.
 */
export function createAuthenticate(identify: Identify, schemes: Schemes, site: Site): Authenticate {
  const authenticator = new passport.Passport();
  if (schemes.basic) authenticator.use('basic', basicStrategy(identify));
  if (schemes.bearer) authenticator.use('bearer', bearerStrategy(identify));
  const names = [...(schemes.basic ? ['basic'] : []), ...(schemes.bearer ? ['bearer'] : [])];
  const schemesChallenge = [
    ...(schemes.basic ? ['Basic realm="Taxiway", charset="UTF-8"'] : []),
    ...(schemes.bearer ? ['Bearer realm="Taxiway"'] : []),
  ].join(', ');
  return async (request, address) => {
    const { method = '', headers } = request;
    const challenge = isFromConsole(headers) ? SESSION_CHALLENGE : schemesChallenge;
    const certified = certificateName(request);
    if (certified !== null) return settle(await identify.byCertificate(certified), challenge);
    const authorization = readAuthorization(request);
    const secret = takesCookies(request) ? readCookie(site, headers) : null;
    if (authorization === null && secret !== null) {
      const identified = await identify.bySession(secret);
      if (identified.kind === 'principal') checkForgery(site, method, headers);
      return settle(identified, SESSION_CHALLENGE);
    }
    if (authorization === null)
      throw new ApiError('NO_CREDENTIALS', 'Send a user name and password, or a token.', {
        headers: { 'WWW-Authenticate': challenge },
      });
    const view: View = { headers: { authorization }, address };
    return settle(await runPassport(authenticator, names, view), challenge);
  };
}

// TAXII clients have no cookies: whoever sends one there is a page that tries its luck.
function takesCookies({ url = '' }: IncomingMessage): boolean {
  return /^\/+api\/+v1(\/|$)/.test(url);
}

function settle(identified: Identified, challenge: string): Principal {
  if (identified.kind === 'principal') return identified.principal;
  throw refusalOf(identified, challenge);
}

function runPassport(
  authenticator: passport.PassportStatic | passport.Authenticator,
  names: string[],
  view: View,
): Promise<Identified> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, identified?: Identified | false) => {
      if (error) reject(error);
      else resolve(identified || { kind: 'unknown' });
    };
    const run = authenticator.authenticate(names, { session: false }, done);
    run(view, {} as ServerResponse, reject);
  });
}

type Done = (error: unknown, identified?: Identified) => void;
type VerifyFunctions = ConstructorParameters<typeof BearerStrategy>[1];

// A strategy is anything with `authenticate`; passport adds success, fail and error to it.
interface Acting {
  success(identified: Identified): void;
  fail(): void;
  error(error: unknown): void;
}

function basicStrategy(identify: Identify): passport.Strategy {
  const strategy = {
    authenticate(this: Acting, view: View) {
      const credentials = readBasic(view.headers.authorization ?? '');
      if (credentials === 'other') return this.fail();
      if (credentials === 'malformed') return this.success({ kind: 'unknown' });
      identify.byPassword(credentials.name, credentials.password, view.address).then(
        (identified) => this.success(identified),
        (error) => this.error(error),
      );
    },
  };
  // passport's types know only Express requests.
  return strategy as unknown as passport.Strategy;
}

function bearerStrategy(identify: Identify): passport.Strategy {
  const verify = (view: View, token: string, done: Done) => {
    identify.byToken(token, view.address).then(
      (identified) => done(null, identified),
      (error) => done(error),
    );
  };
  return new BearerStrategy({ passReqToCallback: true }, verify as unknown as VerifyFunctions);
}

/** Basic credentials: the password may hold colons, both are UTF-8. RFC 7617. */
function readBasic(
  authorization: string,
): { name: string; password: string } | 'other' | 'malformed' {
  const match = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization);
  if (match?.[1] === undefined) return /^basic\b/i.test(authorization) ? 'malformed' : 'other';
  const text = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0 || text.includes('\0')) return 'malformed';
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

// One header for passport. `Token x` is what taxii2-client and XSOAR send.
function readAuthorization(request: IncomingMessage): string | null {
  const { authorization } = request.headers;
  const key = request.headers['x-api-key'];
  if (authorization !== undefined && authorization.trim() !== '')
    return authorization.replace(/^(token|bearer) +/i, 'Bearer ');
  return typeof key === 'string' && key !== '' ? `Bearer ${key.trim()}` : null;
}

// The common name of a client certificate that TLS has verified; none where TLS does not ask.
function certificateName(request: IncomingMessage): string | null {
  const socket = request.socket as Partial<TLSSocket>;
  if (socket.authorized !== true || socket.getPeerCertificate === undefined) return null;
  const name = socket.getPeerCertificate().subject?.CN;
  return typeof name === 'string' && name !== '' ? name : null;
}
