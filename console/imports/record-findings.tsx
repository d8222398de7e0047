import type { Schemas } from '../api.ts';
import { Said } from './said.tsx';

/** Findings one below the other, each with its line. */
export function RecordFindings({ findings }: { readonly findings: readonly Schemas['Finding'][] }) {
  return (
    <ul className="found">
      {findings.map(({ line, code, column, message, hint }) => (
        <li key={`${line} ${code} ${column}`}>
          <strong>{line === 0 ? 'File' : `Line ${line}`}</strong> <Said text={message} />{' '}
          {hint !== null && <em>{hint}</em>}
        </li>
      ))}
    </ul>
  );
}
