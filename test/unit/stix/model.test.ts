// The model against the facts compiled from the specification, and against itself.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { commonProperties, reservedPropertyNames } from '../../../src/stix/model/common.ts';
import {
  classOf,
  customTypes,
  modelOf,
  objectTypes,
  type PartModel,
  predefinedExtensions,
  structures,
} from '../../../src/stix/model/model.ts';
import type { PropertyModel, Targets } from '../../../src/stix/model/property.ts';
import {
  commonRelationshipTypes,
  relationshipTypes,
} from '../../../src/stix/model/relationships.ts';
import { vocabularies } from '../../../src/stix/model/vocabularies.ts';

interface FactsOfProperty {
  readonly t: string;
  readonly req?: 1;
  readonly vocab?: string;
  readonly ref?: string | readonly string[];
  readonly deprecated?: 1;
}

interface Facts {
  readonly sdo: readonly string[];
  readonly sro: readonly string[];
  readonly sco: readonly string[];
  readonly meta: readonly string[];
  readonly common: {
    readonly required: Readonly<Record<string, readonly string[]>>;
    readonly not_applicable: Readonly<Record<string, readonly string[]>>;
  };
  readonly types: Readonly<Record<string, Readonly<Record<string, FactsOfProperty>>>>;
  readonly ranges: Readonly<Record<string, readonly [number, number | null]>>;
  readonly order: readonly (readonly [string, string, string, string])[];
  readonly id_contributing: Readonly<Record<string, readonly string[]>>;
  readonly relationships: readonly (readonly [string, string, readonly string[]])[];
  readonly common_relationships: Readonly<Record<string, string>>;
  readonly reserved_property_names: readonly string[];
  readonly vocab: Readonly<Record<string, readonly string[]>>;
}

const facts: Facts = JSON.parse(
  readFileSync(new URL('../../../../shared/stix/model.json', import.meta.url), 'utf8'),
);
// The facts say dictionary, string and identifier where the model knows better, and name one
// structure by its long name.
const KINDS: Readonly<Record<string, string>> = {
  extensions: 'dictionary',
  'relationship-type': 'string',
  'marking-object': '<marking object>',
  'stix-object': '<STIX Object>',
};
const TARGETS: Readonly<Record<string, string>> = {
  any: 'any STIX Object (not bundle)',
  sdo: 'SDO',
  sco: 'SCO',
  'sdo-sco': 'SDO|SCO',
  'sco-sro': 'SCO|SRO',
};
const parts = new Map<string, PartModel>([...objectTypes, ...structures, ...predefinedExtensions]);

function partNamed(name: string): PartModel {
  const model = parts.get(name === 'granular-marking-type' ? 'granular-marking' : name);
  if (model === undefined) throw new Error(`the model has no ${name}`);
  return model;
}

function factsOf(property: PropertyModel): FactsOfProperty {
  const kind = KINDS[property.kind] ?? property.kind;
  return {
    t: property.list ? `list<${kind}>` : kind,
    ...(property.required ? { req: 1 } : {}),
    ...(property.vocabulary === undefined ? {} : { vocab: property.vocabulary }),
    ...(property.targets === undefined ? {} : { ref: targetsOf(property.targets) }),
    ...(property.deprecated ? { deprecated: 1 } : {}),
  };
}

function targetsOf(targets: Targets): string | readonly string[] {
  return typeof targets === 'string' ? String(TARGETS[targets]) : targets;
}

describe('the model has', () => {
  test('the types of each class, in the order of the specification', () => {
    for (const name of ['sdo', 'sro', 'sco', 'meta'] as const) {
      const types = [...objectTypes.values()].filter((type) => type.class === name);
      expect(types.map((type) => type.name)).toEqual(facts[name]);
    }
  });

  test.each(Object.keys(facts.types))('the properties of %s', (name) => {
    const { own } = partNamed(name);
    const found = Object.fromEntries(
      Object.entries(own).map(([property, model]) => [property, factsOf(model)]),
    );
    const wanted = structuredClone(facts.types[name]) as Record<string, FactsOfProperty>;
    // Which the property table says in words only.
    if (name === 'granular-marking-type')
      wanted.marking_ref = { t: 'identifier', ref: ['marking-definition'] };
    expect(found).toEqual(wanted);
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
  });

  test('no structure or extension that the facts do not have', () => {
    const known = Object.keys(facts.types).length;
    expect(parts.size).toBe(known + ['external-reference', 'kill-chain-phase'].length);
  });

  test('the ranges of numbers', () => {
    const found: Record<string, unknown> = {};
    for (const [name, { own }] of parts)
      for (const [property, { minimum, maximum }] of Object.entries(own))
        if (minimum !== undefined) found[`${name}.${property}`] = [minimum, maximum ?? null];
    const { minimum, maximum } = commonProperties.confidence ?? {};
    found['*.confidence'] = [minimum, maximum];
    expect(found).toEqual(facts.ranges);
  });

  test('the orders of time', () => {
    const wanted = (type: string) =>
      facts.order.filter(([name]) => name === type || name === '*').map(([, ...order]) => order);
    for (const type of objectTypes.values())
      expect([type.name, type.order]).toEqual([
        type.name,
        type.class === 'bundle' ? [] : wanted(type.name),
      ]);
  });

  test('the properties that make an id', () => {
    const found = [...objectTypes.values()].flatMap(({ name, idContributing }) =>
      idContributing === undefined ? [] : [[name, idContributing]],
    );
    expect(Object.fromEntries(found)).toEqual(facts.id_contributing);
  });

  test('the common properties that each class requires or has no use for', () => {
    const classes: Record<string, readonly string[]> = {
      'sdo/sro': [...facts.sdo, ...facts.sro],
      'sdo/sro/language-content': [...facts.sdo, ...facts.sro, 'language-content'],
      sco: facts.sco,
    };
    for (const [group, names] of Object.entries(facts.common.required))
      for (const type of classes[group] ?? [group]) {
        const { properties } = partNamed(type);
        const found = [...Object.keys(commonProperties)].filter((one) => properties[one]?.required);
        expect([type, found.sort()]).toEqual([type, [...names].sort()]);
      }
    for (const [group, names] of Object.entries(facts.common.not_applicable)) {
      if (group === 'bundle') continue;
      for (const type of classes[group] ?? [group]) {
        const { properties } = partNamed(type);
        const found = Object.keys(properties).filter((one) => properties[one]?.notApplicable);
        expect([type, found.sort()]).toEqual([type, [...names].sort()]);
      }
    }
    expect(Object.keys(partNamed('bundle').properties)).toEqual(['type', 'id', 'objects']);
  });

  test('the vocabularies', () => {
    const found = [...vocabularies].map(([name, values]) => [name, [...values]]);
    expect(Object.fromEntries(found)).toEqual(facts.vocab);
  });

  test('the relationships', () => {
    const found = [...relationshipTypes].flatMap(([source, types]) =>
      [...types].map(([type, targets]) => [source, type, [...targets].sort()]),
    );
    expect(found).toEqual(
      facts.relationships.map(([source, type, targets]) => [source, type, [...targets].sort()]),
    );
    expect([...commonRelationshipTypes.keys()]).toEqual(Object.keys(facts.common_relationships));
  });

  test('the reserved names, and none of them as a property', () => {
    expect([...reservedPropertyNames]).toEqual(facts.reserved_property_names);
    for (const { properties } of parts.values())
      for (const name of reservedPropertyNames) expect(properties[name]).toBeUndefined();
  });
});

describe('every name that the model uses', () => {
  const properties = [...parts.values()].flatMap((model) => Object.values(model.properties));

  test('of a vocabulary is a vocabulary', () => {
    for (const { vocabulary } of properties)
      if (vocabulary !== undefined) expect(vocabularies.has(vocabulary)).toBe(true);
  });

  test('of a target, a host or a contributing property exists', () => {
    for (const { targets } of properties)
      if (typeof targets === 'object')
        for (const target of targets) expect([...objectTypes.keys()]).toContain(target);
    for (const { hosts } of predefinedExtensions.values())
      for (const host of hosts ?? ['none'])
        expect(objectTypes.get(host)?.own.extensions?.kind).toBe('extensions');
    for (const { idContributing, order, properties: known } of parts.values())
      for (const name of [...(idContributing ?? []), ...order.flatMap(([a, , b]) => [a, b])])
        expect(Object.keys(known)).toContain(name);
  });

  // The compiled shapes read `object.name`, which would find these on any object.
  test('of a property is none that every JavaScript object has', () => {
    for (const model of parts.values())
      for (const name in model.properties) expect(name in {}).toBe(false);
  });
});

describe('a look-up', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'of %s finds nothing',
    (name) => {
      expect(modelOf(name, {}).name).toBe('custom-sco');
      expect(modelOf('indicator', {}).properties[name]).toBeUndefined();
      expect(objectTypes.get(name)).toBeUndefined();
    },
  );

  test.each([
    [
      'by the extension that declares it',
      { extensions: { a: { extension_type: 'new-sdo' } } },
      'sdo',
    ],
    ['also a relationship', { extensions: { a: 1, b: { extension_type: 'new-sro' } } }, 'sro'],
    ['before its times', { created: 'x', extensions: { a: { extension_type: 'new-sco' } } }, 'sco'],
    ['by its times', { modified: 'x', extensions: { a: { extension_type: {} } } }, 'sdo'],
    ['as an observable without times', { extensions: null }, 'sco'],
  ] as const)('tells the class of a custom type %s', (_how, object, wanted) => {
    expect(classOf('x-acme', object)).toBe(wanted);
    expect(modelOf('x-acme', object)).toBe(customTypes[wanted]);
  });

  test('of a known type does not ask the object', () => {
    expect(classOf('url', { created: 'x' })).toBe('sco');
    expect(classOf('bundle')).toBe('bundle');
  });
});
