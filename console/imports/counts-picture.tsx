import type { Import } from './queries.ts';
import { count } from './words.ts';

type Counts = Import['counts'];

interface Part {
  readonly name: string;
  readonly tone: string;
  readonly of: (counts: Counts) => number;
}

const PARTS: readonly Part[] = [
  { name: 'new', tone: 'new', of: ({ created }) => created },
  { name: 'changed', tone: 'changed', of: ({ updated }) => updated },
  { name: 'unchanged', tone: 'same', of: ({ unchanged }) => unchanged },
  { name: 'repeated in the file', tone: 'repeated', of: ({ duplicate }) => duplicate },
  { name: 'set aside', tone: 'aside', of: ({ set_aside }) => set_aside },
  { name: 'rejected', tone: 'bad', of: ({ rejected }) => rejected },
  { name: 'passed over', tone: 'skipped', of: ({ skipped }) => skipped },
];

interface CountsPictureProps {
  readonly counts: Counts;
  readonly label: string;
  /** More is to come: there is no whole yet. */
  readonly isGrowing?: boolean;
}

/** What became of the records, as a bar and in numbers. */
export function CountsPicture({ counts, label, isGrowing = false }: CountsPictureProps) {
  const parts = PARTS.map((part) => ({ ...part, value: part.of(counts) }));
  const there = parts.filter(({ value }) => value > 0);
  const shown = parts.filter(
    ({ value, tone }) => value > 0 || ['new', 'changed', 'bad'].includes(tone),
  );
  const { warned, revoked } = counts;
  return (
    <figure className="counts" aria-label={label}>
      {!isGrowing && (
        <div className="counts-bar" aria-hidden>
          {there.map(({ name, tone, value }) => (
            <span key={name} className={`counts-part tone-${tone}`} style={{ flexGrow: value }} />
          ))}
        </div>
      )}
      <ul className="counts-legend">
        {shown.map(({ name, tone, value }) => (
          <li key={name}>
            <span className={`swatch tone-${tone}`} aria-hidden />
            <strong>{count(value)}</strong> {name}
          </li>
        ))}
        {warned > 0 && (
          <li>
            <strong>{count(warned)}</strong> with a warning
          </li>
        )}
        {revoked !== undefined && (
          <li>
            <strong>{count(revoked)}</strong> revoked, no longer in the file
          </li>
        )}
      </ul>
    </figure>
  );
}
