// TLS and SRV: the HTTPS listener, client certificates, where absolute URLs come from. OASIS TAXII
// 2.1 sections 1.6.6, 3.9, 8.2.2 and 8.3.1.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as sendHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { generate } from 'selfsigned';
import { readConfig } from '../../src/config.ts';
import { basic } from '../support/raw.ts';
import { TAXII } from '../support/server.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { type Sibling, startSibling } from './sibling.ts';
import { line } from './suite.ts';

interface Pair {
  readonly cert: string;
  readonly key: string;
}

const folder = mkdtempSync(join(tmpdir(), 'taxiway-tls-'));
let f: Fixture;
let secure: Sibling;
let certified: Sibling;
let ca: Pair;

beforeAll(async () => {
  f = await startFixture();
  ca = await makeAuthority('Test authority');
  const extensions = [
    { name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: 'localhost' }] },
    { name: 'extKeyUsage' as const, serverAuth: true },
  ];
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...{ algorithm: 'sha256', ca, extensions },
  });
  const files = {
    TLS_CERT_FILE: keep('cert.pem', `${cert}\n${ca.cert}`),
    TLS_KEY_FILE: keep('key.pem', key),
  };
  secure = await startSibling(f.server, { ...files, PUBLIC_URL: 'https://taxii.example.com' });
  const authority = keep('ca.pem', ca.cert);
  certified = await startSibling(f.server, { ...files, TLS_CLIENT_CA_FILE: authority });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await f.stop();
});

function keep(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function makeAuthority(name: string): Promise<Pair> {
  const extensions = [
    { name: 'basicConstraints' as const, cA: true, critical: true },
    { name: 'keyUsage' as const, keyCertSign: true, cRLSign: true },
  ];
  const made = await generate([{ name: 'commonName', value: name }], {
    ...{ algorithm: 'sha256', extensions },
  });
  return { cert: made.cert, key: made.private };
}

async function makeClient(name: string, issuer: Pair, more: object = {}): Promise<Pair> {
  const extensions = [{ name: 'extKeyUsage' as const, clientAuth: true }];
  const made = await generate([{ name: 'commonName', value: name }], {
    ...{ algorithm: 'sha256', ca: issuer, extensions, ...more },
  });
  return { cert: made.cert, key: made.private };
}

function handshake(options: ConnectionOptions, server: Sibling = secure): Promise<TLSSocket> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const all = { host: '127.0.0.1', port: Number(port), servername: 'localhost', ca: ca.cert };
    const socket = connect({ ...all, ...options }, () => resolve(socket));
    socket.on('error', reject);
  });
}

/** GET with full verification of the server's certificate. */
function get(
  server: Sibling,
  path: string,
  options: ConnectionOptions = {},
  headers: Record<string, string> = { Authorization: basic(f.users.rw) },
): Promise<{ status: number; text: string }> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const request = sendHttps(
      {
        ...{ host: '127.0.0.1', port, path, servername: 'localhost', ca: ca.cert, agent: false },
        ...options,
        headers: { Accept: TAXII, ...headers },
      },
      async (response) => {
        const chunks = await response.toArray();
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, text });
      },
    );
    request.on('error', reject);
    request.end();
  });
}

async function refuses(options: ConnectionOptions): Promise<void> {
  await expect(handshake(options)).rejects.toThrow(/alert|EPROTO|ECONNRESET|handshake/i);
}

line('TLS-01', 'HTTPS is served by the application itself', async () => {
  const { status, text } = await get(secure, '/taxii2/');
  expect(status).toBe(200);
  expect(JSON.parse(text).api_roots).toEqual(['https://taxii.example.com/taxii2/api1/']);
});

line(
  ['TLS-02', 'TLS-03'],
  'clients of TLS 1.2 alone and of TLS 1.3 alone get the same',
  async () => {
    const answers = [];
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const only = { minVersion: version, maxVersion: version };
      const socket = await handshake(only);
      expect(socket.getProtocol()).toBe(version);
      socket.destroy();
      answers.push(await get(secure, '/taxii2/', only));
    }
    expect(answers[0]?.status).toBe(200);
    expect(answers[0]).toEqual(answers[1]);
  },
);

line('TLS-04', 'session tickets of TLS 1.3 allow no early data', async () => {
  const socket = await handshake({ minVersion: 'TLSv1.3' });
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [session] = (await once(socket, 'session')) as [Buffer];
  socket.destroy();
  const tags = readTags(session);
  // Member 15 of OpenSSL's session is max_early_data, left out at zero; member 1 is the time.
  expect(tags).toContain(0xa1);
  expect(tags).not.toContain(0xaf);
});

line('TLS-05', 'TLS 1.2 with suites that HTTP/2 forbids is refused', async () => {
  const only = { maxVersion: 'TLSv1.2' as const };
  for (const ciphers of ['AES128-SHA', 'AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA'])
    await refuses({ ...only, ciphers });
  const socket = await handshake({ ...only, ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
  expect(socket.getCipher().name).toBe('ECDHE-RSA-AES128-GCM-SHA256');
  socket.destroy();
});

line('TLS-06', 'TLS 1.0 and 1.1 are refused', async () => {
  for (const version of ['TLSv1', 'TLSv1.1'] as const)
    await refuses({
      minVersion: version,
      maxVersion: version,
      ciphers: 'ALL:@SECLEVEL=0',
    });
});

line(
  'TLS-07',
  'the chain is sent, and a client that verifies name and issuer is content',
  async () => {
    const socket = await handshake({});
    expect(socket.authorized).toBe(true);
    expect(socket.getPeerCertificate(true).issuerCertificate.subject.CN).toBe('Test authority');
    socket.destroy();
    await expect(handshake({ servername: 'other.example.com' })).rejects.toThrow(/altnames/);
  },
);

line(
  ['TLS-08', 'CONF-04', 'IOP-04'],
  'a client certificate signs in the account of its name; Basic still works',
  async () => {
    const client = await makeClient('rw', ca);
    const answer = await get(certified, f.path(f.C), client, {});
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ can_read: true, can_write: true });
    expect((await get(certified, f.path(f.C), {}, {})).status).toBe(401);
    expect((await get(certified, f.path(f.C))).status).toBe(200);
    const unknown = await makeClient('no-such-account', ca);
    expect((await get(certified, f.path(f.C), unknown, {})).status).toBe(401);
  },
);

line('TLS-09', 'expired, early, foreign and misused certificates do not sign in', async () => {
  const day = 86_400_000;
  const wrong = [
    await makeClient('rw', ca, {
      notBeforeDate: new Date(Date.now() - 2 * day),
      notAfterDate: new Date(Date.now() - day),
    }),
    await makeClient('rw', ca, {
      notBeforeDate: new Date(Date.now() + day),
      notAfterDate: new Date(Date.now() + 2 * day),
    }),
    await makeClient('rw', ca, { extensions: [{ name: 'extKeyUsage', serverAuth: true }] }),
    await makeClient('rw', await makeAuthority('Another authority')),
  ];
  for (const client of wrong)
    expect((await get(certified, f.path(f.C), client, {})).status).toBe(401);
});

line('TLS-11', 'plain HTTP stays on the loopback interface unless a proxy is told of', async () => {
  const open = readConfig({ HOST: '0.0.0.0' });
  expect(open.faults?.join()).toMatch(/TLS_CERT_FILE/);
  expect(readConfig({ HOST: '0.0.0.0', TRUST_PROXY: '1' }).faults).toBeUndefined();
  expect(readConfig({}).config?.host).toBe('127.0.0.1');
});

line('TLS-11', 'absolute URLs come from the settings, never from the request', async () => {
  const proxied = await startSibling(f.server, {
    ...{ PUBLIC_URL: 'https://taxii.example.com', TRUST_PROXY: '1' },
  });
  const headers = { Host: 'evil.example.net', 'X-Forwarded-Host': 'evil.example.net' };
  const answer = await proxied.request('/taxii2/', { as: f.users.rw, headers });
  expect(answer.json.api_roots).toEqual(['https://taxii.example.com/taxii2/api1/']);
  expect(answer.text).not.toContain('evil');
});

line(
  ['SRV-01', 'SRV-02'],
  'the documents name the SRV record of TAXII 2.1 and no other',
  async () => {
    const docs = new URL('../../docs/', import.meta.url);
    const names = readdirSync(docs).filter(
      (name) => name.endsWith('.md') && name !== 'conformance.md',
    );
    const texts = names.map((name) => readFileSync(new URL(name, docs), 'utf8'));
    const records = texts.flatMap((text) => text.match(/_taxii\d*\._\w+/g) ?? []);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect(record).toBe('_taxii2._tcp');
  },
);

line('SRV-03', 'discovery answers on any port and under any host name', async () => {
  const headers = { Host: 'taxii.example.org:8443' };
  const answer = await f.request('/taxii2/', { headers });
  expect(answer.status).toBe(200);
  expect(new URL(f.server.url).port).not.toBe('443');
});

// The tags of the members of a DER sequence.
function readTags(der: Buffer): number[] {
  const tags: number[] = [];
  let at = readLength(der, 1).end;
  while (at < der.length) {
    tags.push(der[at] ?? 0);
    const { length, end } = readLength(der, at + 1);
    at = end + length;
  }
  return tags;
}

function readLength(der: Buffer, at: number): { length: number; end: number } {
  const first = der[at] ?? 0;
  if (first < 0x80) return { length: first, end: at + 1 };
  const size = first & 0x7f;
  return { length: der.readUIntBE(at + 1, size), end: at + 1 + size };
}
