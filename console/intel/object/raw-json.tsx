import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { CopyText } from '../../copy-text.tsx';
import type { StixObject } from './shapes.ts';

interface RawJsonProps {
  readonly object: StixObject;
  /** The exact text, as it came and as pollers get it. */
  readonly body: string;
}

// Beyond that length colours cost more than they tell.
const COLOURED = 100_000;
const TOKEN =
  /("(?:\\.|[^"\\])*"\s*:)|("(?:\\.|[^"\\])*")|(\b(?:true|false|null)\b|-?\d[\d.eE+-]*)/g;

/** The JSON of an object: as it was sent, or indented for reading. */
export function RawJson({ object, body }: RawJsonProps) {
  const [view, setView] = useState('indented');
  const shown = view === 'exact' ? body : JSON.stringify(object, null, 2);
  return (
    <section aria-label="JSON">
      <div className="section-head">
        <SegmentedControl
          size="xs"
          aria-label="Form"
          value={view}
          onChange={setView}
          data={[
            { value: 'indented', label: 'Indented' },
            { value: 'exact', label: 'As it was sent' },
          ]}
        />
        <CopyText value={body} label="Copy the exact text" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is within reach of the keyboard */}
      <pre className="json" tabIndex={0}>
        {shown.length > COLOURED ? shown : <Coloured text={shown} />}
      </pre>
    </section>
  );
}

function Coloured({ text }: { readonly text: string }) {
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, name, string] = match;
    if (match.index > at) pieces.push(text.slice(at, match.index));
    const kind = name !== undefined ? 'path' : string !== undefined ? 'constant' : 'keyword';
    pieces.push(
      <span key={match.index} className={`mark-${kind}`}>
        {whole}
      </span>,
    );
    at = match.index + whole.length;
  }
  pieces.push(text.slice(at));
  return pieces;
}
