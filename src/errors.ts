// Every error that a request can end with: its code, its HTTP status, its title. Grouped by the
// stage that refuses. docs/errors.md lists the same table (a test compares them both ways).

const CATALOGUE = {
  // route
  URI_TOO_LONG: { status: 414, title: 'URL too long' },
  NO_SUCH_PATH: { status: 404, title: 'Nothing here by that name' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  // identity
  NO_CREDENTIALS: { status: 401, title: 'Authentication required' },
  BAD_CREDENTIALS: { status: 401, title: 'Authentication failed' },
  TOO_MANY_FAILURES: { status: 429, title: 'Too many failed attempts' },
  // access
  NOT_ALLOWED: { status: 403, title: 'Not allowed' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  // media
  NOT_ACCEPTABLE: { status: 406, title: 'Not acceptable' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  // input
  BAD_REQUEST: { status: 400, title: 'Request cannot be read' },
  BAD_QUERY: { status: 400, title: 'Query parameter not valid' },
  BAD_NEXT: { status: 400, title: 'Query parameter `next` not valid' },
  BAD_JSON: { status: 400, title: 'Body is not JSON' },
  BAD_BODY: { status: 422, title: 'Body not valid' },
  BAD_ENVELOPE: { status: 422, title: 'Body is not a TAXII envelope' },
  TOO_LARGE: { status: 413, title: 'Body too large' },
  BODY_TOO_SLOW: { status: 408, title: 'Body arrived too slowly' },
  HEADERS_TOO_LARGE: { status: 431, title: 'Request headers too large' },
  // state
  CONFLICT: { status: 409, title: 'Conflicts with what is there' },
  GONE: { status: 410, title: 'No longer kept' },
  // capacity
  BUSY: { status: 503, title: 'Busy' },
  STORE_UNAVAILABLE: { status: 503, title: 'Database not reachable' },
  TOO_SLOW: { status: 503, title: 'Took too long' },
  // a fault of ours
  UNEXPECTED: { status: 500, title: 'Unexpected fault' },
} as const;

/** The code of an error: stable, in every error body, in docs/errors.md. */
export type ErrorCode = keyof typeof CATALOGUE;

/** Extra parts of an error: response headers (`Retry-After`, `Allow`, …) and machine-readable details. */
export interface ErrorExtras {
  readonly headers?: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * A request that cannot be served. Thrown by any room, caught once, in http/answer.ts.
 * `message` is one or two sentences for the caller: what was wrong, where, what would be right.
 */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = CATALOGUE[code].status;
    this.title = CATALOGUE[code].title;
    this.extras = extras;
  }
}

/** All codes with status and title, for docs/errors.md. */
export const errorCatalogue: Readonly<
  Record<ErrorCode, { readonly status: number; readonly title: string }>
> = CATALOGUE;
