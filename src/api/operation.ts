// What an operation is: a plain function from input and context to a reply. The types of all of
// them come from openapi.yaml, so a missing or surplus handler does not compile.
import type { Readable } from 'node:stream';
import type { operations } from '../generated/api.ts';
import type { EnvelopeReader } from '../ingest/envelope/envelope-reader.ts';
import type { Validation } from '../ingest/envelope/policies.ts';
import type { OpenErrorFile } from '../ingest/import/error-files.ts';
import type { Observe } from '../observation.ts';
import type { Database } from '../store/database.ts';
import type { Principal } from './access.ts';
import type { Identify } from './identify.ts';
import type { ImportWatch } from './manage/import-watch.ts';

export type OperationId = keyof operations;

/** The values that handlers need of the configuration, and no more. */
export interface Settings {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly publicUrlIsHttps: boolean;
  /** HTTPS in this process. */
  readonly tlsCertFile?: string | undefined;
  /** How long a session of the console lasts without a request, and in all. */
  readonly sessionIdleMinutes: number;
  readonly sessionMaxHours: number;
  readonly discoveryTitle: string;
  readonly discoveryDescription?: string | undefined;
  readonly discoveryContact?: string | undefined;
  readonly maxContentLength: number;
  readonly objectMaxBytes: number;
  readonly pushValidation: Validation;
  readonly importMaxBytes: number;
  /** How long nothing of a body may arrive before its request is given up. */
  readonly bodyIdleTimeoutMs: number;
  /** How long the upload of a file may take in all. */
  readonly uploadTimeoutMs: number;
  readonly pageSizeDefault: number;
  readonly pageSizeMax: number;
  readonly pageMaxBytes: number;
  readonly statusRetentionHours: number;
  readonly importRetentionHours: number;
  readonly metricsPublic: boolean;
  /** Discovery answers callers without credentials, with its titles only. */
  readonly publicDiscovery: boolean;
}

/** A collection as its reader may see it. */
export interface VisibleCollection {
  readonly id: string;
  readonly api_root: string;
  readonly title: string;
  readonly description: string | null;
  readonly alias: string | null;
  readonly can_read: boolean;
  readonly can_write: boolean;
}

/** An API root as stored. */
export interface ApiRoot {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly max_content_length: number | null;
}

/** The keys of this installation. */
export interface Installation {
  readonly id_namespace: string;
  readonly cursor_key: Buffer;
  readonly credential_key: Buffer;
}

export interface Context {
  readonly db: Database;
  readonly settings: Settings;
  readonly installation: Installation;
  readonly observe: Observe;
  readonly verifyPassword: Identify['verifyPassword'];
  /** Wakes the importer: there is work. */
  readonly enqueueImport: (importId: string) => Promise<void>;
  /** Begins a change of many objects, or its undo. */
  readonly enqueueChange: (changeId: string) => Promise<void>;
  /** Tells the annotations of a collection to pollers, or takes them back. */
  readonly enqueuePublishing: (collectionId: string) => Promise<void>;
  /** Writes the rejected records of an import. */
  readonly openErrorFile: OpenErrorFile;
  /** Writes down what polls were given until now. */
  readonly flushTraffic: () => Promise<void>;
  /** Follows imports as they go on. */
  readonly watch: ImportWatch;
  /** Text of /metrics and of /openapi.yaml, which the ground floors make. */
  readonly metricsText: () => Promise<{ readonly type: string; readonly text: string }>;
  readonly openapiText: string;
  readonly isStopping: () => boolean;
  /** Runs envelope reading, off the main thread when it is long. */
  readonly readEnvelope: EnvelopeReader['read'];
  /** Validates what is in a body, off the main thread when it is long. */
  readonly judge: EnvelopeReader['judge'];
}

/** What the stages before the handler settled. */
export interface Input {
  readonly request_id: string;
  /** Microseconds since 1970 UTC. */
  readonly received_at: number;
  /** Where the request comes from: the client's, or what a trusted proxy says. */
  readonly address: string;
  /** Present on every operation but the public ones. */
  readonly principal: Principal;
  readonly path: Readonly<Record<string, string>>;
  /** The query as it was written; TAXII operations read their filters from it. */
  readonly search: URLSearchParams;
  /** The query as openapi.yaml types it (checked and coerced); `/api/v1` only. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed and checked JSON body (`x-body: json`). */
  readonly body: unknown;
  /** The whole body, decompressed, within the limit (`x-body: envelope`, `x-body: text`). */
  readonly bytes: Buffer;
  /** The body as it comes (`x-body: stream`). */
  readonly stream: Readable;
  /** What the path names, where it names it; made sure to be visible. */
  readonly api_root: ApiRoot;
  readonly collection: VisibleCollection;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, `text` as it is; neither: no body. */
  readonly body?: object;
  readonly text?: string;
  /** Sent piece by piece as it comes, instead of `body` and `text`. */
  readonly stream?: Readable;
  /** Media type; without it the prefix decides (TAXII's or application/json). */
  readonly type?: string;
  /** Weak entity tag without quotes; without it none is sent for text, one is made for objects. */
  readonly etag?: string;
}

export type Handler = (input: Input, context: Context) => Promise<Reply>;

/** One handler an operation of openapi.yaml. */
export type Handlers = { readonly [Id in OperationId]: Handler };
