import { Paper } from '@mantine/core';
import { parsePattern } from '../../../src/stix/pattern/pattern.ts';
import { CopyButtons } from './copy-buttons.tsx';
import { patternMarks } from './pattern-marks.ts';
import { patternWords, type Words } from './pattern-words.ts';

interface PatternViewProps {
  readonly pattern: string;
  /** `stix`, or the language of a rule: `yara`, `sigma`. */
  readonly language: string;
}

/** A pattern as it is written, and in words. */
export function PatternView({ pattern, language }: PatternViewProps) {
  const reading = language === 'stix' ? parsePattern(pattern) : null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="pattern">
      <div className="section-head">
        <h2 id="pattern">{language === 'stix' ? 'Pattern' : `Rule (${language})`}</h2>
        <CopyButtons what="pattern" value={pattern} />
      </div>
      <pre className="pattern">
        {reading === null
          ? pattern
          : patternMarks(pattern).map(({ at, text, kind }) => (
              <span key={at} className={`mark-${kind}`}>
                {text}
              </span>
            ))}
      </pre>
      {reading?.ok === true && (
        <div className="in-words">
          <Sentences words={[patternWords(reading.ast)]} />
        </div>
      )}
      {reading?.ok === false && (
        <p className="quiet">This pattern cannot be read: {reading.error.message}</p>
      )}
    </Paper>
  );
}

function Sentences({ words }: { readonly words: readonly Words[] }) {
  return (
    <ul>
      {words.map(({ text, parts }) => (
        <li key={text}>
          {text}
          {parts.length > 0 && <Sentences words={parts} />}
        </li>
      ))}
    </ul>
  );
}
