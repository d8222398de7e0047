// Which row was opened is kept with this step of the browser's history: whoever comes back finds it.

/** Keeps the row that is being opened. */
export function keepOpened(row: string): void {
  window.history.replaceState({ ...window.history.state, row }, '');
}

/** The row that was opened from here; null where none was. */
export function openedRow(): string | null {
  const state: { readonly row?: unknown } | null = window.history.state;
  return typeof state?.row === 'string' ? state.row : null;
}
