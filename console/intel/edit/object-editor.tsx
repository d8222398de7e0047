import { Textarea, TextInput } from '@mantine/core';
import type { Schemas } from '../../api.ts';
import type { StixObject } from '../object/shapes.ts';

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

/** The texts of an object as fields, all of it as JSON below, and what is wrong with it. */
export function ObjectEditor({ text, onChange, draft }: ObjectEditorProps) {
  const object = readText(text);
  const set = (name: string, value: string) => {
    if (object !== null) onChange(writeText({ ...object, [name]: value }));
  };
  const fields = Object.entries(object ?? {}).filter(
    ([name, value]) => typeof value === 'string' && !FIXED.has(name),
  );
  const faults = draft?.errors ?? [];
  const faultOf = (name: string) => faults.find(({ pointer }) => pointer === `/${name}`)?.message;
  return (
    <>
      {fields.map(([name, value]) => (
        <TextInput
          key={name}
          className="written"
          label={name.replaceAll('_', ' ')}
          value={String(value)}
          error={faultOf(name)}
          onChange={(event) => set(name, event.currentTarget.value)}
          spellCheck={false}
        />
      ))}
      <Textarea
        label="All of it, as JSON"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={object === null ? 'This is not a JSON object.' : undefined}
        rows={12}
        spellCheck={false}
        className="json-field"
      />
      <div role="status" className="draft-verdict">
        {draft?.valid === true && object !== null && 'Valid STIX 2.1.'}
        {faults.length > 0 && (
          <ul>
            {faults.slice(0, 8).map(({ pointer, message }) => (
              <li key={`${pointer} ${message}`}>
                <code>{pointer || '/'}</code> {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

const FIXED: ReadonlySet<string> = new Set([
  'type',
  'id',
  'spec_version',
  'created',
  'modified',
  'created_by_ref',
]);
