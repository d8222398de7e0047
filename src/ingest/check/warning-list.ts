// Warning lists: values that are often in feeds and seldom meant, or that are somebody's own.

/** How a list is compared with the constants of a pattern. */
export type ListType = 'cidr' | 'hostname' | 'hash' | 'string';

/** What becomes of a record whose value is on a list. */
export type ListAction = 'refuse' | 'set_aside' | 'tag' | 'ignore';

/** A list, as it is shipped or stored. */
export interface WarningList {
  readonly name: string;
  readonly description: string | null;
  readonly licence: string | null;
  readonly origin: string | null;
  readonly version: string | null;
  readonly type: ListType;
  /** Where an import says `on` and no more. */
  readonly action: ListAction;
  readonly values: readonly string[];
}

/** Which lists an import is held against: none, all with their own actions, or those it names. */
export type AskedLists = 'off' | 'on' | Readonly<Record<string, ListAction>>;

export const LIST_ACTIONS: readonly string[] = [
  'refuse',
  'set_aside',
  'tag',
  'ignore',
] satisfies ListAction[];
