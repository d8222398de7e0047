// Which objects a collection may hold, in a few megabytes however many there are: a Bloom filter of
// their UUIDs. What it has not got is certainly not stored, and need not be looked up; a bulk load into
// a new collection looks nothing up at all. It is right only together with the collection's clock:
// what others store meanwhile lies after `upTo`, and is put in before it is asked.

export interface Sieve {
  readonly bits: Uint32Array;
  /** All that was stored up to this date_added is in it; null: the collection holds too much. */
  upTo: number | null;
}

// 4 MiB: of a million objects one in 1,600 is looked up in vain, of five million one in twenty.
const ADDRESS_BITS = 25;

/** An empty one. */
export function startSieve(): Sieve {
  return { bits: new Uint32Array(2 ** (ADDRESS_BITS - 5)), upTo: 0 };
}

/** Puts objects in. */
export function addToSieve({ bits }: Sieve, uuids: Iterable<string>): void {
  for (const uuid of uuids) {
    for (const place of placesOf(uuid))
      bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31));
  }
}

/** False for what is certainly not in it. */
export function mayHold({ bits }: Sieve, uuid: string): boolean {
  return placesOf(uuid).every((place) => ((bits[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0);
}

// Digits that are random in every version of UUID that is not counted up; UUIDv5, which imports make,
// has them all from a hash.
function placesOf(uuid: string): readonly [number, number, number] {
  const middle = uuid.slice(9, 13) + uuid.slice(24, 28);
  return [placeOf(uuid.slice(0, 8)), placeOf(middle), placeOf(uuid.slice(28, 36))];
}

function placeOf(digits: string): number {
  return Number.parseInt(digits, 16) >>> (32 - ADDRESS_BITS);
}
