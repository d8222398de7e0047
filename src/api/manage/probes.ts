// What operators and probes ask: liveness, readiness, metrics, and the description of the API.
import { isReachable } from '../../store/database.ts';
import { hasAccounts } from '../../store/first-start.ts';
import { isMigrated } from '../../store/migrate.ts';
import type { Handler, Reply } from '../operation.ts';

export const getHealth: Handler = async () => json(200, { status: 'ok' });

/** Whether requests can be served: not stopping, database reachable and migrated. */
export const getReadiness: Handler = async (_input, { db, isStopping }) => {
  if (isStopping()) return notReady('The server is stopping.');
  if (!(await isReachable(db))) return notReady('The database does not answer.');
  if (!(await isMigrated(db.work))) return notReady('The database is not migrated.');
  if (!(await hasAccounts(db.work))) return notReady('The first start is not done.');
  return json(200, { status: 'ready' });
};

export const getMetrics: Handler = async (_input, { metricsText }) => {
  const { type, text } = await metricsText();
  return { status: 200, text, type };
};

export const getOpenapi: Handler = async (_input, { openapiText }) => ({
  status: 200,
  text: openapiText,
  type: 'application/yaml',
});

function notReady(reason: string): Reply {
  return { ...json(503, { status: 'not_ready', reason }), headers: { 'Retry-After': '5' } };
}

function json(status: number, body: object): Reply {
  return { status, body, type: 'application/json' };
}
