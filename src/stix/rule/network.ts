// network-traffic (STIX 2.1 §6.12): which of its properties go together.

import type { Properties, Rule } from '../finding.ts';
import { type Place, tell } from './place.ts';

const TRAFFIC_ENDS: Rule = {
  code: 'TRAFFIC_ENDS',
  level: 'error',
  section: '6.12',
  title: 'network-traffic has a src_ref or a dst_ref.',
  hint: 'Refer to the address at one end at least.',
};

const TRAFFIC_ACTIVE: Rule = {
  code: 'TRAFFIC_ACTIVE',
  level: 'error',
  section: '6.12',
  title: 'network-traffic that is active has not ended yet.',
  hint: 'Leave end out, or set is_active to false.',
};

/** Checks the ends of the traffic, in space and in time. */
export function checkNetworkTraffic(object: Properties, place: Place): void {
  if (object.src_ref === undefined && object.dst_ref === undefined)
    tell(place, TRAFFIC_ENDS, 'neither src_ref nor dst_ref is given');
  if (object.is_active === true && object.end !== undefined)
    tell(place, TRAFFIC_ACTIVE, 'end is given, but is_active is true', 'end');
}

/** The rules of this file. */
export const NETWORK_RULES: readonly Rule[] = [TRAFFIC_ENDS, TRAFFIC_ACTIVE];
