// Checks queries and JSON bodies of `/api/v1` against openapi.yaml, all faults at once.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
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
  const ajv = new Ajv2020({ allErrors: true, strict: false, coerceTypes: false });
  addFormats.default(ajv);
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

function checkQuery(ajv: Ajv2020, parameters: readonly Parameter[]): Check['query'] {
  const checks = new Map<string, ValidateFunction>();
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return (search) => {
    const query: Record<string, unknown> = {};
    for (const [name, text] of search) {
      const parameter = known.get(name);
      if (parameter === undefined)
        throw new ApiError(
          'BAD_QUERY',
          `There is no query parameter \`${shorten(name)}\` here. Known: ${[...known.keys()].join(', ') || 'none'}.`,
        );
      if (name in query)
        throw new ApiError('BAD_QUERY', `Query parameter \`${name}\` is given more than once.`);
      const check =
        checks.get(name) ?? ajv.compile(absolute(parameter.schema) as Record<string, unknown>);
      checks.set(name, check);
      const value = coerce(text, parameter.schema.type);
      if (!check(value))
        throw new ApiError(
          'BAD_QUERY',
          `Query parameter \`${name}\` ${describe(check.errors)}; got \`${shorten(text)}\`.`,
        );
      query[name] = value;
    }
    for (const parameter of parameters)
      if (parameter.required === true && !(parameter.name in query))
        throw new ApiError('BAD_QUERY', `Query parameter \`${parameter.name}\` is required.`);
    return query;
  };
}

function checkBody(ajv: Ajv2020, schema: unknown): Check['body'] {
  if (schema === undefined) return () => {};
  let check: ValidateFunction | undefined;
  return (value) => {
    check ??= ajv.compile(absolute(schema) as Record<string, unknown>);
    if (check(value)) return;
    const errors = (check.errors ?? []).map((error) => ({
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
  if (error.keyword === 'enum') return `must be one of ${params['allowedValues'].join(', ')}`;
  if (error.keyword === 'additionalProperties')
    return `must not have the property \`${shorten(params['additionalProperty'])}\``;
  return error.message ?? 'is not valid';
}

// `#/components/…` within a schema that is compiled alone points into the document.
function absolute(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(absolute);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? [key, `openapi${value}`]
        : [key, absolute(value)],
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
