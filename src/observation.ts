// Everything worth telling that can happen, as one closed type. Code observes; log.ts and
// metrics.ts choose what they make of it.

/** One request, told when its answer has left (or its connection broke). */
export interface RequestObservation {
  readonly kind: 'request';
  /** operationId, or the stage that refused before one was known. */
  readonly operation: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly seconds: number;
  readonly request_id: string;
  readonly account?: string;
  /** Octets sent: status line, headers, body as it was on the wire. */
  readonly bytes: number;
  readonly error_code?: string;
  readonly error_id?: string;
  readonly fault?: Error;
}

/** Objects that were stored in or sent from a collection. */
export interface ObjectsObservation {
  readonly kind: 'objects';
  readonly direction: 'in' | 'out';
  readonly collection: string;
  readonly count: number;
}

/** An import entered a state. */
export interface ImportObservation {
  readonly kind: 'import';
  readonly import: string;
  readonly state: string;
  readonly counts?: Readonly<Record<string, number>>;
}

/** Somebody's credentials were refused. `account` is the name that was tried, never the secret. */
export interface AuthenticationFailedObservation {
  readonly kind: 'authentication_failed';
  readonly account?: string;
  readonly address: string;
  readonly reason: string;
}

/** Somebody changed who may do what, or took something away. */
export interface AuditObservation {
  readonly kind: 'audit';
  readonly account?: string;
  readonly action: string;
  readonly target?: string;
}

/** The database came, went or changed. */
export interface DatabaseObservation {
  readonly kind: 'database';
  readonly event: 'started' | 'stopped' | 'lost' | 'back' | 'migrated' | 'recovered' | 'notice';
  readonly message?: string;
}

/** One of all things that are observed. */
export type Observation =
  | RequestObservation
  | ObjectsObservation
  | ImportObservation
  | AuthenticationFailedObservation
  | AuditObservation
  | DatabaseObservation
  | { readonly kind: 'started'; readonly url: string }
  | { readonly kind: 'stopping'; readonly signal: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'fault'; readonly message: string; readonly fault?: unknown };

/** Takes an observation; returns at once and never throws. */
export type Observe = (observation: Observation) => void;
