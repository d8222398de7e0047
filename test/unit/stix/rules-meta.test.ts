// Rules of meta objects. Each row: what breaks or keeps it, then the codes that are told, and where.
import { describe } from '@jest/globals';
import { of, sdo, UUID } from '../../support/stix-objects.ts';
import { rows } from '../../support/stix-rows.ts';

const MARKING = `marking-definition--${UUID}`;
const EXTENSION = `extension-definition--${UUID}`;

describe('meta objects', () => {
  const marking = (properties: object) =>
    of('marking-definition', { created: '2017-01-20T00:00:00.000Z', ...properties });
  const tlp = (properties: object) =>
    marking({
      definition_type: 'tlp',
      name: 'TLP:GREEN',
      definition: { tlp: 'green' },
      id: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
      ...properties,
    });
  const TLP_2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
  const tlp2 = (level: string, properties: object = {}) =>
    marking({
      id: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
      created: '2022-10-01T00:00:00.000Z',
      name: 'TLP:GREEN',
      extensions: { [TLP_2]: { extension_type: 'property-extension', tlp_2_0: level } },
      ...properties,
    });
  const content = (contents: object, properties: object = {}) =>
    sdo('language-content', { object_ref: `tool--${UUID}`, contents, ...properties });
  rows([
    ['a statement', marking({ definition_type: 'statement', definition: { statement: 'a' } })],
    [
      'a statement without words',
      marking({ definition_type: 'statement', definition: { foo: 'a' } }),
      'PROPERTY_MISSING /definition/statement',
    ],
    ['a marking that says nothing', marking({}), 'MARKING_EMPTY '],
    [
      'a marking by extension',
      marking({ extensions: { [EXTENSION]: { extension_type: 'property-extension' } } }),
    ],
    [
      'a marking of itself',
      marking({
        id: MARKING,
        object_marking_refs: [MARKING],
        definition_type: 'statement',
        definition: { statement: 'a' },
      }),
      'MARKING_ITSELF /object_marking_refs/0',
    ],
    [
      'a marking of a part of itself',
      marking({
        id: MARKING,
        granular_markings: [{ marking_ref: MARKING, selectors: ['definition'] }],
        definition_type: 'statement',
        definition: { statement: 'a' },
      }),
      'MARKING_ITSELF /granular_markings/0/marking_ref',
    ],
    ['TLP', tlp({})],
    ['TLP without a name', tlp({ name: undefined })],
    ["TLP of one's own", tlp({ id: MARKING }), 'TLP_INSTANCE /id'],
    ['TLP at another time', tlp({ created: '2018-01-20T00:00:00.000Z' }), 'TLP_INSTANCE /created'],
    ['TLP by another name', tlp({ name: 'TLP:RED' }), 'TLP_INSTANCE /name'],
    [
      'TLP of unknown colour',
      tlp({ definition: { tlp: 'clear' } }),
      'TLP_INSTANCE /definition/tlp',
    ],
    ['TLP without a colour', tlp({ definition: { foo: 1 } }), 'PROPERTY_MISSING /definition/tlp'],
    ['TLP 2', tlp2('green')],
    ['TLP 2 of another level', tlp2('red'), 'TLP_INSTANCE /id', 'TLP_INSTANCE /name'],
    ['TLP 2 of unknown level', tlp2('white'), `TLP_INSTANCE /extensions/${TLP_2}`],
    ['translations', content({ de: { name: 'a' } })],
    [
      'translations into no language',
      content({ e: { name: 'a' } }),
      'CONTENTS_LANGUAGE /contents/e',
    ],
    [
      'translations of no property',
      content({ de: { a: 'a' } }),
      'CONTENTS_PROPERTY /contents/de/a',
    ],
    ['translations that are null', content({ de: { name: null } }), 'VALUE_NULL /contents/de/name'],
    ['translations that are empty', content({ de: { name: [] } }), 'VALUE_EMPTY /contents/de/name'],
    [
      'translations of a bundle',
      content({ de: { name: 'a' } }, { object_ref: `bundle--${UUID}` }),
      'REFERENCE_TARGET /object_ref',
    ],
  ]);
});
