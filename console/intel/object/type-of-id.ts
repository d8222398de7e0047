const ID = /^([a-z0-9][a-z0-9-]+)--[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** The type that an id names; null for texts of another form. */
export function typeOfId(id: string): string | null {
  return ID.exec(id)?.[1] ?? null;
}
