import { Paper } from '@mantine/core';
import { Ago } from '../ago.tsx';
import { Confidence, Labels, TlpChip } from '../marks.tsx';
import { spaced } from '../words.ts';
import type { Annotation } from './shapes.ts';

/** What the team has added beside an object of somebody else. */
export function AnnotationNotes({ annotation }: { readonly annotation: Annotation }) {
  const { labels_added, labels_removed, confidence, tlp, valid_until, opinion, comments } =
    annotation;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="annotation">
      <div className="section-head">
        <h2 id="annotation">Added by the team</h2>
        <span className="quiet">
          {annotation.updated_by ?? 'an account that has gone'},{' '}
          <Ago value={annotation.updated_at} />; the object itself keeps its bytes.
        </span>
      </div>
      <div className="annotation-facts">
        {labels_added.length > 0 && <Labels labels={labels_added} />}
        {labels_removed.length > 0 && (
          <span>
            without <Labels labels={labels_removed} />
          </span>
        )}
        {confidence !== null && <Confidence value={confidence} />}
        {tlp !== null && <TlpChip level={tlp} />}
        {valid_until !== null && (
          <span>
            valid until <Ago value={valid_until} />
          </span>
        )}
        {opinion !== null && <span>opinion: {spaced(opinion)}</span>}
      </div>
      {comments.map(({ text, account, at }) => (
        <blockquote key={`${at} ${text}`} className="comment">
          <p className="text">{text}</p>
          <footer className="quiet">
            {account ?? 'an account that has gone'}, <Ago value={at} />
          </footer>
        </blockquote>
      ))}
    </Paper>
  );
}
