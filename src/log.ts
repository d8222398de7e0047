// The log: reads observations and writes them as lines to standard error, pretty on a terminal and
// JSON elsewhere. Observations carry no secrets, no headers and no bodies, so neither does the log.
import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Observation, Observe } from './observation.ts';

export interface LogSettings {
  readonly level: string;
  readonly format: 'auto' | 'pretty' | 'json';
}

// Probes come every few seconds; their lines would drown the others.
const QUIET_PATHS = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Opens the log.
 * @param destination where the lines go; standard error unless told
 */
export function createLog(
  settings: LogSettings,
  destination?: DestinationStream,
): { readonly observe: Observe } {
  const logger = pino(
    { level: settings.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? standardError(settings.format),
  );
  return {
    observe: (observation) => {
      const { level, message, fields } = describe(observation);
      logger[level](fields, message);
    },
  };
}

interface Line {
  readonly level: keyof Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  readonly message: string;
  readonly fields: object;
}

function standardError(format: LogSettings['format']): DestinationStream {
  const isPretty = format === 'pretty' || (format === 'auto' && process.stderr.isTTY === true);
  if (!isPretty) return pino.destination({ dest: 2, sync: true });
  return pretty({
    colorize: process.stderr.isTTY === true,
    destination: 2,
    sync: true,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  });
}

function describe(observation: Observation): Line {
  const { kind, ...fields } = observation;
  switch (observation.kind) {
    case 'request':
      return describeRequest(observation);
    case 'objects':
      return { level: 'debug', message: `objects ${observation.direction}`, fields };
    case 'import':
      return { level: 'info', message: `import ${observation.state}`, fields };
    case 'authentication_failed':
      return { level: 'warn', message: 'authentication failed', fields };
    case 'audit':
      return { level: 'info', message: `audit ${observation.action}`, fields: { audit: fields } };
    case 'database':
      return {
        level: observation.event === 'lost' ? 'error' : 'info',
        message: `database ${observation.event}${observation.message ? `: ${observation.message}` : ''}`,
        fields: {},
      };
    case 'started':
      return { level: 'info', message: `listening on ${observation.url}`, fields };
    case 'fault':
      return { level: 'error', message: observation.message, fields: { err: observation.fault } };
    default:
      return { level: 'info', message: kind, fields };
  }
}

function describeRequest(observation: Extract<Observation, { kind: 'request' }>): Line {
  const { kind, fault, ...fields } = observation;
  const { method, path, status } = observation;
  const level = status >= 500 ? 'error' : QUIET_PATHS.has(path) ? 'debug' : 'info';
  const message = `${method} ${path} ${status}`;
  return { level, message, fields: fault ? { ...fields, err: fault } : fields };
}
