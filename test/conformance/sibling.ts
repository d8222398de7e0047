// A second server on the database of the first: what a restart, another node of a cluster, or other
// settings look like to a client.
import { afterAll } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { startHttp } from '../../src/http/start.ts';
import { createMetrics } from '../../src/metrics.ts';
import {
  type Answer,
  noJobs,
  type RequestOptions,
  sendRequest,
  type TestServer,
} from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

export interface Sibling {
  readonly url: string;
  /** Sends as nobody unless told, and checks the answer against openapi.yaml. */
  request(path: string, options?: RequestOptions): Promise<Answer>;
  stop(): Promise<void>;
}

const running = new Set<() => Promise<void>>();

// What a failed test left open would keep the run from ending.
afterAll(async () => {
  for (const stop of running) await stop();
});

/** Starts a server beside another; `env` are settings as variables. */
export async function startSibling(
  server: TestServer,
  env: Record<string, string> = {},
): Promise<Sibling> {
  const { config, faults } = readConfig({ PORT: '0', LOG_LEVEL: 'silent', ...env });
  if (config === undefined) throw new Error(faults.join(' '));
  const http = await startHttp({
    config,
    db: server.database.db,
    observe: () => {},
    metrics: createMetrics(),
    jobs: noJobs,
  });
  const stop = async () => {
    if (running.delete(stop)) await http.stop();
  };
  running.add(stop);
  return {
    url: http.url,
    request: async (path, options = {}) => {
      const answer = await sendRequest(http.url, path, options);
      checkAgainstSpec({ method: options.method ?? 'GET', path }, answer);
      return answer;
    },
    stop,
  };
}
