import { Button, CloseButton, Kbd, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { counted } from '../words.ts';
import { withTest } from './quick.ts';
import { countValues, recognise } from './recognise.ts';
import type { ChangeSearch, Search } from './search.ts';

interface SearchBoxProps {
  readonly search: Search;
  readonly onChange: ChangeSearch;
}

const PAUSE = 300;

/** Words, or a value: what is pasted here and looks like one is asked for exactly. */
export function SearchBox({ search, onChange }: SearchBoxProps) {
  const [text, setText] = useState(search.text);
  const input = useRef<HTMLInputElement>(null);
  const recognised = recognise(text);
  const values = countValues(text);
  const isWords = recognised === null && values < 2;
  useEffect(() => setText(search.text), [search.text]);
  // Words are searched for while they are typed; a value when it is complete, by Enter.
  useEffect(() => {
    if (!isWords || text === search.text) return;
    const timer = setTimeout(() => onChange({ text }, search.text !== ''), PAUSE);
    return () => clearTimeout(timer);
  }, [isWords, text, search.text, onChange]);
  useHotkeys([['/', () => input.current?.focus()]]);
  const askForValue = () => {
    if (recognised === null) return;
    const { value, isNetwork } = recognised;
    setText('');
    const test = { field: 'value', op: isNetwork ? 'within' : 'is', value } as const;
    onChange({ text: '', where: withTest(search.where, test) });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (recognised === null) onChange({ text });
    else askForValue();
  };
  return (
    <search className="search-box">
      <form onSubmit={send}>
        <TextInput
          ref={input}
          aria-label="Search"
          placeholder="Words, or a value: 198.51.100.7, hxxps://evil[.]example, a hash, a network …"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onPaste={(event) => {
            // A field of one line would run the lines of a list together.
            const pasted = event.clipboardData.getData('text');
            if (!pasted.trim().includes('\n')) return;
            event.preventDefault();
            setText(pasted.trim().replace(/\s+/g, ' '));
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          leftSection={<IconSearch size={18} aria-hidden />}
          rightSection={
            text === '' ? (
              <Kbd aria-hidden>/</Kbd>
            ) : (
              <CloseButton
                aria-label="Clear the search"
                onClick={() => {
                  setText('');
                  onChange({ text: '' });
                }}
              />
            )
          }
          spellCheck={false}
          autoComplete="off"
        />
        {recognised !== null && (
          <div className="search-hint">
            <span>
              This is {/^(a|e-|MD5)/.test(recognised.kind) ? 'an' : 'a'} {recognised.kind}:
            </span>
            <code className="value">{recognised.value}</code>
            <Button size="compact-xs" variant="light" type="submit">
              {recognised.isNetwork ? 'Find what is within' : 'Find exactly this'} (Enter)
            </Button>
            <Button
              size="compact-xs"
              variant="subtle"
              type="button"
              onClick={() => onChange({ text })}
            >
              Search as words
            </Button>
          </div>
        )}
        {values > 1 && (
          <div className="search-hint">
            <span>{counted(values, 'value')} in this text.</span>
            <Link href="/intel/lookup" state={{ text }} className="hint-link">
              Look them all up
            </Link>
          </div>
        )}
      </form>
    </search>
  );
}
