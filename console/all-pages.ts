// Lists that a page needs whole: accounts and collections are few.

interface Part<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
  readonly next?: string;
}

/** Reads a list of /api/v1 to its end. */
export async function readAll<Item>(
  readPart: (query: { limit: number; next?: string }) => Promise<Part<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let query: { limit: number; next?: string } = { limit: 1000 };
  for (;;) {
    const { items: some, next } = await readPart(query);
    items.push(...some);
    if (next === undefined) return items;
    query = { limit: 1000, next };
  }
}
