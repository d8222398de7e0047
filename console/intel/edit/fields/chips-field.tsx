import { TagsInput } from '@mantine/core';
import { type FieldProps, faultWords, labelOf } from './field.ts';
import { suggestionsFor } from './model.ts';

/** A list of texts as chips, with the words that the model knows. */
export function ChipsField(props: FieldProps) {
  const { value, property, object, onChange } = props;
  const suggested = suggestionsFor(property, object);
  const texts = Array.isArray(value) ? value.map(String) : [];
  return (
    <TagsInput
      {...labelOf(props)}
      className="field-wide"
      value={texts}
      data={[...suggested]}
      placeholder={texts.length === 0 ? 'Enter after each' : ''}
      error={faultWords(props.faults)}
      onChange={(now) => onChange(now.length === 0 ? undefined : now)}
      {...(suggested.length === 0 && { dropdownOpened: false })}
      comboboxProps={{ withinPortal: false }}
      acceptValueOnBlur
    />
  );
}
