// How the console is served: to whom, with which policy, cached how, and how large.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (path: string, headers: Record<string, string> = HTML, method = 'GET') =>
  server.request(path, { as: null, headers, method });

test.each(['/', '/collections', '/no/such/page', '/docs.html', '/%00'])(
  '%s is a page for whoever reads HTML, never from a cache',
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    });
    expect(answer.headers.vary).toContain('Accept');
    expect(answer.headers['x-request-id']).toBeDefined();
  },
);

test('the page holds no script and no style, and names no other host', async () => {
  const { text } = await get('/');
  expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]* src=)|https?:/);
});

test.each([
  ['/', { accept: '*/*' }, 'GET'],
  ['/', { accept: 'application/taxii+json;version=2.1' }, 'GET'],
  ['/', {}, 'GET'],
  ['/no/such/page', { accept: 'application/json' }, 'GET'],
  ['/', HTML, 'POST'],
  ['/', HTML, 'OPTIONS'],
  ['/assets/none.js', HTML, 'GET'],
  ['/assets/../index.html', { accept: '*/*' }, 'GET'],
  ['/assets/%2e%2e/%2e%2e/package.json', { accept: '*/*' }, 'GET'],
  ['/index.html', { accept: '*/*' }, 'GET'],
])('%s with %j and %s is 404', async (path, headers, method) => {
  const answer = await get(path, headers, method);
  expect(answer.status).toBe(404);
  expect(answer.headers['content-type']).toBe('application/taxii+json;version=2.1');
});

test.each(['/taxii2/', '/taxii2/none/', '/taxii/', '/api/v1/none', '/workspaces/x', '/metrics'])(
  '%s is no page, whoever asks',
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers['content-type']).toMatch(/json/);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['content-security-policy']).not.toContain('script-src');
  },
);

test('its files are cached for ever, because their names change with them', async () => {
  const { text } = await get('/');
  const paths = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path));
  expect(paths.length).toBeGreaterThan(2);
  for (const path of paths) {
    const answer = await get(path, {});
    expect(path).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg)$/);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  }
});

test('the first page takes less than 500 kB of script, gzipped', () => {
  const folder = new URL('../../dist/console/', import.meta.url);
  const page = readFileSync(new URL('index.html', folder), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, name]) =>
    readFileSync(new URL(String(name), folder)),
  );
  expect(scripts.length).toBeGreaterThan(0);
  const size = scripts.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
  expect(size).toBeLessThan(500_000);
});
