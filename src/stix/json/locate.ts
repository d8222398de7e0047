// Where in a text a finding stands: from its JSON pointer (RFC 6901) to a line and a column. For
// people who look at the file; slow, so asked only when there is something to tell.

import { type Node, parseTree } from 'jsonc-parser';

/** A place in a text, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A value in a text. */
export interface Located {
  readonly offset: number;
  /** Of text, numbers, true, false and null; undefined for lists and objects. */
  readonly value: unknown;
}

/**
 * The values of a JSON text by pointer. What does not exist (a property that is missing) stands where
 * the nearest thing around it does. Recursive: bound the depth before.
 */
export function createLocator(text: string): (pointer: string) => Located {
  const root = parseTree(text);
  return (pointer) => {
    let node = root;
    for (const part of pointer.split('/').slice(1)) {
      const child = childOf(node, part.replaceAll('~1', '/').replaceAll('~0', '~'));
      if (child === undefined) break;
      node = child;
    }
    return { offset: node?.offset ?? 0, value: node?.value };
  };
}

/** The positions of a text's offsets. */
export function createLineIndex(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function childOf(node: Node | undefined, name: string): Node | undefined {
  if (node?.type === 'array') return node.children?.[Number(name)];
  return node?.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1];
}
