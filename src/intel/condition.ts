// What can be asked of the intelligence that is stored: tests of one field each, and groups of them.
// Searches (store/) and ingestion rules (ingest/) read the same words.

/** What a test looks at. */
export type Field =
  | 'type'
  | 'value'
  | 'name'
  | 'description'
  | 'text'
  | 'source'
  | 'collection'
  | 'tlp'
  | 'confidence'
  | 'label'
  | 'kind'
  | 'created'
  | 'modified'
  | 'added'
  | 'valid_from'
  | 'valid_until'
  | 'revoked'
  | 'expired'
  | 'import'
  | 'id'
  | 'creator';

/** How it compares. */
export type Operator =
  | 'is'
  | 'in'
  | 'contains'
  | 'starts'
  | 'within'
  | 'before'
  | 'after'
  | 'at_least'
  | 'at_most'
  | 'exists';

/** One comparison. Times are ISO 8601, or relative to the time of asking: `now+7d`, `now-24h`. */
export interface Test {
  readonly field: Field;
  readonly op: Operator;
  readonly value: string | number | boolean | readonly string[];
}

/** A test, or a group of which all, any or none must hold. */
export type Condition =
  | Test
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly none: readonly Condition[] };
