// What stands in the fields of a form.

/** The text of a field, without blanks around it. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** The fields that have something in them. */
export function withoutEmpty<Name extends string>(
  fields: Readonly<Record<Name, string>>,
): Partial<Record<Name, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Partial<
    Record<Name, string>
  >;
}

/** An emptied field takes its value away. */
export function emptyAsNull(text: string): string | null {
  return text === '' ? null : text;
}
