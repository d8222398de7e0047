// The table of settings: how each is called, read and what it is for. Read by config.ts and shown by
// config-print.ts; docs/configuration.md is made from it.
import {
  accountName,
  baseUrl,
  databaseUrl,
  flag,
  integer,
  list,
  oneOf,
  proxies,
  type Reader,
  size,
  text,
} from './config-values.ts';

/** One setting: how it is called, read, and what it is for. */
export interface Setting<T> {
  readonly variable: string;
  readonly read: Reader<T & {}>;
  readonly fallback: T;
  readonly meaning: string;
  /** Secrets are masked when printed, and may come from the file that `<variable>_FILE` names. */
  readonly isSecret: boolean;
}

const KIB = 1024;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;

const LEVELS = oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent');

/** All settings, in the order in which the documentation lists them. */
export const SETTINGS = {
  host: setting(
    'HOST',
    text,
    '127.0.0.1',
    'Address to listen on. One that is not loopback needs TLS or `TRUST_PROXY`.',
  ),
  port: setting('PORT', integer(0, 65_535), 8080, 'Port to listen on; 0 takes a free one.'),
  publicUrl: optional(
    'PUBLIC_URL',
    baseUrl,
    'Base of absolute URLs, never taken from a request. From `HOST` and `PORT` unless set.',
  ),
  databaseUrl: secret(
    'DATABASE_URL',
    databaseUrl,
    'A PostgreSQL 14 or later. Without it an embedded one runs from `DATA_DIR`.',
  ),
  dataDir: setting('DATA_DIR', text, './data', "The embedded database's files."),
  adminUser: setting(
    'ADMIN_USER',
    accountName,
    'admin',
    'Name of the first account; used on the first start only.',
  ),
  adminPassword: secret(
    'ADMIN_PASSWORD',
    text,
    'Password of the first account; generated and printed once unless set.',
  ),
  tlsCertFile: optional(
    'TLS_CERT_FILE',
    text,
    'Certificate chain in PEM: serves HTTPS. Together with `TLS_KEY_FILE`.',
  ),
  tlsKeyFile: optional('TLS_KEY_FILE', text, 'Private key in PEM. Together with `TLS_CERT_FILE`.'),
  tlsClientCaFile: optional(
    'TLS_CLIENT_CA_FILE',
    text,
    'CA in PEM: client certificates are asked for and checked.',
  ),
  trustProxy: setting('TRUST_PROXY', proxies, 0, 'Number of trusted proxies in front.'),
  maxContentLength: setting(
    'MAX_CONTENT_LENGTH',
    size(KIB, GIB),
    16 * MIB,
    'Size of one TAXII POST, decompressed. It is held in memory.',
  ),
  objectMaxBytes: setting(
    'OBJECT_MAX_BYTES',
    size(KIB, 64 * MIB),
    8 * MIB,
    'Size of one STIX object.',
  ),
  pushValidation: setting(
    'PUSH_VALIDATION',
    oneOf('strict', 'lenient', 'off'),
    'strict',
    'Which rules of STIX 2.1 pushed objects are held to: `strict` is every MUST, `lenient` leaves out the case of hex values and UUIDs and what `created_by_ref` names, `off` asks only for what storing needs.',
  ),
  importMaxBytes: setting(
    'IMPORT_MAX_BYTES',
    size(KIB, 1024 * GIB),
    10 * GIB,
    'Size of one uploaded file, decompressed.',
  ),
  importConcurrency: setting(
    'IMPORT_CONCURRENCY',
    integer(1, 16),
    1,
    'Imports that this server runs at once.',
  ),
  importRetentionHours: setting(
    'IMPORT_RETENTION_HOURS',
    integer(1, 8760),
    24,
    'How long the bytes of a finished import, and with them its error file, are kept.',
  ),
  statusRetentionHours: setting(
    'STATUS_RETENTION_HOURS',
    integer(1, 8760),
    48,
    'How long TAXII status resources are kept.',
  ),
  auditDays: setting(
    'AUDIT_DAYS',
    integer(1, 36_500),
    365,
    'How long the audit of changes is kept.',
  ),
  pageSizeDefault: setting(
    'PAGE_SIZE_DEFAULT',
    integer(1, 100_000),
    1000,
    'Objects on a page when a client gives no `limit`.',
  ),
  pageSizeMax: setting(
    'PAGE_SIZE_MAX',
    integer(1, 100_000),
    10_000,
    'Objects on a page at most, whatever `limit` says.',
  ),
  pageMaxBytes: setting(
    'PAGE_MAX_BYTES',
    size(64 * KIB, GIB),
    16 * MIB,
    'A page ends early, with `more`, at this size.',
  ),
  corsOrigins: setting(
    'CORS_ORIGINS',
    list,
    [],
    'Origins whose scripts may call this server, with commas between them; `*` is all.',
  ),
  strictMediaTypes: setting(
    'STRICT_MEDIA_TYPES',
    flag,
    false,
    'Refuse what the specification lets a server be lenient about in Accept and Content-Type.',
  ),
  authBasic: setting(
    'AUTH_BASIC',
    flag,
    true,
    'Accept HTTP Basic: name and password, or a token as the password.',
  ),
  authBearer: setting(
    'AUTH_BEARER',
    flag,
    true,
    'Accept tokens as `Bearer`, `Token` and `X-Api-Key`.',
  ),
  sessionIdleMinutes: setting(
    'SESSION_IDLE_MINUTES',
    integer(1, 525_600),
    480,
    'How long a sign-in to the console lasts without a request.',
  ),
  sessionMaxHours: setting(
    'SESSION_MAX_HOURS',
    integer(1, 8760),
    168,
    'How long a sign-in to the console lasts in all.',
  ),
  publicDiscovery: setting(
    'PUBLIC_DISCOVERY',
    flag,
    false,
    'Answer TAXII discovery without credentials.',
  ),
  discoveryTitle: setting('DISCOVERY_TITLE', text, 'Taxiway', 'Title in TAXII discovery.'),
  discoveryDescription: optional('DISCOVERY_DESCRIPTION', text, 'Description in TAXII discovery.'),
  discoveryContact: optional('DISCOVERY_CONTACT', text, 'Contact in TAXII discovery.'),
  metricsPublic: setting('METRICS_PUBLIC', flag, false, 'Answer `/metrics` without credentials.'),
  databasePoolSize: setting(
    'DATABASE_POOL_SIZE',
    integer(2, 500),
    10,
    'Connections for all but polls and searches.',
  ),
  pollPoolSize: setting('POLL_POOL_SIZE', integer(1, 500), 6, 'Connections for polls.'),
  searchPoolSize: setting(
    'SEARCH_POOL_SIZE',
    integer(1, 500),
    4,
    'Connections for searches, each of which may have two processes of PostgreSQL help it.',
  ),
  statementTimeoutMs: setting(
    'STATEMENT_TIMEOUT_MS',
    integer(100, HOUR_MS),
    30_000,
    'Longest time of one database statement of a request.',
  ),
  bodyIdleTimeoutMs: setting(
    'BODY_IDLE_TIMEOUT_MS',
    integer(100, HOUR_MS),
    30_000,
    'Longest pause in a request body.',
  ),
  uploadTimeoutMs: setting(
    'UPLOAD_TIMEOUT_MS',
    // What has not come to its end after a day is purged.
    integer(100, 23 * HOUR_MS),
    12 * HOUR_MS,
    'Longest time that the upload of a file to import may take in all.',
  ),
  drainTimeoutMs: setting(
    'DRAIN_TIMEOUT_MS',
    integer(0, HOUR_MS),
    15_000,
    'How long a stopping server waits for requests under way.',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    LEVELS,
    'info',
    'fatal, error, warn, info, debug, trace or silent.',
  ),
  logFormat: setting(
    'LOG_FORMAT',
    oneOf('auto', 'pretty', 'json'),
    'auto',
    '`auto` is pretty on a terminal, JSON lines elsewhere.',
  ),
} as const;

function setting<T>(
  variable: string,
  read: Reader<T & {}>,
  fallback: NoInfer<T>,
  meaning: string,
): Setting<T> {
  return { variable, read, fallback, meaning, isSecret: false };
}

function optional<T>(
  variable: string,
  read: Reader<T & {}>,
  meaning: string,
): Setting<T | undefined> {
  return { variable, read, fallback: undefined, meaning, isSecret: false };
}

function secret<T>(
  variable: string,
  read: Reader<T & {}>,
  meaning: string,
): Setting<T | undefined> {
  return { variable, read, fallback: undefined, meaning, isSecret: true };
}
