// Grows the tree of a pattern while it is read. The grammar calls these functions only when someone
// asked for a tree, so that there is one grammar for checking and for reading.

import type {
  ComparisonNode,
  Constant,
  JoinedNode,
  PatternNode,
  Qualifier,
  Step,
  TestNode,
  TestOperator,
} from './ast.ts';

/** What is read already and not yet part of something greater. */
export interface Tree {
  readonly observations: PatternNode[];
  readonly comparisons: ComparisonNode[];
  steps: Step[];
  constants: Constant[];
  qualifiers: Qualifier[];
  /** Every test in the order of the text, with its place: what warnings are about. */
  readonly tests: PlacedTest[];
  readonly intervals: PlacedInterval[];
}

/** A test and the offset of its path. */
export interface PlacedTest {
  readonly test: TestNode;
  readonly offset: number;
}

/** START and STOP and the offset of START. */
export interface PlacedInterval {
  readonly start: string;
  readonly stop: string;
  readonly offset: number;
}

/** A tree before anything is read. */
export function createTree(): Tree {
  return {
    observations: [],
    comparisons: [],
    steps: [],
    constants: [],
    qualifiers: [],
    tests: [],
    intervals: [],
  };
}

/** Makes a test of the steps and constants that were read. */
export function addTest(
  tree: Tree,
  type: string,
  negated: boolean,
  operator: TestOperator,
  offset: number,
): void {
  const path = { type, steps: tree.steps };
  const test: TestNode = { kind: 'test', path, negated, operator, constants: tree.constants };
  tree.steps = [];
  tree.constants = [];
  tree.comparisons.push(test);
  tree.tests.push({ test, offset });
}

/** Joins the tests from the given one on, when there are several. */
export function joinTests(tree: Tree, operator: 'AND' | 'OR', from: number): void {
  if (tree.comparisons.length - from < 2) return;
  const operands = tree.comparisons.splice(from);
  tree.comparisons.push({ kind: 'joined-tests', operator, operands });
}

/** Makes an observation of the tests that were read. */
export function addObservation(tree: Tree): void {
  const test = tree.comparisons.pop();
  if (test !== undefined) tree.observations.push({ kind: 'observation', test });
}

/** Joins the observations from the given one on, when there are several. */
export function joinObservations(tree: Tree, operator: JoinedNode['operator'], from: number): void {
  if (tree.observations.length - from < 2) return;
  const operands = tree.observations.splice(from);
  tree.observations.push({ kind: 'joined', operator, operands });
}

/** Puts the qualifiers that were read on the last observation or group. */
export function qualify(tree: Tree): void {
  if (tree.qualifiers.length === 0) return;
  const of = tree.observations.pop();
  if (of !== undefined)
    tree.observations.push({ kind: 'qualified', of, qualifiers: tree.qualifiers });
  tree.qualifiers = [];
}
