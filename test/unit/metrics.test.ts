// The metrics: what observations come to in Prometheus' text format.
import { describe, expect, test } from '@jest/globals';
import { createMetrics } from '../../src/metrics.ts';
import type { RequestObservation } from '../../src/observation.ts';

const request = (operation: string, status: number, seconds: number): RequestObservation => ({
  kind: 'request',
  operation,
  method: 'GET',
  path: `/secret-path/${operation}`,
  status,
  seconds,
  request_id: 'secret-id',
  account: 'secret-name',
  bytes: 1,
});

const linesOf = async (metrics: ReturnType<typeof createMetrics>) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith('taxiway_'));

describe('metrics', () => {
  test('count requests by operation and status, and measure them by operation', async () => {
    const metrics = createMetrics();
    metrics.observe(request('getObjects', 200, 0.004));
    metrics.observe(request('getObjects', 200, 0.02));
    metrics.observe(request('getObjects', 404, 0.001));
    metrics.observe(request('addObjects', 202, 3));
    const lines = await linesOf(metrics);
    expect(lines).toEqual(
      expect.arrayContaining([
        'taxiway_requests_total{operation="getObjects",status="200"} 2',
        'taxiway_requests_total{operation="getObjects",status="404"} 1',
        'taxiway_requests_total{operation="addObjects",status="202"} 1',
        'taxiway_request_duration_seconds_bucket{le="0.005",operation="getObjects"} 2',
        'taxiway_request_duration_seconds_count{operation="getObjects"} 3',
        'taxiway_request_duration_seconds_sum{operation="addObjects"} 3',
      ]),
    );
  });

  test('count objects, imports and refused credentials', async () => {
    const metrics = createMetrics();
    metrics.observe({ kind: 'objects', direction: 'in', collection: 'c', count: 5 });
    metrics.observe({ kind: 'objects', direction: 'in', collection: 'c', count: 2 });
    metrics.observe({ kind: 'objects', direction: 'out', collection: 'c', count: 9 });
    metrics.observe({ kind: 'import', import: 'i', state: 'completed' });
    metrics.observe({ kind: 'authentication_failed', address: '192.0.2.1', reason: 'password' });
    metrics.observe({ kind: 'stopped' });
    expect(await linesOf(metrics)).toEqual([
      'taxiway_objects_total{direction="in",collection="c"} 7',
      'taxiway_objects_total{direction="out",collection="c"} 9',
      'taxiway_imports_total{state="completed"} 1',
      'taxiway_authentication_failures_total{reason="password"} 1',
    ]);
  });

  test('ask for the pools and the clock at each scrape', async () => {
    let idle = 1;
    const metrics = createMetrics({
      poolStats: () => [{ pool: 'work', total: 4, idle, waiting: 2 }],
      clockLead: async () => 0.5,
    });
    expect(await linesOf(metrics)).toEqual([
      'taxiway_database_connections{pool="work",state="busy"} 3',
      'taxiway_database_connections{pool="work",state="idle"} 1',
      'taxiway_database_connections{pool="work",state="waiting"} 2',
      'taxiway_clock_lead_seconds 0.5',
    ]);
    idle = 4;
    const [busy] = await linesOf(metrics);
    expect(busy).toBe('taxiway_database_connections{pool="work",state="busy"} 0');
  });

  test('are still given when the database is away', async () => {
    const metrics = createMetrics({ clockLead: () => Promise.reject(new Error('away')) });
    expect(await linesOf(metrics)).toEqual(['taxiway_clock_lead_seconds Nan']);
    expect(await metrics.text()).toContain('process_cpu_seconds_total');
  });

  test('tell neither names nor addresses nor paths', async () => {
    const metrics = createMetrics();
    metrics.observe(request('getObjects', 200, 0.1));
    const tried = { account: 'secret-name', address: 'secret-address', reason: 'password' };
    metrics.observe({ kind: 'authentication_failed', ...tried });
    expect(await metrics.text()).not.toContain('secret');
  });

  test('of two servers in one process do not mix', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.observe(request('getObjects', 200, 0.1));
    expect(await linesOf(other)).toEqual([]);
    expect(one.contentType).toMatch(/^text\/plain; version=/);
  });
});
