import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Schemas } from '../../api.ts';
import type { StixObject } from '../object/shapes.ts';
import { faultsAt, labelOf } from './fields/field.ts';
import { Field } from './fields/field-of.tsx';
import { fieldsOf, type NamedProperty, withProperty } from './fields/model.ts';

interface ObjectEditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly draft: Schemas['ObjectDraft'] | undefined;
}

/** The object that a text is; null where it is none. */
export function readText(text: string): StixObject | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as StixObject) : null;
  } catch {
    return null;
  }
}

/** A text of an object, as people edit it. */
export function writeText(object: StixObject): string {
  return JSON.stringify(object, null, 2);
}

/** The properties of an object as fields, with what is wrong of each, and all of it as JSON below. */
export function ObjectEditor({ text, onChange, draft }: ObjectEditorProps) {
  const object = readText(text);
  const faults = draft?.errors ?? [];
  const { usual, more } = fieldsOf(object ?? {});
  const show = ({ name, property }: NamedProperty) => (
    <Field
      key={`${object?.type} ${name}`}
      name={name}
      property={property}
      value={object?.[name]}
      faults={faultsAt(faults, name)}
      object={object ?? {}}
      onChange={(value) => onChange(writeText(withProperty(object ?? {}, name, value)))}
    />
  );
  return (
    <>
      {object !== null && (
        <>
          <div className="field-grid">{usual.map(show)}</div>
          {more.length > 0 && (
            <Fold
              key={String(object.type)}
              title="More properties"
              isOpen={more.some(({ name }) => Object.hasOwn(object, name))}
            >
              <div className="field-grid">{more.map(show)}</div>
            </Fold>
          )}
        </>
      )}
      <Fold title="All of it, as JSON">
        <Textarea
          aria-label="All of it, as JSON"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={object === null ? 'This is not a JSON object.' : undefined}
          rows={12}
          spellCheck={false}
          className="json-field"
        />
      </Fold>
    </>
  );
}

interface FoldProps {
  readonly title: string;
  /** At first; then whoever reads decides. */
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

function Fold({ title, isOpen = false, children }: FoldProps) {
  const [atFirst] = useState(isOpen);
  return (
    <details open={atFirst}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

type VerdictProps = Pick<ObjectEditorProps, 'text' | 'draft'>;

/** Whether the object can be stored. What is wrong with a field stands there, all else here. */
export function Verdict({ text, draft }: VerdictProps) {
  const object = readText(text);
  const { usual, more } = fieldsOf(object ?? {});
  const faults = draft?.errors ?? [];
  const wrong = [...usual, ...more].filter(({ name }) => faultsAt(faults, name).length > 0);
  const others = faults.filter((fault) =>
    wrong.every(({ name }) => faultsAt([fault], name).length === 0),
  );
  return (
    <div role="status" className="draft-verdict">
      {draft?.valid === true && object !== null && 'Valid STIX 2.1.'}
      {wrong.length > 0 && `To be mended: ${wrong.map((one) => labelOf(one).label).join(', ')}.`}
      {others.length > 0 && (
        <ul>
          {others.slice(0, 8).map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`}>
              <code>{pointer || '/'}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
