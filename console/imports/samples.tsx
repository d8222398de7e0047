import { Title } from '@mantine/core';
import type { Schemas } from '../api.ts';
import { FaultAlert } from '../fault-alert.tsx';
import { OutcomeChip } from './outcome-chip.tsx';
import { useSamples } from './queries.ts';
import { RecordView } from './record-view.tsx';
import { Said } from './said.tsx';

type Sample = Schemas['Sample'];

/** The first records of each kind, with the STIX that they make. */
export function Samples({ id }: { readonly id: string }) {
  const { data, error, refetch } = useSamples(id);
  return (
    <section aria-label="Samples">
      <Title order={2} size="h4" mb="xs">
        What records make
      </Title>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="quiet">There is no record to show.</p>}
      {data !== undefined && data.items.length > 0 && (
        <div className="sheet">
          {data.items.map((sample) => (
            <details key={`${sample.kind} ${sample.line}`} className="sample">
              <summary>
                <OutcomeChip kind={sample.kind} />
                <span className="sample-line">line {sample.line}</span>
                <span className="sample-name">
                  <Said text={nameOf(sample)} />
                </span>
              </summary>
              <RecordView record={sample} />
            </details>
          ))}
        </div>
      )}
    </section>
  );
}

function nameOf({ object, findings }: Sample): string {
  const { name, value, id } = object ?? {};
  const known = [name, value, id].find((text) => typeof text === 'string');
  return String(known ?? findings[0]?.message ?? '');
}
