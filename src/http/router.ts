// openapi.yaml is the router: its paths, methods, roles and bodies, read once. A request's path is
// matched segment by segment; a slash more or less makes no difference (TAXII 2.1 clients differ).
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { OperationId } from '../api/operation.ts';
import { type Check, compileChecks } from './check.ts';

/** Who may call an operation (`x-role`). */
export type Role =
  | 'public'
  | 'authenticated'
  | 'admin'
  | 'self-or-admin'
  | 'root'
  | 'collection'
  | 'read'
  | 'write'
  | 'delete';

export interface Operation {
  readonly id: OperationId;
  readonly role: Role;
  readonly body: 'none' | 'json' | 'text' | 'envelope' | 'stream';
  readonly check: Check;
}

/** A path of openapi.yaml with its operations by method. */
export interface Route {
  readonly template: string;
  readonly segments: readonly string[];
  readonly operations: ReadonlyMap<string, Operation>;
  /** Value of `Allow`. */
  readonly allow: string;
}

export interface Found {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

export interface Router {
  readonly find: (pathname: string) => Found | null;
  readonly text: string;
  readonly operationIds: readonly OperationId[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Reads openapi.yaml into a router. */
export function readRouter(file: URL): Router {
  const text = readFileSync(file, 'utf8');
  const document = parse(text);
  const checks = compileChecks(document);
  const routes = Object.entries<Record<string, OpenApiOperation>>(document.paths).map(
    ([template, item]) => readRoute(template, item, checks),
  );
  // Literal segments win over parameters.
  routes.sort((a, b) => literals(b) - literals(a));
  return {
    text,
    find: (pathname) => findRoute(routes, pathname),
    operationIds: routes.flatMap((r) => [...r.operations.values()].map((o) => o.id)),
  };
}

interface OpenApiOperation {
  readonly operationId: OperationId;
  readonly 'x-role': Role;
  readonly 'x-body'?: Operation['body'];
}

function readRoute(
  template: string,
  item: Record<string, OpenApiOperation>,
  checks: (template: string, method: string) => Check,
): Route {
  const operations = new Map<string, Operation>();
  for (const method of METHODS) {
    const operation = item[method];
    if (operation === undefined) continue;
    operations.set(method.toUpperCase(), {
      id: operation.operationId,
      role: operation['x-role'],
      body: operation['x-body'] ?? 'none',
      check: checks(template, method),
    });
  }
  const names = [...operations.keys()].flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : name));
  return {
    template,
    segments: split(template),
    operations,
    allow: [...names, 'OPTIONS'].join(', '),
  };
}

function findRoute(routes: readonly Route[], pathname: string): Found | null {
  const segments = split(pathname).map(decode);
  if (segments.includes(null)) return null;
  for (const route of routes) {
    const path = matchSegments(route.segments, segments);
    if (path !== null) return { route, path };
  }
  return null;
}

function matchSegments(
  template: readonly string[],
  segments: readonly (string | null)[],
): Record<string, string> | null {
  if (template.length !== segments.length) return null;
  const path: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) path[part.slice(1, -1)] = segment;
    else if (part !== segment) return null;
  }
  return path;
}

function split(pathname: string): string[] {
  return pathname.split('/').filter((segment) => segment !== '');
}

// A NUL cannot be in any name, and PostgreSQL refuses it.
function decode(segment: string): string | null {
  try {
    const decoded = decodeURIComponent(segment);
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}

function literals(route: Route): number {
  return route.segments.filter((segment) => !segment.startsWith('{')).length;
}
