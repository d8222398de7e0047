// openapi.yaml as the reference shows it: operations by tag, with references looked up.

/** An object of the document, as it stands there. */
export type Node = Readonly<Record<string, unknown>>;

export interface Example {
  readonly name: string;
  readonly text: string;
}

export interface Media {
  readonly type: string;
  readonly schema: Node;
  readonly examples: readonly Example[];
}

export interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly isRequired: boolean;
  readonly description: string;
  readonly schema: Node;
  readonly example: unknown;
}

export interface Answer {
  readonly status: string;
  readonly description: string;
  readonly headers: readonly { readonly name: string; readonly description: string }[];
  readonly media: readonly Media[];
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly role: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Media[];
  readonly answers: readonly Answer[];
}

export interface Reference {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly operations: readonly Operation[];
  readonly schemas: ReadonlyMap<string, Node>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Reads a parsed OpenAPI document. */
export function readReference(parsed: unknown): Reference {
  const root = nodeOf(parsed);
  const info = nodeOf(root.info);
  return {
    title: textOf(info.title),
    version: textOf(info.version),
    description: textOf(info.description),
    tags: nodesOf(root.tags).map((tag) => ({
      name: textOf(tag.name),
      description: textOf(tag.description),
    })),
    operations: Object.entries(nodeOf(root.paths)).flatMap(([path, item]) =>
      readItem(root, path, nodeOf(item)),
    ),
    schemas: new Map(
      Object.entries(nodeOf(nodeOf(root.components).schemas)).map(([name, schema]) => [
        name,
        nodeOf(schema),
      ]),
    ),
  };
}

/** The name of the schema that a reference is of; null for what is no reference. */
export function refName({ $ref }: Node): string | null {
  return typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? null) : null;
}

/** An object, or an empty one. */
export function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Node)
    : {};
}

/** The objects of a list. */
export function nodesOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.map(nodeOf) : [];
}

/** A text, or an empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function readItem(root: Node, path: string, item: Node): Operation[] {
  return METHODS.filter((method) => item[method] !== undefined).map((method) => {
    const operation = nodeOf(item[method]);
    const parameters = [...nodesOf(item.parameters), ...nodesOf(operation.parameters)];
    const tags = Array.isArray(operation.tags) ? operation.tags : [];
    return {
      id: textOf(operation.operationId),
      method: method.toUpperCase(),
      path,
      tag: textOf(tags[0]),
      summary: textOf(operation.summary),
      description: textOf(operation.description),
      role: textOf(operation['x-role']),
      parameters: parameters.map((one) => readParameter(lookUp(root, one))),
      body: readMedia(root, lookUp(root, nodeOf(operation.requestBody)).content),
      answers: Object.entries(nodeOf(operation.responses)).map(([status, answer]) =>
        readAnswer(root, status, lookUp(root, nodeOf(answer))),
      ),
    };
  });
}

function readParameter(parameter: Node): Parameter {
  return {
    name: textOf(parameter.name),
    place: textOf(parameter.in),
    isRequired: parameter.required === true,
    description: textOf(parameter.description),
    schema: nodeOf(parameter.schema),
    example: parameter.example,
  };
}

function readAnswer(root: Node, status: string, answer: Node): Answer {
  return {
    status,
    description: textOf(answer.description),
    headers: Object.entries(nodeOf(answer.headers)).map(([name, header]) => ({
      name,
      description: textOf(lookUp(root, nodeOf(header)).description),
    })),
    media: readMedia(root, answer.content),
  };
}

function readMedia(root: Node, content: unknown): Media[] {
  return Object.entries(nodeOf(content)).map(([type, value]) => {
    const media = nodeOf(value);
    const named = Object.entries(nodeOf(media.examples)).map(([name, one]) => ({
      name,
      text: writeExample(lookUp(root, nodeOf(one)).value),
    }));
    const single =
      media.example === undefined ? [] : [{ name: '', text: writeExample(media.example) }];
    return { type, schema: nodeOf(media.schema), examples: [...single, ...named] };
  });
}

function writeExample(value: unknown): string {
  return typeof value === 'string' ? value.trimEnd() : JSON.stringify(value, null, 2);
}

// References are of this document: `#/components/…`.
function lookUp(root: Node, node: Node): Node {
  const { $ref } = node;
  if (typeof $ref !== 'string') return node;
  const keys = $ref.split('/').slice(1);
  return nodeOf(keys.reduce<unknown>((at, key) => nodeOf(at)[key], root));
}
