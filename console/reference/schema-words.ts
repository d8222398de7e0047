// A JSON Schema in a few words.
import { type Node, nodeOf, nodesOf, refName } from './document.ts';

/** The type of a value: text, list of Import, one of a, b. */
export function typeOf(schema: Node, schemas: ReadonlyMap<string, Node>): string {
  const name = refName(schema);
  if (name !== null) {
    const target = schemas.get(name) ?? {};
    return target.properties === undefined ? typeOf(target, schemas) : name;
  }
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map(String).join(', ')}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = [...nodesOf(schema.oneOf), ...nodesOf(schema.anyOf)];
  if (choices.length > 0) return choices.map((one) => typeOf(one, schemas)).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(nodeOf(schema.items), schemas)}`;
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'anything'];
  return types.map((type) => WORDS[String(type)] ?? String(type)).join(' or ');
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'object',
};

/** Its limits: at least, at most, pattern, default. */
export function limitsOf(schema: Node): string {
  return LIMITS.filter(([key]) => schema[key] !== undefined)
    .map(([key, before, after = '']) => `${before} ${String(schema[key])}${after}`)
    .join(', ');
}

const LIMITS: readonly (readonly [key: string, before: string, after?: string])[] = [
  ['format', 'as'],
  ['pattern', 'pattern'],
  ['minimum', 'at least'],
  ['maximum', 'at most'],
  ['minLength', 'at least', ' characters'],
  ['maxLength', 'at most', ' characters'],
  ['minItems', 'at least', ' items'],
  ['maxItems', 'at most', ' items'],
  ['default', 'default'],
];
