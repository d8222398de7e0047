// Whether an object has the shape of its type: the properties that are required, and each of the
// JSON type and form that the model gives it. The first fault ends it, and nothing is allocated.

import type { Properties } from '../finding.ts';
import { shapes } from '../generated/shapes.ts';
import { modelOf } from '../model/model.ts';

/** Whether the object has the shape of the type. Of custom types that is the shape of their class. */
export function isShaped(object: Properties, type: string): boolean {
  return shapes.get(modelOf(type, object).name)?.(object) ?? false;
}
