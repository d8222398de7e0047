// What a recipe says. Labels are the product's own words, as its form spells them.

/** One field of the product's form, and what goes there. */
export interface Field {
  readonly label: string;
  readonly value: string;
  /** Something to choose or to tick, rather than to paste. */
  readonly isChoice?: boolean;
  readonly note?: string;
}

export interface Recipe {
  readonly id: string;
  readonly product: string;
  /** What its account must be allowed here. */
  readonly needs: 'read' | 'write';
  readonly does: string;
  /** How one gets to the form. */
  readonly path?: string;
  readonly fields?: readonly Field[];
  readonly code?: readonly { readonly label: string; readonly text: string }[];
  readonly notes: readonly string[];
  /** How we know. */
  readonly basis: string;
}
