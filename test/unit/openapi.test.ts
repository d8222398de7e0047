// Rules that openapi.yaml keeps about itself: it is what the server runs on.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

interface Media {
  readonly schema?: unknown;
  readonly example?: unknown;
  readonly examples?: Record<string, { readonly $ref?: string; readonly value?: unknown }>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly 'x-role': string;
  readonly 'x-body': string;
  readonly parameters?: readonly { readonly $ref: string }[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<
    string,
    { readonly $ref?: string; readonly content?: Record<string, Media> }
  >;
}

const document = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'));

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const operations: [string, string, string, Operation][] = Object.entries<Record<string, Operation>>(
  document.paths,
).flatMap(([path, item]) =>
  METHODS.flatMap((method): [string, string, string, Operation][] => {
    const operation = item[method];
    return operation === undefined ? [] : [[operation.operationId, path, method, operation]];
  }),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'openapi', components: document.components });

describe.each(operations)('%s', (id, path, method, operation) => {
  test('says what it is, citing the section of TAXII', () => {
    expect(id).toMatch(/^[a-z]+[A-Za-z]+$/);
    expect(operation.summary.length).toBeGreaterThan(5);
    expect(operation.description).toMatch(/section\s+\d/);
  });

  test('says who may call it and what body it takes', () => {
    expect([
      'public',
      'authenticated',
      'admin',
      'self-or-admin',
      'root',
      'collection',
      'read',
      'write',
      'delete',
    ]).toContain(operation['x-role']);
    expect(['none', 'json', 'text', 'stream', 'envelope']).toContain(operation['x-body']);
    expect(operation['x-body'] === 'none').toBe(operation.requestBody === undefined);
  });

  test('lists the errors that it can end with', () => {
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining(expectedStatuses(path, method, operation)),
    );
  });

  test('answers errors in the form of its prefix', () => {
    const refs = Object.entries(operation.responses)
      .filter(([status, { $ref }]) => Number(status) >= 400 && $ref !== undefined)
      .map(([, { $ref }]) => $ref);
    const isTaxii = !/^\/(api|workspaces)\//.test(path);
    for (const ref of refs)
      expect(String(ref).startsWith('#/components/responses/Taxii')).toBe(isTaxii);
  });

  test('has an example for each body, and each fits its schema', () => {
    for (const media of bodiesOf(operation)) {
      const examples = examplesOf(media);
      expect(examples.length).toBeGreaterThan(0);
      const check = ajv.compile(absolute(media.schema) as object);
      for (const example of examples) {
        check(example);
        expect(check.errors ?? []).toEqual([]);
      }
    }
  });
});

test('no operationId is used twice', () => {
  const ids = operations.map(([id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('bodies that are sent to /api/v1 take no unknown property', () => {
  for (const [, path, , operation] of operations) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (!path.startsWith('/api/') || operation['x-body'] !== 'json') continue;
    expect(lookUp((schema as { $ref: string }).$ref)).toMatchObject({
      additionalProperties: false,
    });
  }
});

test('every error component has a code of the catalogue and its own status', async () => {
  const { errorCatalogue } = await import('../../src/errors.ts');
  for (const response of Object.values<{ content?: Record<string, Media> }>(
    document.components.responses,
  ))
    for (const { example } of Object.values(response.content ?? {})) {
      const { code, error_code, status, http_status, title } = example as Record<string, unknown>;
      const entry = new Map(Object.entries(errorCatalogue)).get(String(code ?? error_code));
      expect({ status: String(status ?? http_status), title }).toEqual({
        status: String(entry?.status),
        title: entry?.title,
      });
    }
});

test.each([
  ['Name', 'intel', true],
  ['Name', 'a'.repeat(63), true],
  ['Name', 'a'.repeat(64), false],
  ['Name', 'Intel', false],
  ['Name', 'a.b', false],
  ['Name', 'collections', false],
  ['Name', '', false],
  ['Alias', 'indicators', true],
  ['Alias', '91a7b528-80eb-42ed-a74d-c6fbd5a26116', false],
  ['AccountName', 'Zoë', true],
  ['AccountName', 'a:b', false],
  ['AccountName', 'a\nb', false],
  ['AccountName', 'a'.repeat(129), false],
  ['Title', 'with a NUL \0', false],
  ['Title', 'x'.repeat(251), false],
  ['MaxContentLength', 0, false],
])('%s %j is %s', (schema, value, isValid) => {
  expect(ajv.validate({ $ref: `openapi#/components/schemas/${schema}` }, value)).toBe(isValid);
});

function expectedStatuses(path: string, method: string, operation: Operation): string[] {
  const { responses, 'x-role': role } = operation;
  if (role === 'public') return ['500'];
  const isTaxii = path.startsWith('/taxii2/');
  return [
    '401',
    '429',
    '500',
    '503',
    ...(path === '/taxii2/' || role === 'authenticated' ? [] : ['403']),
    ...(isTaxii ? ['404', '406'] : []),
    ...(path.startsWith('/api/') ? ['400'] : []),
    ...(path.startsWith('/api/') && path.includes('{') && !('201' in responses) ? ['404'] : []),
    ...(method === 'get' && path !== '/metrics' && !isStreamed(operation) ? ['304'] : []),
    ...(operation.parameters === undefined ? [] : ['400']),
    ...(operation['x-body'] === 'none' ? [] : ['400', '408', '413', '415']),
    // Sentinel's form of errors has 400 for all that is wrong with a body.
    ...(operation['x-body'] === 'none' || path.startsWith('/workspaces/') ? [] : ['422']),
  ];
}

// Sent while it is made, so nothing is known of it that could be compared.
function isStreamed({ responses }: Operation): boolean {
  const types = Object.keys(responses['200']?.content ?? {});
  return types.includes('text/event-stream') || types.includes('text/csv');
}

function bodiesOf(operation: Operation): Media[] {
  const sent = Object.values(operation.requestBody?.content ?? {});
  const answered = Object.values(operation.responses).flatMap((response) =>
    Object.values(response.content ?? {}),
  );
  return [
    ...sent.filter((media) => examplesOf(media).length > 0 || sent.length === 1),
    ...answered,
  ];
}

function examplesOf(media: Media): unknown[] {
  const named = Object.values(media.examples ?? {}).map(({ $ref, value }) =>
    $ref === undefined ? value : (lookUp($ref) as { value: unknown }).value,
  );
  return media.example === undefined ? named : [media.example, ...named];
}

function lookUp(ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce((node, key) => node[key], document);
}

function absolute(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/'));
}
