import { Alert, Anchor, Button, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import type { Schemas } from '../api.ts';
import { CopyText } from '../copy-text.tsx';
import { Empty } from '../empty.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { Page } from '../page.tsx';
import { useMayWrite } from '../queries.ts';
import { LookupTable, nearOf } from './lookup-table.tsx';
import { useLookup } from './queries.ts';
import type { LookupItem } from './shapes.ts';
import { counted } from './words.ts';

/** Any text: every value in it is looked up at once. */
export function LookupPage() {
  const given = useHistoryState<{ text?: string } | null>();
  const [text, setText] = useState(given?.text ?? '');
  const [asked, setAsked] = useState(text);
  const { data, error, isFetching, refetch } = useLookup(asked);
  const ask = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (text === asked) void refetch();
    else setAsked(text);
  };
  return (
    <div className="intel">
      <Page
        title="Look up"
        lead="Paste a mail, a log, a report: every address, domain, URL, hash and CVE in it is looked up at once, defanged ones too."
      >
        <form onSubmit={ask}>
          <Textarea
            aria-label="Text"
            placeholder={
              '198.51.100.7\nhxxps://evil[.]example/login\n44d88612fea8a8f36de82e1278abb02f'
            }
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onPaste={(event) => {
              // A text that is pasted into the empty box is asked for without another step.
              if (text === '') setAsked(event.clipboardData.getData('text'));
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) ask(event);
            }}
            minRows={5}
            maxRows={14}
            autosize
            autoFocus
            spellCheck={false}
            classNames={{ input: 'value' }}
          />
          <Button type="submit" mt="sm" loading={isFetching} disabled={text.trim() === ''}>
            Look up
          </Button>
        </form>
        {error !== null && <FaultAlert fault={error} />}
        {data !== undefined && asked.trim() !== '' && <Found found={data} />}
      </Page>
    </div>
  );
}

function Found({ found: { items, truncated } }: { readonly found: Schemas['Lookup'] }) {
  const known = items.filter((one) => one.match_count > 0);
  const others = items.filter((one) => one.match_count === 0);
  const near = others.filter((one) => nearOf(one).length > 0);
  const unknown = others.filter((one) => nearOf(one).length === 0);
  if (items.length === 0)
    return (
      <Empty title="No value in this text">
        Addresses, domains, URLs, e-mail addresses, hashes and CVE numbers are found; words are for
        the{' '}
        <Anchor component={Link} href="/intel">
          search
        </Anchor>
        .
      </Empty>
    );
  return (
    <>
      <p className="result-count" role="status">
        {counted(items.length, 'value')}: {known.length} known
        {near.length > 0 && `, ${near.length} within something known`}, {unknown.length} unknown
      </p>
      {truncated && (
        <Alert color="yellow">The text has more values; these are the first of them.</Alert>
      )}
      {known.length > 0 && <LookupTable title="Known" tone="bad" items={known} />}
      {near.length > 0 && (
        <LookupTable title="Within a known network or domain" tone="partly" items={near} />
      )}
      {unknown.length > 0 && <Unknown items={unknown} />}
    </>
  );
}

function Unknown({ items }: { readonly items: readonly LookupItem[] }) {
  const [, go] = useLocation();
  const mayWrite = useMayWrite();
  const list = items.map((one) => one.value).join('\n');
  return (
    <section aria-labelledby="unknown" className="lookup-group">
      <div className="lookup-head">
        <h2 id="unknown">
          <span className="badge badge-quiet">{items.length}</span> Unknown
        </h2>
        <CopyText value={list} label="Copy as a list" />
        {mayWrite === true && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => go('/imports/new', { state: { text: list } })}
          >
            Import them
          </Button>
        )}
      </div>
      <ul className="unknown">
        {items.map((one) => (
          <li key={`${one.kind} ${one.value}`}>
            <code className="value">{one.value}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
