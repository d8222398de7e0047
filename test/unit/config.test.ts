import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Environment, readConfig } from '../../src/config.ts';
import { describeSettings, listEffective } from '../../src/config-print.ts';
import { SETTINGS } from '../../src/config-table.ts';

function faultsOf(environment: Environment): readonly string[] {
  return readConfig(environment).faults ?? [];
}

function configOf(environment: Environment) {
  const { config, faults } = readConfig(environment);
  if (!config) throw new Error(faults.join(' '));
  return config;
}

describe('settings', () => {
  test('an empty environment gives the defaults, frozen', () => {
    const config = configOf({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      publicUrlIsHttps: false,
      databaseUrl: undefined,
      maxContentLength: 16_777_216,
      pageSizeDefault: 1000,
      corsOrigins: [],
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('every fault is told at once, each with the name of its variable', () => {
    const faults = faultsOf({
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      MAX_CONTENT_LENGTH: '16 bananas',
      METRICS_PUBLIC: 'perhaps',
      TLS_CERT_FILE: 'cert.pem',
    });
    expect(faults).toHaveLength(5);
    for (const name of [
      'PORT',
      'LOG_LEVEL',
      'MAX_CONTENT_LENGTH',
      'METRICS_PUBLIC',
      'TLS_CERT_FILE',
    ])
      expect(faults.filter((fault) => fault.startsWith(name))).toHaveLength(1);
  });

  test.each([
    ['1048576', 1_048_576],
    ['16MiB', 16 * 1024 ** 2],
    ['16 mib', 16 * 1024 ** 2],
    ['1.5MiB', 1.5 * 1024 ** 2],
    ['5MB', 5_000_000],
  ])('a size may be written as %s', (given, expected) => {
    expect(configOf({ MAX_CONTENT_LENGTH: given }).maxContentLength).toBe(expected);
  });

  test.each(['-1', '1e9', '', '12PiB', '3'])('%p is no size for one object', (given) => {
    const isDefault = given === '';
    expect(faultsOf({ OBJECT_MAX_BYTES: given })).toHaveLength(isDefault ? 0 : 1);
  });

  test('a public URL loses its trailing slash and decides about absolute URLs', () => {
    const config = configOf({ PUBLIC_URL: 'https://ti.example.com/exchange/' });
    expect(config.publicUrl).toBe('https://ti.example.com/exchange');
    expect(config.publicUrlIsHttps).toBe(true);
  });

  test('an address that stands for all of them makes no absolute URLs', () => {
    const files = { TLS_CERT_FILE: 'cert.pem', TLS_KEY_FILE: 'key.pem' };
    expect(configOf({ HOST: '0.0.0.0', ...files }).publicUrlIsHttps).toBe(false);
    const told = configOf({ HOST: '0.0.0.0', PUBLIC_URL: 'https://ti.example.com', ...files });
    expect(told.publicUrlIsHttps).toBe(true);
  });

  test.each([
    'ti.example.com',
    'ftp://ti.example.com',
    'https://a:b@x.example',
    'https://x.example/?a=1',
  ])('the public URL %s is refused', (given) => {
    expect(faultsOf({ PUBLIC_URL: given })).toHaveLength(1);
  });

  test('an address that others can reach needs TLS or a proxy, and the refusal says why', () => {
    expect(faultsOf({ HOST: '0.0.0.0' })[0]).toMatch(/in clear.*TLS_CERT_FILE.*TRUST_PROXY/s);
    expect(faultsOf({ HOST: '0.0.0.0', TRUST_PROXY: '1' })).toEqual([]);
    expect(faultsOf({ HOST: '::', TLS_CERT_FILE: 'c', TLS_KEY_FILE: 'k' })).toEqual([]);
    expect(faultsOf({ HOST: '127.0.0.5' })).toEqual([]);
    expect(faultsOf({ HOST: '127.attacker.example' })).toHaveLength(1);
  });

  test('a certificate without its key is refused', () => {
    expect(faultsOf({ TLS_KEY_FILE: 'k' })).toHaveLength(1);
    expect(faultsOf({ TLS_CLIENT_CA_FILE: 'ca' })).toHaveLength(1);
  });

  test('a secret may come from a file, but not from both places', () => {
    const folder = mkdtempSync(join(tmpdir(), 'taxiway-config-'));
    const file = join(folder, 'password');
    writeFileSync(file, 'correct horse\n');
    try {
      expect(configOf({ ADMIN_PASSWORD_FILE: file }).adminPassword).toBe('correct horse');
      expect(faultsOf({ ADMIN_PASSWORD_FILE: file, ADMIN_PASSWORD: 'x' })).toHaveLength(1);
      expect(faultsOf({ ADMIN_PASSWORD_FILE: join(folder, 'none') })).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a fault never repeats a secret', () => {
    const [fault] = faultsOf({ DATABASE_URL: 'mysql://root:hunter2@db/x' });
    expect(fault).toMatch(/^DATABASE_URL/);
    expect(fault).not.toContain('hunter2');
  });

  test('printing the settings masks the secrets', () => {
    const config = configOf({
      DATABASE_URL: 'postgres://u:hunter2@db/x',
      ADMIN_PASSWORD: 'hunter2',
    });
    const shown = listEffective(config);
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    expect(shown.find((one) => one.variable === 'DATABASE_URL')?.value).toBe('********');
    expect(shown.find((one) => one.variable === 'PORT')).toMatchObject({ is_default: true });
  });

  test('the reference lists every setting', () => {
    const page = describeSettings();
    for (const { variable } of Object.values(SETTINGS)) expect(page).toContain(`\`${variable}\``);
  });
});
