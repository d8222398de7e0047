import { Code } from '@mantine/core';
import { useState } from 'react';
import { type Node, nodeOf, nodesOf, refName, textOf } from './document.ts';
import { Fold } from './fold.tsx';
import { Prose } from './prose.tsx';
import { limitsOf, typeOf } from './schema-words.ts';

type Schemas = ReadonlyMap<string, Node>;

interface SchemaViewProps {
  readonly schema: Node;
  readonly schemas: Schemas;
}

/** What a body or a value looks like: its type, and its properties with theirs. */
export function SchemaView({ schema, schemas }: SchemaViewProps) {
  const shape = resolve(schema, schemas);
  const properties = Object.entries(nodeOf(shape.properties));
  const required = new Set(Array.isArray(shape.required) ? shape.required : []);
  const description = textOf(shape.description);
  return (
    <div className="schema">
      {description !== '' && <Prose text={description} />}
      {properties.length === 0 && <Value schema={shape} schemas={schemas} />}
      {properties.length > 0 && (
        <dl className="properties">
          {properties.map(([name, property]) => (
            <div key={name}>
              <dt>
                <Code>{name}</Code>
                {required.has(name) && <span className="required">required</span>}
              </dt>
              <dd>
                <Value schema={nodeOf(property)} schemas={schemas} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** The type of a value in words, its limits, and what is inside it to open. */
export function Value({ schema, schemas }: SchemaViewProps) {
  const shape = resolve(schema, schemas);
  const limits = limitsOf(shape);
  const description = textOf(schema.description) || textOf(shape.description);
  const inner = innerOf(schema, schemas);
  return (
    <>
      <span className="type">{typeOf(schema, schemas)}</span>
      {limits !== '' && <span className="quiet"> {limits}</span>}
      {description !== '' && (
        <div className="quiet">
          <Prose text={description} />
        </div>
      )}
      {inner.map((one) => (
        <Inner key={JSON.stringify(one).slice(0, 200)} schema={one} schemas={schemas} />
      ))}
    </>
  );
}

function Inner({ schema, schemas }: SchemaViewProps) {
  const [isOpen, setIsOpen] = useState(false);
  const name = refName(schema);
  return (
    <Fold
      label={name === null ? 'its properties' : `properties of ${name}`}
      isOpen={isOpen}
      onToggle={setIsOpen}
    >
      <SchemaView schema={schema} schemas={schemas} />
    </Fold>
  );
}

// The objects within a value that have properties of their own.
function innerOf(schema: Node, schemas: Schemas): Node[] {
  const shape = resolve(schema, schemas);
  const choices = [...nodesOf(shape.oneOf), ...nodesOf(shape.anyOf)];
  const inside = shape.items === undefined ? choices : [nodeOf(shape.items), ...choices];
  const own = shape.properties === undefined ? [] : [schema];
  return [...own, ...inside].filter(
    (one) => Object.keys(nodeOf(resolve(one, schemas).properties)).length > 0,
  );
}

function resolve(schema: Node, schemas: Schemas): Node {
  const name = refName(schema);
  return name === null ? schema : (schemas.get(name) ?? {});
}
