// What the pages of intelligence get from the server.
import type { Schemas } from '../api.ts';

export type Item = Schemas['IntelItem'];

export type ValueItem = Schemas['IntelValue'];

export type LookupItem = Schemas['LookupItem'];

export type SavedSearch = Schemas['SavedSearch'];
