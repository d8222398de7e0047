// Prints the model of STIX as TypeScript types.

const LEAVES = {
  string: 'string',
  boolean: 'boolean',
  integer: 'number',
  'integer-or-string': 'number | string',
  float: 'number',
  hex: 'string',
  binary: 'string',
  timestamp: 'Timestamp',
  'type-name': 'string',
  'spec-version': "'2.1'",
  'relationship-type': 'string',
  hashes: 'Hashes',
  extensions: 'Extensions',
  'stix-object': 'StixObject',
  'marking-object':
    'StatementMarkingObjectType | TlpMarkingObjectType | Readonly<Record<string, unknown>>',
  'observable-container': 'Readonly<Record<string, Readonly<Record<string, unknown>>>>',
};
const BASES = { sdo: 'DomainProperties', sro: 'DomainProperties', sco: 'ObservableProperties' };
const VALUES = {
  string: 'string',
  'string-list': 'readonly string[]',
  integer: 'number',
  'integer-or-string': 'number | string',
  dictionary: 'Readonly<Record<string, unknown>>',
};

const WORDS = `// Custom properties are not in these types; add them where they are known: \`Indicator & { x_score: number }\`.

/** RFC 3339 in UTC, with \`T\` and \`Z\` (§2.16). */
export type Timestamp = string;

/** The name of a type, two hyphens, and a UUID (§2.9). */
export type StixIdentifier<Type extends string = string> = \`\${Type}--\${string}\`;

/** Digests by the name of their algorithm (§2.7). */
export type Hashes = Readonly<Record<string, string>>;

/** A value of the vocabulary, or any other: vocabularies are open. */
export type OpenVocab<Values extends string> = Values | (string & Record<never, never>);
`;

/** The text of the file, without its header. */
export function printTypes(model, vocabularies) {
  const types = [...model.objectTypes.values()];
  const of = (name) => types.filter((type) => type.class === name);
  return [
    WORDS,
    ...[...vocabularies].map(printVocabulary),
    printCommon('DomainProperties', 'SDOs and SROs', model.customTypes.sdo),
    printCommon('ObservableProperties', 'SCOs', model.customTypes.sco),
    ...types.map(printType),
    ...[...model.structures.values()].map(printPart),
    ...[...model.predefinedExtensions.values()].map(printPart),
    printExtensions(model),
    ...['sdo', 'sro', 'sco', 'meta'].map((name) => printUnion(pascal(name), of(name))),
    '/** Any object but a bundle, of the types that the specification defines. */\nexport type StixObject = Sdo | Sro | Sco | Meta;\n',
  ].join('\n');
}

function printVocabulary([name, values]) {
  const union = [...values].map((value) => `'${value}'`).join('\n  | ');
  if (!name.endsWith('-ov')) return `export type ${pascal(name)} =\n  | ${union};\n`;
  return `export type ${pascal(name)} = OpenVocab<\n  | ${union}\n>;\n`;
}

function printCommon(name, whose, { properties }) {
  return `/** Common properties of ${whose} (§3.2). */\nexport interface ${name} {\n${printProperties(properties)}}\n`;
}

function printType(model) {
  const base = BASES[model.class];
  return `/** STIX 2.1 §${model.section}. */
export interface ${pascal(model.name)}${base === undefined ? '' : ` extends ${base}`} {
  readonly type: '${model.name}';
  readonly id: StixIdentifier<'${model.name}'>;
${printProperties(base === undefined ? model.properties : model.own)}}
`;
}

function printPart(model) {
  return `/** STIX 2.1 §${model.section}. */\nexport interface ${pascal(model.name)} {\n${printProperties(model.properties)}}\n`;
}

function printExtensions({ predefinedExtensions }) {
  const known = [...predefinedExtensions.keys()].map(
    (name) => `  readonly '${name}'?: ${pascal(name)};\n`,
  );
  return `/** Extensions by name (§3.2): predefined, or the id of an extension-definition. */\nexport interface Extensions {\n${known.join('')}  readonly [name: string]: object | undefined;\n}\n`;
}

function printUnion(name, models) {
  return `export type ${name} =\n  | ${models.map((model) => pascal(model.name)).join('\n  | ')};\n`;
}

function printProperties(properties) {
  return Object.entries(properties)
    .filter(([name, property]) => name !== 'type' && name !== 'id' && !property.notApplicable)
    .map(([name, property]) => printProperty(name, property))
    .join('');
}

function printProperty(name, property) {
  const type = printKind(property);
  const listed = property.list ? `readonly ${type.includes('|') ? `(${type})` : type}[]` : type;
  const note = property.deprecated ? '  /** @deprecated */\n' : '';
  return `${note}  readonly ${name}${property.required ? '' : '?'}: ${listed};\n`;
}

function printKind({ kind, vocabulary, targets, values }) {
  if (kind === 'identifier') return printReference(targets);
  if (kind === 'open-vocab') return vocabulary === undefined ? 'string' : pascal(vocabulary);
  if (kind === 'enum') return pascal(vocabulary);
  if (kind === 'dictionary') return `Readonly<Record<string, ${VALUES[values] ?? 'unknown'}>>`;
  return LEAVES[kind] ?? pascal(kind);
}

// A reference may go to custom types where classes are wanted.
function printReference(targets) {
  if (!Array.isArray(targets)) return 'StixIdentifier';
  return `StixIdentifier<${targets.map((target) => `'${target}'`).join(' | ')}>`;
}

function pascal(name) {
  return name.replace(/(?:^|[-_])(\w)/g, (_, letter) => letter.toUpperCase());
}
