// Checks answers against openapi.yaml: the status must be documented for the operation, required
// headers present, the body of the documented media type and shape. OASIS TAXII 2.1 section 8.2.1.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import type { Answer } from './server.ts';

type Json = Record<string, unknown>;

/** What was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
}

const ID = 'openapi';
// Every reference is made absolute, so that any part of the document compiles by itself.
const document: Json = parse(
  readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8').replaceAll(
    '#/components/',
    `${ID}#/components/`,
  ),
);
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
formats.default(ajv);
ajv.addSchema(document, ID);
const compiled = new Map<string, ValidateFunction>();
const patterns = Object.keys(at(document, 'paths')).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
}));

/** Throws when an answer is not what openapi.yaml says of its operation. */
export function checkAgainstSpec(asked: Asked, answer: Answer): void {
  const fault = findFault(asked, answer);
  if (fault === undefined) return;
  const body = answer.text.slice(0, 600);
  throw new Error(`${asked.method} ${asked.path} → ${answer.status}: ${fault}\n${body}`);
}

function findFault(asked: Asked, answer: Answer): string | undefined {
  const path = (asked.path.split('?')[0] ?? '').replaceAll(/\/+/g, '/');
  const isTaxii = !path.startsWith('/api/v1');
  if (asked.method === 'OPTIONS' && answer.status === 204)
    return answer.text === '' ? undefined : 'a 204 has a body';
  const responses = findResponses(path, asked.method === 'HEAD' ? 'GET' : asked.method);
  const response = responses?.[String(answer.status)];
  if (response === undefined)
    return findUndocumentedFault(responses !== undefined, answer, isTaxii);
  return (
    findHeaderFault(resolve(response), answer) ??
    (asked.method === 'HEAD' ? findEmptyFault(answer) : findBodyFault(resolve(response), answer))
  );
}

// Refusals before any operation is reached: no such path, method, URL length. Always an error body.
function findUndocumentedFault(
  isOperation: boolean,
  answer: Answer,
  isTaxii: boolean,
): string | undefined {
  const allowed = isOperation ? [408, 414, 431] : [400, 401, 404, 405, 414, 429, 431, 503];
  if (!allowed.includes(answer.status)) return 'the status is not documented';
  if (answer.text === '') return undefined;
  const schema = isTaxii ? 'TaxiiError' : 'Problem';
  return findShapeFault({ $ref: `${ID}#/components/schemas/${schema}` }, answer.json);
}

function findResponses(path: string, method: string): Json | undefined {
  const slashed = path.startsWith('/taxii2') && !path.endsWith('/') ? `${path}/` : path;
  const found = patterns.find(({ pattern }) => pattern.test(slashed));
  if (found === undefined) return undefined;
  const operation = at(at(document, 'paths'), found.template)[method.toLowerCase()];
  return operation === undefined ? undefined : at(operation as Json, 'responses');
}

function findHeaderFault(response: Json, answer: Answer): string | undefined {
  for (const [name, given] of Object.entries((response.headers ?? {}) as Json)) {
    const header = resolve(given);
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined && header.required === true) return `header ${name} is missing`;
    if (value === undefined) continue;
    const schema = at(header, 'schema');
    // Set-Cookie is the one that Node keeps as a list.
    const text = Array.isArray(value) ? value.join(', ') : value;
    const typed = schema.type === 'integer' ? Number(text) : text;
    const fault = findShapeFault(schema, typed);
    if (fault !== undefined) return `header ${name} ${fault}`;
  }
  return undefined;
}

function findBodyFault(response: Json, answer: Answer): string | undefined {
  if (answer.status === 304) return findEmptyFault(answer);
  const content = response.content as Json | undefined;
  if (content === undefined) return findEmptyFault(answer);
  const sent = (answer.headers['content-type'] ?? '')
    .replace(/; ?charset=utf-8$/i, '')
    .replace('; ', ';');
  const media = content[sent] as Json | undefined;
  if (media === undefined) return `Content-Type "${sent}" is not documented`;
  if (!/[/+]json/.test(sent)) return undefined;
  if (answer.json === undefined) return 'the body is not JSON';
  return findShapeFault(at(media, 'schema'), answer.json);
}

function findEmptyFault(answer: Answer): string | undefined {
  return answer.bytes.length === 0 ? undefined : 'a body where none is documented';
}

function findShapeFault(schema: Json, value: unknown): string | undefined {
  const key = JSON.stringify(schema);
  const validate = compiled.get(key) ?? ajv.compile(schema);
  compiled.set(key, validate);
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

function resolve(given: unknown): Json {
  const { $ref } = given as { $ref?: string };
  if ($ref === undefined) return given as Json;
  const names = $ref.slice(`${ID}#/`.length).split('/');
  return names.reduce<Json>((parent, name) => at(parent, name), document);
}

function at(parent: Json, name: string): Json {
  const child = parent[name];
  if (typeof child !== 'object' || child === null) throw new Error(`openapi.yaml has no ${name}`);
  return child as Json;
}
