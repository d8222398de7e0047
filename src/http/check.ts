// Checks queries and JSON bodies of `/api/v1` against openapi.yaml, all faults at once.
import {
  Ajv2020,
  type AnySchemaObject,
  type ErrorObject,
  type ValidateFunction,
} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ApiError } from '../errors.ts';

/** The checks of one operation. */
export interface Check {
  /** Typed query parameters. @throws ApiError BAD_QUERY */
  readonly query: (search: URLSearchParams) => Record<string, unknown>;
  /** @throws ApiError BAD_BODY */
  readonly body: (value: unknown) => void;
}

interface Parameter {
  readonly $ref?: string;
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: { readonly type?: string };
}

/** Compiles lazily the checks of each operation of an OpenAPI 3.1 document. */
export function compileChecks(document: {
  components?: unknown;
  paths: Record<string, unknown>;
}): (template: string, method: string) => Check {
  // strictTypes off: OpenAPI schemas lean on inherited types.
  const ajv = new Ajv2020({ allErrors: true, strict: false, coerceTypes: false, verbose: true });
  addFormats.default(ajv);
  ajv.addFormat('date-time', isStorableTime);
  ajv.addSchema({ $id: 'openapi', components: document.components });
  const resolve = (parameter: Parameter): Parameter =>
    parameter.$ref === undefined ? parameter : (lookUp(document, parameter.$ref) as Parameter);
  return (template, method) => {
    const item = document.paths[template] as Record<string, Record<string, unknown>> & {
      parameters?: Parameter[];
    };
    const operation = item[method] as {
      parameters?: Parameter[];
      requestBody?: { content?: Record<string, { schema?: unknown }> };
    };
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
      .map(resolve)
      .filter((parameter) => parameter.in === 'query');
    const schema = operation.requestBody?.content?.['application/json']?.schema;
    return { query: checkQuery(ajv, parameters), body: checkBody(ajv, schema) };
  };
}

const TIME =
  /^(?!0000)(\d{4}-\d\d-\d\d)[t ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:z|[+-](?:0\d|1[0-4]):[0-5]\d)$/i;

// RFC 3339 has seconds that no clock of JavaScript has, and years and offsets that PostgreSQL does not take.
function isStorableTime(text: string): boolean {
  const [, day] = TIME.exec(text) ?? [];
  // The 30th of February would be the 2nd of March.
  const isDay = day !== undefined && isSameDay(day);
  return isDay && !Number.isNaN(Date.parse(text.replace(' ', 'T')));
}

function isSameDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function checkQuery(ajv: Ajv2020, parameters: readonly Parameter[]): Check['query'] {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const checks = new Map<string, ValidateFunction>();
  const checkOf = (parameter: Parameter): ValidateFunction => {
    const check = checks.get(parameter.name) ?? ajv.compile(absolute(parameter.schema));
    checks.set(parameter.name, check);
    return check;
  };
  const read = (name: string, text: string): unknown => {
    const parameter = known.get(name);
    if (parameter === undefined) throw unknownParameter(name, [...known.keys()]);
    const value = coerce(text, parameter.schema.type);
    const check = checkOf(parameter);
    if (check(value)) return value;
    throw badQuery(name, `${describe(check.errors)}; got \`${shorten(text)}\``);
  };
  const required = parameters.filter((parameter) => parameter.required === true);
  return (search) => {
    const query: Record<string, unknown> = {};
    for (const [name, text] of search) {
      if (Object.hasOwn(query, name)) throw badQuery(name, 'is given more than once');
      query[name] = read(name, text);
    }
    const missing = required.find((parameter) => !Object.hasOwn(query, parameter.name));
    if (missing !== undefined) throw badQuery(missing.name, 'is required');
    return query;
  };
}

function badQuery(name: string, fault: string): ApiError {
  return new ApiError('BAD_QUERY', `Query parameter \`${name}\` ${fault}.`, {
    details: { parameter: name },
  });
}

function unknownParameter(name: string, known: readonly string[]): ApiError {
  return badQuery(shorten(name), `is not known here. Known: ${known.join(', ') || 'none'}`);
}

function checkBody(ajv: Ajv2020, schema: unknown): Check['body'] {
  if (schema === undefined) return () => {};
  let check: ValidateFunction | undefined;
  return (value) => {
    check ??= ajv.compile(absolute(schema));
    if (check(value)) return;
    const errors = (check.errors ?? []).slice(0, MOST_ERRORS).map((error) => ({
      pointer: error.instancePath,
      message: describe([error]),
    }));
    const first = errors[0];
    throw new ApiError(
      'BAD_BODY',
      `The body at \`${first?.pointer || '/'}\` ${first?.message ?? 'is not valid'}.`,
      { details: { errors } },
    );
  };
}

// Who gets so much wrong is helped by the first of it.
const MOST_ERRORS = 100;

function coerce(text: string, type: string | undefined): unknown {
  if ((type === 'integer' || type === 'number') && /^-?\d{1,15}(\.\d+)?$/.test(text))
    return Number(text);
  if (type === 'boolean' && /^(true|false|1|0)$/.test(text)) return text === 'true' || text === '1';
  return text;
}

function describe(errors: readonly ErrorObject[] | null | undefined): string {
  const error = errors?.[0];
  if (error === undefined) return 'is not valid';
  const { params } = error;
  if (error.keyword === 'enum') return `must be one of ${params.allowedValues.join(', ')}`;
  if (error.keyword === 'additionalProperties')
    return `must not have the property \`${shorten(params.additionalProperty)}\``;
  if (error.keyword === 'format' && params.format === 'date-time')
    return 'must be a time such as 2026-07-18T12:00:00Z';
  if (error.keyword === 'pattern' || error.keyword === 'not') return mustBe(error);
  return error.message ?? 'is not valid';
}

// An expression is no explanation: openapi.yaml has words beside each that people meet, but where it
// only keeps control characters out.
function mustBe({ parentSchema, params, message }: ErrorObject): string {
  const words: unknown = parentSchema?.['x-must-be'];
  if (typeof words === 'string') return `must be ${words}`;
  const isOfControls = /^\^\[\^\\[ux]00/.test(params.pattern ?? '');
  return isOfControls ? 'must not have control characters' : (message ?? 'is not valid');
}

// `#/components/…` within a schema that is compiled alone points into the document.
function absolute(schema: unknown): AnySchemaObject {
  return rewriteReferences(schema) as AnySchemaObject;
}

function rewriteReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(rewriteReferences);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? [key, `openapi${value}`]
        : [key, rewriteReferences(value)],
    ),
  );
}

function lookUp(document: unknown, ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
