// Small marks that rows and pages share: TLP, confidence, validity, revocation.
import { Link } from 'wouter';
import { Ago } from './ago.tsx';
import { searchPath } from './search/search.ts';
import type { Item } from './shapes.ts';

/** A TLP level in the colours that FIRST gave it. */
export function TlpChip({ level }: { readonly level: string | null }) {
  if (level === null) return <span className="quiet">–</span>;
  return (
    <span className={`tlp tlp-${level.replace('+', '-')}`}>
      <span className="tlp-word">TLP:</span>
      {level.toUpperCase()}
    </span>
  );
}

/** Confidence as a number with a bar. */
export function Confidence({ value }: { readonly value: number | null }) {
  if (value === null) return <span className="quiet">–</span>;
  return (
    <span className="confidence">
      <span className="confidence-number">{value}</span>
      <span className="confidence-bar" aria-hidden>
        <span style={{ width: `${value}%` }} />
      </span>
    </span>
  );
}

/** Until when it holds; revoked and expired clearly so. */
export function Validity({
  item: { type, revoked, expired, valid_until },
}: {
  readonly item: Pick<Item, 'type' | 'revoked' | 'expired' | 'valid_until'>;
}) {
  if (revoked) return <span className="badge badge-quiet">revoked</span>;
  if (valid_until === null)
    return <span className="quiet">{type === 'indicator' ? 'no end' : '–'}</span>;
  if (expired)
    return (
      <span className="badge badge-bad">
        expired <Ago value={valid_until} />
      </span>
    );
  return <Ago value={valid_until} />;
}

interface LabelsProps {
  readonly labels: readonly string[];
  /** Each leads to all that has it. */
  readonly areLinks?: boolean;
}

/** Labels, as many as there is room for. */
export function Labels({ labels, areLinks }: LabelsProps) {
  return (
    <span className="labels" title={labels.join(', ')}>
      {labels.map((label) =>
        areLinks === true ? (
          <Link key={label} className="label" href={labelPath(label)}>
            {label}
          </Link>
        ) : (
          <span key={label} className="label">
            {label}
          </span>
        ),
      )}
    </span>
  );
}

function labelPath(label: string): string {
  return searchPath({ where: { all: [{ field: 'label', op: 'in', value: [label] }] } });
}
