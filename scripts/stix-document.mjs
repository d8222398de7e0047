// Prints the model of STIX as the page docs/stix-types.md.

const HEAD = `# STIX 2.1: types

Every type that STIX 2.1 (Errata 01) defines, as Taxiway knows it. Generated from \`src/stix/model\` by
\`npm run generate\`; the same as JSON Schema is in [\`schemas/stix-2.1.json\`](../schemas/stix-2.1.json). What holds
between properties is listed in [stix-rules.md](stix-rules.md).

Bold properties are required. §: the section of the specification.
`;
const CLASSES = [
  ['sdo', 'Domain objects (SDO)'],
  ['sro', 'Relationship objects (SRO)'],
  ['sco', 'Cyber-observable objects (SCO)'],
  ['meta', 'Meta objects'],
  ['bundle', 'Bundle'],
];
const COMMON_COLUMNS = [
  ['SDO, SRO', 'indicator'],
  ['SCO', 'url'],
  ['extension-definition', 'extension-definition'],
  ['language-content', 'language-content'],
  ['marking-definition', 'marking-definition'],
];
const TARGETS = {
  any: 'any object but a bundle',
  sdo: 'any SDO',
  sco: 'any SCO',
  'sdo-sco': 'any SDO or SCO',
  'sco-sro': 'any SCO or SRO',
};

/** The text of the page. */
export function describeTypes(model, commonProperties, vocabularies) {
  const types = [...model.objectTypes.values()];
  return [
    HEAD,
    describeCommon(model, commonProperties),
    ...CLASSES.flatMap(([name, title]) => [
      `## ${title}\n`,
      ...types.filter((type) => type.class === name).map(describeModel),
    ]),
    '## Predefined extensions\n',
    ...[...model.predefinedExtensions.values()].map(describeModel),
    '## Structures\n',
    ...[...model.structures.values()].map(describeModel),
    '## Vocabularies and enumerations (§10)\n',
    'An open vocabulary (`…-ov`) may be left with a warning, an enumeration (`…-enum`) may not.\n',
    table(
      ['name', 'values'],
      [...vocabularies].map(([name, values]) => [code(name), [...values].map(code).join(', ')]),
    ),
  ].join('\n');
}

function describeCommon({ objectTypes }, commonProperties) {
  const use = (name, type) => {
    const property = objectTypes.get(type).properties[name];
    if (property.notApplicable) return '–';
    return property.required ? 'required' : 'optional';
  };
  return `## Common properties (§3.2)\n\n${table(
    ['property', 'type', ...COMMON_COLUMNS.map(([title]) => title)],
    Object.entries(commonProperties).map(([name, property]) => [
      code(name),
      describeType(property),
      ...COMMON_COLUMNS.map(([, type]) => use(name, type)),
    ]),
  )}\nA dash: not for that class; a warning where it stands.\n`;
}

function describeModel(model) {
  const own = Object.keys(model.own).map((name) => [name, model.properties[name]]);
  const rows = own.map(([name, property]) => [
    property.required ? `**${code(name)}**` : code(name),
    describeType(property) + (property.deprecated ? ' (deprecated)' : ''),
    describeValues(property),
  ]);
  return `### ${model.name} (§${model.section})\n\n${describeFacts(model)}${table(['property', 'type', 'values'], rows)}`;
}

function describeFacts({ hosts, idContributing, order }) {
  const facts = [];
  if (hosts !== undefined) facts.push(`In: ${hosts.map(code).join(', ')}.`);
  if (idContributing?.length > 0)
    facts.push(`Its id is made of: ${idContributing.map(code).join(', ')}.`);
  const times = order.filter(([later]) => later !== 'modified');
  for (const [later, relation, earlier] of times)
    facts.push(`${code(later)} ${relation === '>' ? 'after' : 'not before'} ${code(earlier)}.`);
  return facts.length === 0 ? '' : `${facts.join(' ')}\n\n`;
}

function describeType({ kind, list }) {
  return list ? `list of ${kind}` : kind;
}

function describeValues({ vocabulary, targets, minimum, maximum, precision, values }) {
  const facts = [];
  if (vocabulary !== undefined) facts.push(code(vocabulary));
  if (targets !== undefined) facts.push(`→ ${TARGETS[targets] ?? targets.map(code).join(', ')}`);
  if (maximum !== undefined) facts.push(`${minimum} to ${maximum}`);
  else if (minimum !== undefined) facts.push(`${minimum} or more`);
  if (precision !== undefined)
    facts.push(precision === 'second' ? 'no fraction' : 'three digits of fraction or more');
  if (values !== undefined) facts.push(`of ${values}`);
  return facts.join(', ');
}

function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function code(text) {
  return `\`${text}\``;
}
