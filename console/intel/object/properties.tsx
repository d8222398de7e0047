import type { ReactNode } from 'react';
import { Time } from '../../time.tsx';
import { spaced } from '../words.ts';
import { CopyButtons } from './copy-buttons.tsx';
import { isObject, typesGivenIn } from './facts.ts';
import { Reference } from './reference.tsx';
import type { StixObject } from './shapes.ts';
import { typeOfId } from './type-of-id.ts';

// Shown elsewhere on the page.
const ELSEWHERE: ReadonlySet<string> = new Set([
  'type',
  'spec_version',
  'id',
  'name',
  'description',
  'created',
  'modified',
  'created_by_ref',
  'revoked',
  'confidence',
  'labels',
  'pattern',
  'pattern_type',
  'valid_from',
  'valid_until',
  'object_marking_refs',
  'external_references',
  'kill_chain_phases',
]);

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const MONO = new Set(['value', 'key', 'pattern', 'command_line', 'path', 'hashes']);
const DEEPEST = 4;
const LONGEST = 200;

interface PropertiesProps {
  readonly collection: string;
  readonly object: StixObject;
}

/** What is left of an object, property by property, whatever its type. */
export function Properties({ collection, object }: PropertiesProps) {
  const given = new Set(typesGivenIn(object).map(([name]) => name));
  const shown = Object.entries(object).filter(([name]) => !ELSEWHERE.has(name) && !given.has(name));
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="properties">
      <div className="section-head">
        <h2 id="properties">Properties</h2>
      </div>
      <Entries entries={shown} collection={collection} depth={0} />
    </section>
  );
}

interface EntriesProps {
  readonly entries: readonly (readonly [string, unknown])[];
  readonly collection: string;
  readonly depth: number;
}

function Entries({ entries, collection, depth }: EntriesProps) {
  return (
    <dl className="properties">
      {entries.map(([name, value]) => (
        <div key={name} className={typeOfId(name) === null ? undefined : 'whole'}>
          <dt title={name}>{typeOfId(name) === null ? spaced(name) : name}</dt>
          <dd className={MONO.has(name) ? 'value' : undefined}>
            <Value value={value} collection={collection} depth={depth} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ValueProps {
  readonly value: unknown;
  readonly collection: string;
  readonly depth: number;
}

function Value({ value, collection, depth }: ValueProps): ReactNode {
  if (typeof value === 'string') return <Text text={value} collection={collection} />;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (depth >= DEEPEST) return <code>{JSON.stringify(value)}</code>;
  if (Array.isArray(value))
    return (
      <ul className="property-list">
        {value.slice(0, LONGEST).map((one) => (
          <li key={JSON.stringify(one)}>
            <Value value={one} collection={collection} depth={depth + 1} />
          </li>
        ))}
        {value.length > LONGEST && <li>… {value.length - LONGEST} more</li>}
      </ul>
    );
  if (isObject(value))
    return <Entries entries={Object.entries(value)} collection={collection} depth={depth + 1} />;
  return '–';
}

function Text({ text, collection }: { readonly text: string; readonly collection: string }) {
  if (INSTANT.test(text)) return <Time value={text} />;
  if (typeOfId(text) !== null) return <Reference collection={collection} id={text} />;
  if (/^[0-9a-fA-F]{32,128}$/.test(text))
    return (
      <span className="copied-value">
        <code className="value">{text}</code>
        <CopyButtons what="hash" value={text} />
      </span>
    );
  return <span className="text">{text}</span>;
}
