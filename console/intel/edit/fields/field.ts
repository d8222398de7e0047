// What every field of the form is given.
import type { PropertyModel } from '../../../../src/stix/model/property.ts';
import type { Schemas } from '../../../api.ts';
import type { StixObject } from '../../object/shapes.ts';
import { propertyWords } from '../../words.ts';

export interface FieldProps {
  readonly name: string;
  readonly property: PropertyModel;
  /** Undefined: the object does not have it. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** What is wrong with it or with a part of it; pointers begin below it. */
  readonly faults: Faults;
  /** The object that the form edits. */
  readonly object: StixObject;
}

export type Faults = readonly Pick<Schemas['ObjectFault'], 'pointer' | 'message'>[];

/** What is wrong below one step of a pointer, which is left out of what it returns. */
export function faultsAt(faults: Faults, step: string | number): Faults {
  const start = `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return faults
    .filter(({ pointer }) => pointer === start || pointer.startsWith(`${start}/`))
    .map(({ pointer, message }) => ({ pointer: pointer.slice(start.length), message }));
}

/** What is wrong, in one text; of parts of a list with their number. */
export function faultWords(faults: Faults): string | undefined {
  const words = faults.map(({ pointer, message }) => {
    const at = /^\/(\d+)$/.exec(pointer)?.[1];
    if (at !== undefined) return `${Number(at) + 1}: ${message}`;
    return pointer === '' ? message : `${pointer}: ${message}`;
  });
  return words.length === 0 ? undefined : [...new Set(words)].join(' · ');
}

/** What a field has above it. */
export function labelOf({ name, property }: Pick<FieldProps, 'name' | 'property'>) {
  const zone = property.kind === 'timestamp' ? ' (UTC)' : '';
  return {
    label: `${propertyWords(name)}${zone}`,
    withAsterisk: property.required === true,
  };
}
