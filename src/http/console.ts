// The console as files in memory: there are few, and they do not change while the server runs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../api/operation.ts';

/** What the console has for a path; null where it has nothing for such a request. */
export type Console = (
  method: string | undefined,
  pathname: string,
  accept: string | undefined,
) => Reply | null;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

// Scripts, styles and answers of this server; nothing inline, nothing of anybody else.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Reads the built console; without one, nothing is served. */
export function readConsole(folder: URL): Console {
  const files = readFiles(fileURLToPath(folder));
  const page = files.get('/index.html');
  return (method, pathname, accept) => {
    if (method !== 'GET' && method !== 'HEAD') return null;
    const asset = pathname.startsWith('/assets/') ? files.get(pathname) : undefined;
    if (asset !== undefined) return asset;
    return page !== undefined && isForPeople(pathname, accept) ? page : null;
  };
}

// The pages are the console's own business: it gets every address that a browser opens.
function isForPeople(pathname: string, accept: string | undefined): boolean {
  return !pathname.startsWith('/assets/') && /\btext\/html\b/i.test(accept ?? '');
}

function readFiles(folder: string): ReadonlyMap<string, Reply> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(names.map((file) => [pathOf(folder, file), replyOf(file)]));
}

function pathOf(folder: string, file: string): string {
  return `/${file.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '')}`;
}

function replyOf(file: string): Reply {
  const extension = extname(file);
  const type = TYPES[extension];
  if (type === undefined) throw new Error(`The console has a file of an unknown kind: ${file}`);
  // Names of assets have a digest in them; the page names the assets of today.
  const isPage = extension === '.html';
  const headers: Readonly<Record<string, string>> = isPage
    ? { 'Cache-Control': 'no-store', 'Content-Security-Policy': POLICY, Vary: 'Accept' }
    : { 'Cache-Control': 'public, max-age=31536000, immutable' };
  return { status: 200, headers, text: readFileSync(file, 'utf8'), type };
}
