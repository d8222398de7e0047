// What a pattern means, without its spelling: no offsets, no spaces, no needless parentheses.
// Two patterns with equal trees mean the same; trees are plain JSON.

/** A pattern: observations joined by operators (STIX 2.1 §9.4 and §9.5). */
export type PatternNode = ObservationNode | JoinedNode | QualifiedNode;

/** `[…]`: one observation. */
export interface ObservationNode {
  readonly kind: 'observation';
  readonly test: ComparisonNode;
}

/** Two operands or more; an operand of the same operator was in parentheses. */
export interface JoinedNode {
  readonly kind: 'joined';
  readonly operator: 'AND' | 'OR' | 'FOLLOWEDBY';
  readonly operands: readonly PatternNode[];
}

/** An observation or group with qualifiers, at most one of each kind (§9.5.1). */
export interface QualifiedNode {
  readonly kind: 'qualified';
  readonly of: PatternNode;
  readonly qualifiers: readonly Qualifier[];
}

/** Numbers are kept as they are written. */
export type Qualifier =
  | { readonly kind: 'WITHIN'; readonly seconds: string }
  | { readonly kind: 'REPEATS'; readonly times: string }
  | { readonly kind: 'START'; readonly start: string; readonly stop: string };

/** What stands between brackets (§9.6). */
export type ComparisonNode = TestNode | JoinedTestsNode;

/** Two operands or more. */
export interface JoinedTestsNode {
  readonly kind: 'joined-tests';
  readonly operator: 'AND' | 'OR';
  readonly operands: readonly ComparisonNode[];
}

/** One comparison. `EXISTS` has no constants, `IN` one or more, the others exactly one. */
export interface TestNode {
  readonly kind: 'test';
  readonly path: ObjectPath;
  readonly negated: boolean;
  readonly operator: TestOperator;
  readonly constants: readonly Constant[];
}

/** The operators of §9.6.1. */
export type TestOperator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'IN'
  | 'LIKE'
  | 'MATCHES'
  | 'ISSUBSET'
  | 'ISSUPERSET'
  | 'EXISTS';

/** `type:step.step[*]` (§9.7); the first step is a key. */
export interface ObjectPath {
  readonly type: string;
  readonly steps: readonly Step[];
}

/** A property or dictionary key by name, or items of a list. */
export type Step = { readonly key: string } | { readonly index: number | '*' };

/** The kinds of constants (§9.2). */
export type ConstantKind =
  | 'string'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'hex'
  | 'binary'
  | 'timestamp';

/**
 * A constant. Its value is text: of a string without its escapes, of a number as it is written, of
 * base64 without line feeds.
 */
export interface Constant {
  readonly kind: ConstantKind;
  readonly value: string;
}
