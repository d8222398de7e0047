import { Alert, Paper } from '@mantine/core';
import { Labels } from '../marks.tsx';
import { spaced } from '../words.ts';
import { AnnotationNotes } from './annotation-notes.tsx';
import { CopyButtons } from './copy-buttons.tsx';
import { partsOf, textOf, valuesOf } from './facts.ts';
import { PatternView } from './pattern-view.tsx';
import { Properties } from './properties.tsx';
import { Reference } from './reference.tsx';
import type { Description, StixObject } from './shapes.ts';
import { Sidebar } from './sidebar.tsx';

interface OverviewProps {
  readonly collection: string;
  readonly description: Description;
}

/** An object as people read it. */
export function Overview({ collection, description }: OverviewProps) {
  const { object, annotation } = description;
  const pattern = textOf(object, 'pattern');
  const about = textOf(object, 'description');
  const phases = partsOf(object, 'kill_chain_phases');
  return (
    <div className="object-columns">
      <div className="object-main">
        {object.revoked === true && (
          <Alert color="red" title="Revoked">
            Its creator has taken it back; it does not hold any more.
          </Alert>
        )}
        {about !== null && <p className="text lead">{about}</p>}
        <Sentence collection={collection} object={object} />
        <Values object={object} />
        {pattern !== null && (
          <PatternView pattern={pattern} language={textOf(object, 'pattern_type') ?? 'stix'} />
        )}
        {annotation !== null && <AnnotationNotes annotation={annotation} />}
        {phases.length > 0 && (
          <section aria-labelledby="phases">
            <div className="section-head">
              <h2 id="phases">Kill chain</h2>
            </div>
            <Labels
              labels={phases.map(
                (one) =>
                  `${spaced(String(one.kill_chain_name))} › ${spaced(String(one.phase_name))}`,
              )}
            />
          </section>
        )}
        <References references={partsOf(object, 'external_references')} />
        <Properties collection={collection} object={object} />
      </div>
      <Sidebar collection={collection} description={description} />
    </div>
  );
}

function Values({ object }: { readonly object: StixObject }) {
  const values = valuesOf(object);
  if (values.length === 0) return null;
  const all = values.map(({ value }) => value).join('\n');
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="values">
      <div className="section-head">
        <h2 id="values">{values.length === 1 ? 'Value' : `${values.length} values`}</h2>
        {values.length > 1 && <CopyButtons what="all values" value={all} isValue />}
      </div>
      <ul className="values">
        {values.map(({ kind, value }) => (
          <li key={`${kind} ${value}`}>
            <span className="quiet">{kind}</span>
            <code className="value">{value}</code>
            <CopyButtons what={value} value={value} isValue />
          </li>
        ))}
      </ul>
    </Paper>
  );
}

// Relationships and sightings say one thing.
function Sentence({
  collection,
  object,
}: {
  readonly collection: string;
  readonly object: StixObject;
}) {
  const [source, target] = [textOf(object, 'source_ref'), textOf(object, 'target_ref')];
  const type = textOf(object, 'relationship_type');
  if (source === null || target === null || type === null) return null;
  return (
    <Paper withBorder p="md" className="sentence">
      <Reference collection={collection} id={source} />
      <strong>{spaced(type)}</strong>
      <Reference collection={collection} id={target} />
    </Paper>
  );
}

function References({ references }: { readonly references: readonly StixObject[] }) {
  if (references.length === 0) return null;
  return (
    <section aria-labelledby="references">
      <div className="section-head">
        <h2 id="references">References</h2>
      </div>
      <ul className="references">
        {references.map((one) => (
          <li key={JSON.stringify(one)}>
            <strong>{textOf(one, 'source_name')}</strong> {textOf(one, 'external_id')}{' '}
            <Address url={textOf(one, 'url')} />
            {textOf(one, 'description') !== null && (
              <div className="quiet">{textOf(one, 'description')}</div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

// The address is what somebody sent: only the web's own schemes become a link, and it is shown whole.
function Address({ url }: { readonly url: string | null }) {
  if (url === null) return null;
  if (!/^https?:\/\//i.test(url)) return <code className="value">{url}</code>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener" className="address">
      {url}
    </a>
  );
}
