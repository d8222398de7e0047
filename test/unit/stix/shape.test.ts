// Shapes: the compiled gate and the explanation say the same of every object, and what they say.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import {
  createReport,
  type Finding,
  type Properties,
  type Report,
} from '../../../src/stix/finding.ts';
import { objectTypes } from '../../../src/stix/model/model.ts';
import {
  explainContained,
  explainShape,
  explainStructure,
} from '../../../src/stix/shape/explain.ts';
import { isShaped } from '../../../src/stix/shape/shape.ts';
import { SHAPE_RULES } from '../../../src/stix/shape/tell.ts';

const FOLDER = new URL('../../../../shared/stix/vectors/', import.meta.url);
const ID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
const TIME = '2024-05-31T08:00:00.000Z';
const INDICATOR = {
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${ID}`,
  created: TIME,
  modified: TIME,
  pattern: "[url:value = 'https://example.com/']",
  pattern_type: 'stix',
  valid_from: TIME,
};
const FILE = { type: 'file', id: `file--${ID}` };

const objects = readdirSync(FOLDER)
  .filter((name) => name.startsWith('objects-'))
  .flatMap((name): { object?: unknown }[] =>
    JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')),
  )
  .flatMap(({ object }) => objectsIn(object));

/** The objects, those of bundles too, that say their type. */
function objectsIn(value: unknown): Properties[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const object = value as Properties;
  const inside = Array.isArray(object.objects) ? object.objects.flatMap(objectsIn) : [];
  return typeof object.type === 'string' ? [object, ...inside] : inside;
}

function newReport(errors = 100): Report {
  return createReport(
    {
      hexCase: 'lower',
      createdByRef: 'identity',
      uuidVersions: 'rfc9562',
      uuidCase: 'any',
      stix20: 'refuse',
    },
    { errors, warnings: 0, infos: false },
  );
}

function explain(object: Properties, type = String(object.type)): readonly Finding[] {
  const report = newReport();
  explainShape(object, type, report);
  return report.errors;
}

function told(object: Properties): string[] {
  return explain(object).map(({ code, pointer }) => `${code} ${pointer}`);
}

describe('the gate and the explanation agree', () => {
  let shaped = 0;

  afterAll(() => {
    process.stdout.write(`vectors: ${objects.length} objects, ${shaped} have their shape\n`);
  });

  test('on every object of the vectors', () => {
    for (const object of objects) {
      const errors = explain(object);
      expect([object.id, isShaped(object, String(object.type)), errors]).toEqual([
        object.id,
        errors.length === 0,
        errors,
      ]);
      if (errors.length === 0) shaped += 1;
    }
  });

  test('on those objects with something changed anywhere', () => {
    const scalar = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        '',
        'x',
        0,
        -1,
        1.5,
        80,
        65536,
        2 ** 53,
        Number.POSITIVE_INFINITY,
      ),
      fc.constantFrom<unknown>(
        [],
        {},
        [null],
        [''],
        { a: '' },
        [{}],
        { 'a b': 'x' },
        { __proto__: null },
      ),
      fc.constantFrom<unknown>(
        TIME,
        '2024-05-31T08:00:00Z',
        `url--${ID}`,
        'ff',
        'f',
        'QQ==',
        'MD5',
        '2.0',
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const seed = fc.record({
      object: fc.constantFrom(...objects),
      changes: fc.array(fc.tuple(fc.array(fc.nat(40), { maxLength: 5 }), scalar, fc.nat(3)), {
        minLength: 1,
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(seed, ({ object, changes }) => {
        const changed = structuredClone(object) as Record<string, unknown>;
        for (const [path, value, how] of changes) change(changed, path, value, how);
        const type = typeof changed.type === 'string' ? changed.type : String(object.type);
        expect(isShaped(changed, type)).toBe(explain(changed, type).length === 0);
      }),
      { numRuns: 5000 },
    );
  });

  test('on anything that calls itself by the name of a type', () => {
    const type = fc.constantFrom(...objectTypes.keys(), 'x-acme', 'custom-sdo', '__proto__');
    const names = [...objectTypes.values()].flatMap(({ properties }) => Object.keys(properties));
    const object = fc.dictionary(fc.constantFrom(...names, '__proto__'), fc.jsonValue());
    fc.assert(
      fc.property(type, object, (name, value) => {
        expect(isShaped(value, name)).toBe(explain(value, name).length === 0);
      }),
      { numRuns: 2000 },
    );
  });

  test('on as many names as there may be, and on one more', () => {
    for (const [count, expected] of [
      [10_000, true],
      [10_001, false],
    ] as const) {
      const hashes = Object.fromEntries(Array.from({ length: count }, (_, n) => [`abc${n}`, 'a']));
      const file = { ...FILE, hashes };
      expect([count, isShaped(file, 'file'), told(file)]).toEqual([
        count,
        expected,
        expected ? [] : ['TOO_WIDE /hashes'],
      ]);
    }
  });

  test('with the JSON Schema that others may use', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../../schemas/stix-2.1.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ allowUnionTypes: true, strictRequired: false }).compile(schema);
    for (const object of objects.filter(({ type }) => objectTypes.has(String(type))))
      expect([object.id, validate(object)]).toEqual([
        object.id,
        isShaped(object, String(object.type)),
      ]);
  });
});

/** Walks down by the numbers, and drops, replaces, adds or copies what is there. */
function change(root: Record<string, unknown>, path: number[], value: unknown, how: number): void {
  let at = root as Record<string, unknown>;
  let keys = Object.keys(at);
  let key = keys[(path[0] ?? 0) % keys.length] ?? 'type';
  for (const step of path.slice(1)) {
    const below = at[key];
    if (typeof below !== 'object' || below === null || Object.keys(below).length === 0) break;
    at = below as Record<string, unknown>;
    keys = Object.keys(at);
    key = keys[step % keys.length] ?? key;
  }
  if (how === 0) delete at[key];
  else if (how === 1) at[key] = [at[key]];
  else at[how === 2 ? key : 'hashes'] = value;
}

describe('what is wrong is told where it is', () => {
  test.each<[string, Properties, string[]]>([
    ['a good indicator', {}, []],
    ['unknown properties are let through', { x_acme: null, __x: {} }, []],
    ['a name that is no text', { name: 5 }, ['PROPERTY_TYPE /name']],
    ['null', { name: null }, ['PROPERTY_TYPE /name']],
    ['an empty list', { labels: [] }, ['LIST_EMPTY /labels']],
    ['text for a list', { labels: 'a' }, ['PROPERTY_TYPE /labels']],
    [
      'an element',
      { labels: ['a', 1, null] },
      ['PROPERTY_TYPE /labels/1', 'PROPERTY_TYPE /labels/2'],
    ],
    ['80.0 is 80', { confidence: JSON.parse('80.0') }, []],
    ['a fraction', { confidence: 1.5 }, ['INTEGER_INVALID /confidence']],
    ['a number out of bounds', { confidence: 101 }, ['NUMBER_RANGE /confidence']],
    ['a number as text', { confidence: '80' }, ['PROPERTY_TYPE /confidence']],
    ['another version', { spec_version: '2.0' }, ['SPEC_VERSION /spec_version']],
    [
      'created without a fraction',
      { created: '2024-05-31T08:00:00Z' },
      ['TIMESTAMP_PRECISION /created'],
    ],
    ['created that is no time', { created: 'yesterday' }, ['TIMESTAMP_INVALID /created']],
    ['any number of digits elsewhere', { valid_from: '2024-05-31T08:00:00.1234567Z' }, []],
    ['a leap second', { valid_from: '2016-12-31T23:59:60Z' }, []],
    ['small letters', { valid_from: '2024-05-31t08:00:00z' }, ['TIMESTAMP_INVALID /valid_from']],
    ['an offset', { valid_from: '2024-05-31T08:00:00+00:00' }, ['TIMESTAMP_INVALID /valid_from']],
    ['minute 60', { valid_from: '2024-05-31T08:60:00Z' }, ['TIMESTAMP_INVALID /valid_from']],
    ['a line end', { valid_from: `${TIME}\n` }, ['TIMESTAMP_INVALID /valid_from']],
    ['an identifier with a line end', { id: `indicator--${ID}\n` }, ['IDENTIFIER_INVALID /id']],
    ['a UUID in capitals', { id: `indicator--${ID.toUpperCase()}` }, []],
    [
      'version 9',
      { id: 'indicator--8e2e2d2b-17d4-9cbf-938f-98ee46b3cd3f' },
      ['IDENTIFIER_INVALID /id'],
    ],
    [
      'variant c',
      { id: 'indicator--8e2e2d2b-17d4-4cbf-c38f-98ee46b3cd3f' },
      ['IDENTIFIER_INVALID /id'],
    ],
    [
      'two letters for a type',
      { created_by_ref: `ab--${ID}` },
      ['IDENTIFIER_INVALID /created_by_ref'],
    ],
    ['three for a type', { created_by_ref: `a-b--${ID}` }, []],
    ['three hyphens', { created_by_ref: `abc---${ID}` }, ['IDENTIFIER_INVALID /created_by_ref']],
    [
      'a part without what it needs',
      { external_references: [{ source_name: 'x' }, {}, { source_name: 1, hashes: {} }] },
      [
        'PROPERTY_MISSING /external_references/1/source_name',
        'PROPERTY_TYPE /external_references/2/source_name',
        'OBJECT_EMPTY /external_references/2/hashes',
      ],
    ],
    ['a part that is none', { kill_chain_phases: ['x'] }, ['PROPERTY_TYPE /kill_chain_phases/0']],
    [
      'empty selectors',
      { granular_markings: [{ selectors: [] }] },
      ['LIST_EMPTY /granular_markings/0/selectors'],
    ],
    ['empty extensions', { extensions: {} }, ['OBJECT_EMPTY /extensions']],
    [
      'an empty extension',
      { extensions: { 'x-ext': {}, y: 1 } },
      ['OBJECT_EMPTY /extensions/x-ext', 'PROPERTY_TYPE /extensions/y'],
    ],
    ['an extension of other types', { extensions: { 'ntfs-ext': { sid: 5 } } }, []],
  ])('%s', (_what, changes, wanted) => {
    expect(told({ ...INDICATOR, ...changes })).toEqual(wanted);
  });

  test('everything at once, with the section of the table', () => {
    const errors = explain({ type: 'indicator', id: 'x' });
    expect(errors.map(({ code, pointer, section }) => `${code} ${pointer} §${section}`)).toEqual([
      'PROPERTY_MISSING /spec_version §3.2',
      'IDENTIFIER_INVALID /id §2.9',
      'PROPERTY_MISSING /created §3.2',
      'PROPERTY_MISSING /modified §3.2',
      'PROPERTY_MISSING /pattern §4.7',
      'PROPERTY_MISSING /pattern_type §4.7',
      'PROPERTY_MISSING /valid_from §4.7',
    ]);
  });

  test.each<[string, Properties, string[]]>([
    ['hex', { magic_number_hex: '0x4d' }, ['HEX_INVALID /magic_number_hex']],
    ['hex in capitals', { magic_number_hex: '4D5A' }, []],
    ['a negative size', { size: -1 }, ['NUMBER_RANGE /size']],
    ['a size beyond 2^53', { size: 2 ** 53 }, ['INTEGER_INVALID /size']],
    [
      'names of hashes',
      { hashes: { ab: 'x', 'MD 5': 'x', MD5: 1 } },
      ['HASH_NAME /hashes/ab', 'HASH_NAME /hashes/MD 5', 'PROPERTY_TYPE /hashes/MD5'],
    ],
    ['common properties of other classes, in form', { created: TIME, labels: ['a'] }, []],
    ['common properties of other classes, out of form', { lang: 5 }, ['PROPERTY_TYPE /lang']],
    [
      'an extension of its own',
      { extensions: { 'ntfs-ext': { sid: 5 } } },
      ['PROPERTY_TYPE /extensions/ntfs-ext/sid'],
    ],
    [
      'an empty extension of its own',
      { extensions: { 'pdf-ext': {} } },
      ['OBJECT_EMPTY /extensions/pdf-ext'],
    ],
    [
      'deep inside an extension',
      {
        extensions: {
          'windows-pebinary-ext': {
            pe_type: 'exe',
            time_date_stamp: TIME,
            sections: [{ name: 'a', size: -1 }],
          },
        },
      },
      [
        'TIMESTAMP_PRECISION /extensions/windows-pebinary-ext/time_date_stamp',
        'NUMBER_RANGE /extensions/windows-pebinary-ext/sections/0/size',
      ],
    ],
    [
      'dictionaries',
      { extensions: { 'raster-image-ext': { exif_tags: { a: 'x', b: 1, c: 1.5, 'd/e': true } } } },
      [
        'INTEGER_INVALID /extensions/raster-image-ext/exif_tags/c',
        'DICTIONARY_KEY /extensions/raster-image-ext/exif_tags/d~1e',
        'PROPERTY_TYPE /extensions/raster-image-ext/exif_tags/d~1e',
      ],
    ],
  ])('of a file: %s', (_what, changes, wanted) => {
    expect(told({ ...FILE, ...changes })).toEqual(wanted);
  });

  test('custom types have the common properties of their class', () => {
    expect(told({ type: 'x-acme', id: `x-acme--${ID}` })).toEqual([]);
    expect(told({ type: 'x-acme', id: `x-acme--${ID}`, created: TIME })).toEqual([
      'PROPERTY_MISSING /spec_version',
      'PROPERTY_MISSING /modified',
    ]);
    expect(told({ type: 'x--acme', id: `x-acme--${ID}` })).toEqual(['TYPE_NAME /type']);
    expect(told({ type: 'custom-sdo', id: `custom-sdo--${ID}` })).toEqual([]);
  });

  test('messages name the place and the value, shortened and escaped', () => {
    const [error] = explain({ ...INDICATOR, labels: ['a', 5], name: {} }).slice(-1);
    expect(error?.message).toBe('name is an object; it must be text');
    const [long] = explain({ ...INDICATOR, valid_from: `\u0000${'x'.repeat(500)}` });
    expect(long?.message.length).toBeLessThan(300);
    expect(long?.message).toContain('valid_from is "\\u0000xxx');
  });
});

test('the shape of a structure is explained where it stands', () => {
  const report = newReport();
  explainStructure({ statement: 1 }, 'statement-marking-object-type', ['definition'], report);
  explainStructure([], 'tlp-marking-object-type', ['definition'], report);
  explainStructure({}, 'no-such-type', ['definition'], report);
  expect(report.errors.map(({ code, pointer, section }) => [code, pointer, section])).toEqual([
    ['PROPERTY_TYPE', '/definition/statement', '7.2.1.3'],
    ['PROPERTY_TYPE', '/definition', '7.2.1.4'],
  ]);
});

test('an object in a container needs no id, and its references are keys', () => {
  const report = newReport();
  const path = ['objects', '0'];
  explainContained(
    { type: 'file', hashes: { MD5: 'x' }, parent_directory_ref: '1' },
    'file',
    path,
    report,
  );
  explainContained({ type: 'x-acme', anything: {} }, 'x-acme', path, report);
  expect(report.errors).toEqual([]);
  explainContained({ type: 'file', contains_refs: [1], size: 'x' }, 'file', path, report);
  expect(report.errors.map(({ pointer }) => pointer)).toEqual([
    '/objects/0/size',
    '/objects/0/contains_refs/0',
  ]);
});

describe('hostile objects', () => {
  test('with a long list of faults cost no more than the report holds', () => {
    const report = newReport(10);
    const labels = new Proxy(new Array(1_000_000).fill(5), {
      get(list, key) {
        if (key === '50') throw new Error('walked on');
        return Reflect.get(list, key);
      },
    });
    explainShape({ ...INDICATOR, labels }, 'indicator', report);
    expect([report.errors.length, report.omitted]).toEqual([10, 1]);
  });

  // Expressions that V8 has to backtrack through end in a RangeError on such texts.
  test.each([
    ['binary', 'artifact', 'payload_bin', 'QUJD'.repeat(4 * 2 ** 20)],
    ['binary, broken at the end', 'artifact', 'payload_bin', `${'QUJD'.repeat(4 * 2 ** 20)}!`],
    ['hex', 'file', 'magic_number_hex', 'ab'.repeat(8 * 2 ** 20)],
    ['an identifier of hyphens', 'url', 'id', 'a-'.repeat(8 * 2 ** 20)],
    ['a type of hyphens', 'x-acme', 'type', 'a-'.repeat(8 * 2 ** 20)],
    ['a time of digits', 'url', 'created', `2024-05-31T08:00:00.${'1'.repeat(16 * 2 ** 20)}`],
  ])('with 16 MiB of %s are judged', (_what, type, name, value) => {
    const object = { type, id: `${type}--${ID}`, [name]: value };
    expect(isShaped(object, type)).toBe(explain(object, type).length === 0);
  });
});

test('every rule of shape has a code of its own', () => {
  const codes = SHAPE_RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
