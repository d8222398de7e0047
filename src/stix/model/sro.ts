// STIX Relationship Objects (STIX 2.1 §5): the properties of their own.

import {
  boolean,
  integer,
  list,
  type OwnModel,
  ref,
  relationshipType,
  required,
  string,
  timestamp,
} from './property.ts';

export const SRO_TYPES: Readonly<Record<string, OwnModel>> = {
  relationship: {
    section: '5.1',
    own: {
      relationship_type: required(relationshipType),
      description: string,
      source_ref: required(ref('sdo-sco')),
      target_ref: required(ref('sdo-sco')),
      start_time: timestamp,
      stop_time: timestamp,
    },
    order: [['stop_time', '>', 'start_time']],
  },
  sighting: {
    section: '5.2',
    own: {
      description: string,
      first_seen: timestamp,
      last_seen: timestamp,
      count: integer(0, 999999999),
      sighting_of_ref: required(ref('sdo')),
      observed_data_refs: list(ref('observed-data')),
      where_sighted_refs: list(ref('identity', 'location')),
      summary: boolean,
    },
    order: [['last_seen', '>=', 'first_seen']],
  },
};
