// The settings (config-table.ts), read once from the environment into a frozen value, with all
// faults told at once. The only file that reads the environment.
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parse } from 'dotenv';
import { SETTINGS, type Setting } from './config-table.ts';

type Table = typeof SETTINGS;
type Values = { readonly [K in keyof Table]: Table[K] extends Setting<infer T> ? T : never };

/** All settings of a server, checked. */
export interface Config extends Omit<Values, 'publicUrl'> {
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly publicUrlIsHttps: boolean;
}

/** The environment as variables: the process's own, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's environment over what a `.env` file in the working directory says. */
export function readEnvironment(): Environment {
  const fromFile = existsSync('.env') ? parse(readFileSync('.env')) : {};
  return { ...fromFile, ...process.env };
}

/** Reads all settings; either all is well, or every fault is told. */
export function readConfig(
  environment: Environment,
):
  | { readonly config: Config; readonly faults?: never }
  | { readonly faults: readonly string[]; readonly config?: never } {
  const faults: string[] = [];
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(([name, one]) => {
    const { value, fault } = readSetting(one, environment);
    if (fault !== undefined) faults.push(fault);
    return [name, value ?? one.fallback];
  });
  const values = Object.fromEntries(entries) as Values;
  faults.push(...checkTogether(values));
  if (faults.length > 0) return { faults };
  const publicUrl = values.publicUrl ?? ownUrl(values);
  // 0.0.0.0 is where to listen, and no address that a client could follow.
  const isNowhere = values.publicUrl === undefined && ['0.0.0.0', '::'].includes(values.host);
  const publicUrlIsHttps = publicUrl.startsWith('https:') && !isNowhere;
  return { config: Object.freeze({ ...values, publicUrl, publicUrlIsHttps }) };
}

// An empty variable counts as not set: compose files and CI hand those on.
function readSetting(
  { variable, read, isSecret }: Setting<unknown>,
  environment: Environment,
): { readonly value?: unknown; readonly fault?: string } {
  const given = environment[variable] || undefined;
  const file = isSecret ? environment[`${variable}_FILE`] || undefined : undefined;
  if (given !== undefined && file !== undefined)
    return { fault: `${variable} and ${variable}_FILE are both set: set one of them.` };
  const content = file === undefined ? given : readSecretFile(file);
  if (content === undefined)
    return file === undefined
      ? {}
      : { fault: `${variable}_FILE names a file that cannot be read: ${file}` };
  const { value, fault } = read(isSecret ? content : content.trim());
  return fault === undefined ? { value } : { fault: `${variable} ${fault}.` };
}

function readSecretFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}

function checkTogether(values: Values): string[] {
  const faults: string[] = [];
  const { host, tlsCertFile, tlsKeyFile, tlsClientCaFile, trustProxy } = values;
  if ((tlsCertFile === undefined) !== (tlsKeyFile === undefined))
    faults.push('TLS_CERT_FILE and TLS_KEY_FILE go together: set both or none.');
  if (tlsClientCaFile !== undefined && tlsCertFile === undefined)
    faults.push('TLS_CLIENT_CA_FILE needs TLS_CERT_FILE and TLS_KEY_FILE.');
  if (!isLoopback(host) && tlsCertFile === undefined && trustProxy === 0)
    faults.push(
      `HOST ${host} can be reached from other machines, and passwords and tokens would cross the network in clear. ` +
        'Set TLS_CERT_FILE and TLS_KEY_FILE, or TRUST_PROXY=1 behind a proxy that ends TLS, or HOST=127.0.0.1.',
    );
  if (values.pageSizeDefault > values.pageSizeMax)
    faults.push('PAGE_SIZE_DEFAULT must not be greater than PAGE_SIZE_MAX.');
  if (!values.authBasic && !values.authBearer)
    faults.push('AUTH_BASIC and AUTH_BEARER are both off: nobody could sign in.');
  return faults;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function ownUrl({ host, port, tlsCertFile }: Values): string {
  const scheme = tlsCertFile === undefined ? 'http' : 'https';
  return `${scheme}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
