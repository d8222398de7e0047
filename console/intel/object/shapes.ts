// What the page of an object gets from the server.
import type { Schemas } from '../../api.ts';

export type StixObject = Readonly<Record<string, unknown>>;

export type Description = Schemas['ObjectDescription'];

export type Annotation = NonNullable<Description['annotation']>;

export type Relation = Schemas['Relation'];
