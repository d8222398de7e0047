// A value that was read, and the comparison that stands for it in a pattern.

/** A value that was read. `comparison` is the inside of its pattern. */
export interface Value {
  readonly kind: 'value';
  readonly comparison: string;
  readonly name: string;
  readonly warnings: readonly string[];
  /** What a port may join: the STIX type of the address or domain, and its text. */
  readonly host?: { readonly type: string; readonly text: string };
  readonly cve?: string;
  readonly patternType?: string;
  /** A cell of which a part stayed out of the pattern. */
  readonly isPartial?: true;
}

/** A value that cannot be read as its type. */
export interface ValueFault {
  readonly kind: 'fault';
  readonly code: string;
}

/** A constant of a pattern: quoted, with the two escapes that the grammar knows. */
export function quoted(text: string): string {
  return /['\\]/.test(text) ? `'${text.replace(/['\\]/g, '\\$&')}'` : `'${text}'`;
}

/** A value without warnings. */
export function value(comparison: string, name: string, warnings: readonly string[] = []): Value {
  return { kind: 'value', comparison, name, warnings };
}

/** A value that is not one, by code. */
export function fault(code: string): ValueFault {
  return { kind: 'fault', code };
}

/** `path = 'text'`, named by the text itself. */
export function plain(path: string, text: string): Value {
  return value(`${path} = ${quoted(text)}`, text);
}
