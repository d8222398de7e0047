// Which field edits which kind of property: the one table that the form follows.
import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { structures } from '../../../../src/stix/model/model.ts';
import type { Kind, PropertyModel } from '../../../../src/stix/model/property.ts';
import { ChipsField } from './chips-field.tsx';
import { type FieldProps, faultsAt, faultWords, labelOf } from './field.ts';
import { JsonField } from './json-field.tsx';
import { propertiesOf, withProperty } from './model.ts';
import { ReferenceField } from './reference-field.tsx';
import {
  BooleanField,
  EnumField,
  NumberField,
  TextField,
  TimestampField,
  VocabularyField,
} from './text-fields.tsx';

interface Editor {
  readonly one: (props: FieldProps) => ReactNode;
  /** Of a list of that kind. */
  readonly many: (props: FieldProps) => ReactNode;
  /** Whether it can show a value; what it cannot show is edited as JSON. */
  readonly shows: (value: unknown) => boolean;
}

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';
const isGroup = (value: unknown) => typeof value === 'object' && !Array.isArray(value);

const TEXT: Editor = { one: TextField, many: ChipsField, shows: isText };
const NUMBER: Editor = { one: NumberField, many: JsonField, shows: isNumber };
const GROUP: Editor = { one: GroupField, many: GroupsField, shows: isGroup };
const JSON_TEXT: Editor = { one: JsonField, many: JsonField, shows: () => true };

const EDITORS: Readonly<Record<Kind, Editor>> = {
  string: TEXT,
  hex: TEXT,
  binary: TEXT,
  'type-name': TEXT,
  'spec-version': TEXT,
  'integer-or-string': TEXT,
  'open-vocab': { ...TEXT, one: VocabularyField },
  'relationship-type': { ...TEXT, one: VocabularyField },
  enum: { ...TEXT, one: EnumField },
  boolean: { one: BooleanField, many: JsonField, shows: (value) => typeof value === 'boolean' },
  integer: NUMBER,
  float: NUMBER,
  timestamp: { one: TimestampField, many: JsonField, shows: isText },
  identifier: { one: ReferenceField, many: ReferenceField, shows: isText },
  'external-reference': GROUP,
  'kill-chain-phase': GROUP,
  'granular-marking': GROUP,
  'email-mime-part-type': GROUP,
  'alternate-data-stream-type': GROUP,
  'windows-pe-optional-header-type': GROUP,
  'windows-pe-section-type': GROUP,
  'windows-registry-value-type': GROUP,
  'x509-v3-extensions-type': GROUP,
  'statement-marking-object-type': GROUP,
  'tlp-marking-object-type': GROUP,
  dictionary: JSON_TEXT,
  hashes: JSON_TEXT,
  extensions: JSON_TEXT,
  extension: JSON_TEXT,
  'observable-container': JSON_TEXT,
  'marking-object': JSON_TEXT,
  'stix-object': JSON_TEXT,
};

/** The field of a property. */
export function Field(props: FieldProps) {
  const Editor = editorOf(props.property, props.value);
  return <Editor {...props} />;
}

function editorOf({ kind, list }: PropertyModel, value: unknown): Editor['one'] {
  const { one, many, shows } = EDITORS[kind];
  if (value === undefined) return list === true ? many : one;
  if (list !== true) return shows(value) ? one : JsonField;
  return Array.isArray(value) && value.every(shows) ? many : JsonField;
}

// Objects inside the object: a group of fields each, by the same table.

/** A structure on its own. */
function GroupField(props: FieldProps) {
  const { label } = labelOf(props);
  return (
    <fieldset className="field-wide field-group">
      <legend>{label}</legend>
      <Parts {...props} onChange={(now) => props.onChange(hasAny(now) ? now : undefined)} />
    </fieldset>
  );
}

/** A list of structures: groups that can be added and taken away. */
function GroupsField(props: FieldProps) {
  const { value, onChange, faults } = props;
  const parts: readonly unknown[] = Array.isArray(value) ? value : [];
  const { label } = labelOf(props);
  const box = useRef<HTMLFieldSetElement>(null);
  useFocusOnGroup(box, parts.length);
  const put = (now: readonly unknown[]) => onChange(now.length === 0 ? undefined : now);
  const own = faultWords(faults.filter(({ pointer }) => pointer === ''));
  return (
    <fieldset ref={box} className="field-wide field-group">
      <legend>{label}</legend>
      {parts.map((part, at) => (
        // Groups have no names of their own, and keep their order.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={at} className="field-part">
          <Parts
            {...props}
            value={part}
            faults={faultsAt(faults, at)}
            onChange={(now) => put(parts.with(at, now))}
          />
          <ActionIcon
            variant="subtle"
            aria-label={`Take ${label.toLowerCase()} ${at + 1} away`}
            onClick={() => put(parts.toSpliced(at, 1))}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {own !== undefined && <p className="field-fault">{own}</p>}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-label={`Add to ${label.toLowerCase()}`}
        onClick={() => put([...parts, {}])}
      >
        Add
      </Button>
    </fieldset>
  );
}

// Whoever adds a group goes on in it; whoever takes one away stays at the list.
function useFocusOnGroup(box: RefObject<HTMLFieldSetElement | null>, count: number) {
  const before = useRef(count);
  useEffect(() => {
    const isMore = count > before.current;
    const { activeElement, body } = document;
    const isHere = activeElement === body || box.current?.contains(activeElement) === true;
    const aim = isMore ? '.field-part:nth-last-of-type(1) input' : ':scope > button';
    if (count !== before.current && isHere) box.current?.querySelector<HTMLElement>(aim)?.focus();
    before.current = count;
  }, [box, count]);
}

function Parts({ property, value, faults, object, onChange }: FieldProps) {
  const part = propertiesOf(value);
  const { properties = {} } = structures.get(property.kind) ?? {};
  const own = faultWords(faults.filter(({ pointer }) => pointer === ''));
  return (
    <div className="field-grid">
      {Object.entries(properties).map(([name, model]) => (
        <Field
          key={name}
          name={name}
          property={model}
          value={part[name]}
          faults={faultsAt(faults, name)}
          object={object}
          onChange={(now) => onChange(withProperty(part, name, now))}
        />
      ))}
      {own !== undefined && <p className="field-wide field-fault">{own}</p>}
    </div>
  );
}

function hasAny(value: unknown): boolean {
  return Object.keys(propertiesOf(value)).length > 0;
}
