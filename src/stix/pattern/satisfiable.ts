// Which types of objects a comparison can hold for (STIX 2.1 §9.5): all operands of AND must be
// satisfiable with one object.

/** Names of types. Almost always there is one, and a set would cost more than the comparison. */
export type Types = string | Set<string>;

/** The types of an OR. The greater set takes the smaller one in, which keeps long ORs linear. */
export function unite(one: Types, other: Types): Types {
  if (one === other) return one;
  if (typeof one === 'string') return uniteWith(other, one);
  if (typeof other === 'string') return uniteWith(one, other);
  const [small, great] = one.size < other.size ? [one, other] : [other, one];
  for (const type of small) great.add(type);
  return great;
}

/** The types of an AND, or null when there are none. */
export function intersect(one: Types, other: Types): Types | null {
  if (one === other) return one;
  if (typeof one === 'string') return includes(other, one) ? one : null;
  if (typeof other === 'string') return one.has(other) ? other : null;
  const [small, great] = one.size < other.size ? [one, other] : [other, one];
  const both = new Set([...small].filter((type) => great.has(type)));
  return both.size === 0 ? null : both;
}

/** The names for a message: the first three. */
export function nameTypes(types: Types): string {
  if (typeof types === 'string') return types;
  const [first, second, third, fourth] = types;
  const names = [first, second, third].filter((name) => name !== undefined).join(' or ');
  return fourth === undefined ? names : `${names} or others`;
}

function uniteWith(types: Types, type: string): Types {
  if (typeof types === 'string') return new Set([type, types]);
  return types.add(type);
}

function includes(types: Types, type: string): boolean {
  return typeof types !== 'string' && types.has(type);
}
