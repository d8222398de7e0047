// STIX Meta Objects (STIX 2.1 §7): the properties of their own.

import {
  deprecated,
  dictionary,
  enumOf,
  list,
  type OwnModel,
  of,
  openVocab,
  ref,
  required,
  string,
  timestamp,
} from './property.ts';

export const META_TYPES: Readonly<Record<string, OwnModel>> = {
  'extension-definition': {
    section: '7.3',
    own: {
      name: required(string),
      description: string,
      schema: required(string),
      version: required(string),
      extension_types: required(list(enumOf('extension-type-enum'))),
      extension_properties: list(string),
    },
  },
  'language-content': {
    section: '7.1',
    own: {
      object_ref: required(ref('any')),
      object_modified: timestamp,
      contents: required(dictionary('dictionary')),
    },
  },
  'marking-definition': {
    section: '7.2.1',
    own: {
      name: string,
      definition_type: deprecated(openVocab()),
      definition: deprecated(of('marking-object')),
    },
  },
};
