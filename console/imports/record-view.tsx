import { Code } from '@mantine/core';
import type { Schemas } from '../api.ts';
import { Said } from './said.tsx';

type Record = Pick<Schemas['Sample'], 'object' | 'findings' | 'differences'>;

/** One record: what was found in it, what it changes, and the object that it makes. */
export function RecordView({ record }: { readonly record: Record }) {
  const { object, findings, differences = [] } = record;
  return (
    <div className="record">
      {findings.map((finding) => (
        <FindingLine key={`${finding.code} ${finding.column}`} finding={finding} />
      ))}
      {differences.length > 0 && (
        <table className="differences">
          <caption>What changes</caption>
          <thead>
            <tr>
              <th scope="col">Property</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ property, before, after }) => (
              <tr key={property}>
                <th scope="row">{property}</th>
                <td className="removed">{textOf(before)}</td>
                <td className="added">{textOf(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {object !== null && (
        <Code block tabIndex={0} role="region" aria-label="STIX of this record">
          {JSON.stringify(object, null, 2)}
        </Code>
      )}
    </div>
  );
}

function FindingLine({ finding }: { readonly finding: Schemas['Finding'] }) {
  const { kind, message, hint, code } = finding;
  const tone = kind === 'rejection' ? 'bad' : kind === 'warning' ? 'partly' : 'quiet';
  return (
    <p className={`finding finding-${tone}`}>
      <Said text={message} /> {hint !== null && <em>{hint}</em>} <small>{code}</small>
    </p>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
