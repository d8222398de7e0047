// What an object path leads to, by the model of STIX 2.1 (§9.7): through structures, dictionaries,
// extensions and references.

import { objectTypes, type PartModel, predefinedExtensions, structures } from '../model/model.ts';
import type { Kind, PropertyModel } from '../model/property.ts';
import type { ObjectPath, Step } from './ast.ts';

/** What a path leads to; `open` is what the model cannot know. */
export type PathTarget =
  | { readonly kind: 'type-unknown' }
  | { readonly kind: 'property-unknown'; readonly host: string; readonly name: string }
  | { readonly kind: 'list'; readonly name: string }
  | { readonly kind: 'open' }
  | PathValue;

/** A property that the model knows. */
export interface PathValue {
  readonly kind: 'value';
  readonly valueKind: Kind;
  readonly isList: boolean;
  /** The objects whose `value` it is; empty for other properties. */
  readonly hosts: readonly string[];
}

/** Where the reading of a path stands: at objects that have properties, or at a property. */
interface Place {
  readonly hosts: readonly PartModel[];
  readonly name: string;
  readonly property: PropertyModel;
}

const OPEN: PathTarget = { kind: 'open' };
const HASH: PropertyModel = { kind: 'string' };

/** Follows a path from its type. */
export function resolvePath(path: ObjectPath): PathTarget {
  const type = objectTypes.get(path.type);
  if (type === undefined || type.class !== 'sco') return { kind: 'type-unknown' };
  const [first, ...rest] = path.steps;
  if (first === undefined || !('key' in first)) return OPEN;
  let place = enterHosts([type], first.key);
  for (const step of rest) {
    if (!('property' in place)) return place;
    place = follow(place, step);
  }
  return 'property' in place ? describe(place) : place;
}

function describe({ hosts, name, property }: Place): PathTarget {
  return {
    kind: 'value',
    valueKind: property.kind,
    isList: property.list === true,
    hosts: name === 'value' ? hosts.map((host) => host.name) : [],
  };
}

function enterHosts(hosts: readonly PartModel[], name: string): Place | PathTarget {
  const having = hosts.filter((host) => host.properties[name] !== undefined);
  const property = having[0]?.properties[name];
  if (property !== undefined) return { hosts: having, name, property };
  return { kind: 'property-unknown', host: hosts.map((host) => host.name).join(' or '), name };
}

function follow(place: Place, step: Step): Place | PathTarget {
  const { property } = place;
  if ('index' in step) {
    if (property.list !== true) return OPEN;
    const { list: _, ...item } = property;
    return { ...place, property: item };
  }
  if (property.list === true) return { kind: 'list', name: place.name };
  return followKey(property, step.key);
}

function followKey(property: PropertyModel, key: string): Place | PathTarget {
  if (property.kind === 'hashes') return { hosts: [], name: key, property: HASH };
  if (property.kind === 'extensions') {
    const extension = predefinedExtensions.get(key);
    return extension === undefined
      ? OPEN
      : { hosts: [], name: key, property: { kind: key as Kind } };
  }
  const hosts = hostsOf(property);
  return hosts.length === 0 ? OPEN : enterHosts(hosts, key);
}

// The objects that a property holds or refers to; none when there is no telling.
function hostsOf(property: PropertyModel): readonly PartModel[] {
  const part = structures.get(property.kind) ?? predefinedExtensions.get(property.kind);
  if (part !== undefined) return [part];
  const { targets } = property;
  if (property.kind !== 'identifier' || targets === undefined || typeof targets === 'string')
    return [];
  return targets.map((name) => objectTypes.get(name)).filter((type) => type !== undefined);
}
