// The metrics: reads observations and keeps what Prometheus asks for. Its registry is its own, so
// several servers may live in one process.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observation, Observe } from './observation.ts';

/** What one pool of connections holds. */
export interface PoolStats {
  readonly pool: string;
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface MetricsSources {
  /** Asked at each scrape. */
  readonly poolStats?: () => readonly PoolStats[];
  /** The greatest lead of any collection's clock over the database's time, in seconds. */
  readonly clockLead?: () => Promise<number>;
}

export interface Metrics {
  readonly observe: Observe;
  readonly contentType: string;
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>;
}

// From a page out of memory (a millisecond) to a large push that waits for the clock.
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Makes the metrics of one server. */
export function createMetrics(sources: MetricsSources = {}): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  if (sources.poolStats) addPoolGauge(register, sources.poolStats);
  if (sources.clockLead) addClockGauge(register, sources.clockLead);
  return {
    observe: readObservations(register),
    contentType: register.contentType,
    text: () => register.metrics(),
  };
}

function addPoolGauge(register: Registry, poolStats: () => readonly PoolStats[]): void {
  new Gauge({
    name: 'taxiway_database_connections',
    help: 'Connections to PostgreSQL by pool and state; waiting counts those who want one.',
    labelNames: ['pool', 'state'],
    registers: [register],
    collect() {
      for (const { pool, total, idle, waiting } of poolStats()) {
        this.set({ pool, state: 'busy' }, total - idle);
        this.set({ pool, state: 'idle' }, idle);
        this.set({ pool, state: 'waiting' }, waiting);
      }
    },
  });
}

function addClockGauge(register: Registry, clockLead: () => Promise<number>): void {
  new Gauge({
    name: 'taxiway_clock_lead_seconds',
    help: "The greatest lead of a collection's clock over the database's time.",
    registers: [register],
    async collect() {
      try {
        this.set(await clockLead());
      } catch {
        // PostgreSQL is away: the other metrics are wanted all the more.
        this.set(Number.NaN);
      }
    },
  });
}

function readObservations(register: Registry): Observe {
  const registers = [register];
  const requests = new Counter({
    name: 'taxiway_requests_total',
    help: 'Requests by operation and status.',
    labelNames: ['operation', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'taxiway_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer, by operation.',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  });
  const objects = new Counter({
    name: 'taxiway_objects_total',
    help: 'Objects stored (in) and sent (out) by collection.',
    labelNames: ['direction', 'collection'],
    registers,
  });
  const imports = new Counter({
    name: 'taxiway_imports_total',
    help: 'Imports that entered a state.',
    labelNames: ['state'],
    registers,
  });
  const refusals = new Counter({
    name: 'taxiway_authentication_failures_total',
    help: 'Refused credentials by reason.',
    labelNames: ['reason'],
    registers,
  });
  return (observation: Observation) => {
    if (observation.kind === 'request') {
      const { operation, status, seconds } = observation;
      requests.inc({ operation, status });
      durations.observe({ operation }, seconds);
    } else if (observation.kind === 'objects') {
      const { direction, collection, count } = observation;
      objects.inc({ direction, collection }, count);
    } else if (observation.kind === 'import') imports.inc({ state: observation.state });
    else if (observation.kind === 'authentication_failed')
      refusals.inc({ reason: observation.reason });
  };
}
