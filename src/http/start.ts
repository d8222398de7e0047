// Puts the HTTP side together: router, handlers, credentials, application, socket.

import { createFailures } from '../api/failures.ts';
import { handlers } from '../api/handlers.ts';
import { createIdentify } from '../api/identify.ts';
import { createImportWatch } from '../api/manage/import-watch.ts';
import type { Context, Settings } from '../api/operation.ts';
import { createPasswords } from '../api/password.ts';
import { createEnvelopeReader } from '../ingest/envelope/envelope-reader.ts';
import type { Jobs } from '../ingest/import/jobs.ts';
import type { Observe } from '../observation.ts';
import type { Database } from '../store/database.ts';
import { selectInstallation } from '../store/installation.ts';
import { keepTraffic } from '../store/traffic.ts';
import { createApp } from './app.ts';
import { createAuthenticate } from './authenticate.ts';
import { readConsole } from './console.ts';
import { readRouter } from './router.ts';
import { type ListenSettings, listen } from './server.ts';

export interface HttpSettings extends Settings, ListenSettings {
  readonly trustProxy: number;
  readonly corsOrigins: readonly string[];
  readonly strictMediaTypes: boolean;
  readonly authBasic: boolean;
  readonly authBearer: boolean;
  readonly drainTimeoutMs: number;
}

export interface HttpParts {
  readonly config: HttpSettings;
  readonly db: Database;
  readonly observe: Observe;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  readonly jobs: Omit<Jobs, 'stop'>;
}

export interface Http {
  /** Where it listens. */
  readonly url: string;
  /** Stops accepting, finishes open requests, closes. */
  stop(): Promise<void>;
}

/** Starts to serve HTTP. The database must be migrated. */
export async function startHttp({ config, db, metrics, jobs, ...parts }: HttpParts): Promise<Http> {
  const traffic = keepTraffic(db, parts.observe);
  const observe: Observe = (observation) => {
    traffic.observe(observation);
    parts.observe(observation);
  };
  const installation = await selectInstallation(db.work);
  if (installation === null)
    throw new Error('The database is not migrated: run `taxiway migrate`.');
  const router = readRouter(new URL('../../openapi.yaml', import.meta.url));
  const envelopes = createEnvelopeReader();
  const watch = createImportWatch({ db: db.work, stepMs: 1000, maxListeners: 100 });
  let stopping = false;
  const identify = createIdentify({
    db: db.work,
    passwords: createPasswords(installation.credential_key),
    failures: createFailures(),
    observe,
    sessionLife: config,
  });
  const context: Context = {
    db,
    settings: config,
    installation,
    observe,
    verifyPassword: identify.verifyPassword,
    enqueueImport: jobs.enqueueImport,
    enqueueChange: jobs.enqueueChange,
    enqueuePublishing: jobs.enqueuePublishing,
    openErrorFile: jobs.openErrorFile,
    watch,
    flushTraffic: traffic.flush,
    metricsText: async () => ({ type: metrics.contentType, text: await metrics.text() }),
    openapiText: router.text,
    isStopping: () => stopping,
    readEnvelope: envelopes.read,
    judge: envelopes.judge,
  };
  const isHttps = config.tlsCertFile !== undefined;
  const app = createApp({
    router,
    handlers,
    context,
    authenticate: createAuthenticate(
      identify,
      { basic: config.authBasic, bearer: config.authBearer },
      config,
    ),
    console: readConsole(new URL('../../dist/console/', import.meta.url)),
    trustProxy: config.trustProxy,
    corsOrigins: config.corsOrigins,
    strictMediaTypes: config.strictMediaTypes,
    metricsPublic: config.metricsPublic,
    isHttps,
  });
  const listening = await listen(app, config);
  const host = listening.host.includes(':') ? `[${listening.host}]` : listening.host;
  return {
    url: `${isHttps ? 'https' : 'http'}://${host}:${listening.port}`,
    stop: async () => {
      stopping = true;
      watch.close();
      await listening.stop(config.drainTimeoutMs);
      await envelopes.close();
      await traffic.stop();
    },
  };
}
