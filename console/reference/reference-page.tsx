import './reference.css';
import { Anchor, Loader, Paper, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { parse } from 'yaml';
import type { Fault } from '../api.ts';
import { FaultAlert } from '../fault-alert.tsx';
import { Brand, Skip } from '../head.tsx';
import { type Operation, type Reference, readReference } from './document.ts';
import { Fold } from './fold.tsx';
import { OperationView } from './operation-view.tsx';
import { Prose } from './prose.tsx';
import { SchemaView } from './schema-view.tsx';

/** The reference of the API: openapi.yaml of this server, for people. Everybody may read it. */
export function ReferencePage() {
  const { data, error, refetch } = useQuery<Reference, Fault>({
    queryKey: ['reference'],
    queryFn: readOpenApi,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [words, setWords] = useState('');
  const [open, setOpen] = useOpen();
  useEffect(() => {
    document.title = 'API reference · Taxiway';
  }, []);
  const found = data?.operations.filter((operation) => isFound(operation, words)) ?? [];
  return (
    <div className="frame">
      <Skip />
      <header className="side">
        <Brand />
        <TextInput
          label="Search the reference"
          type="search"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        {data !== undefined && <Contents reference={data} found={found} onOpen={setOpen} />}
      </header>
      <main id="page" className="page" tabIndex={-1}>
        <Title order={1} size="h2">
          API reference
        </Title>
        {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Loader aria-label="Loading" />}
        {data !== undefined && (
          <Operations reference={data} found={found} words={words} open={open} onOpen={setOpen} />
        )}
      </main>
    </div>
  );
}

async function readOpenApi(): Promise<Reference> {
  const answer = await fetch('/openapi.yaml').catch(() => null);
  if (answer?.ok !== true) {
    const fault: Fault = {
      status: answer?.status ?? 0,
      title: 'The reference cannot be loaded',
      detail: 'The server did not answer with /openapi.yaml.',
    };
    throw fault;
  }
  return readReference(parse(await answer.text()));
}

// What is open has its name in the address bar, so that it can be linked to.
function useOpen(): [string, (id: string) => void] {
  const [open, setOpen] = useState(window.location.hash.slice(1));
  useEffect(() => {
    const follow = () => setOpen(window.location.hash.slice(1));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const choose = (id: string) => {
    window.history.replaceState(null, '', `#${id}`);
    setOpen(id);
  };
  return [open, choose];
}

interface ContentsProps {
  readonly reference: Reference;
  readonly found: readonly Operation[];
  readonly onOpen: (id: string) => void;
}

function Contents({ reference, found, onOpen }: ContentsProps) {
  return (
    <nav aria-label="Operations" className="contents">
      {reference.tags.map(({ name }) => {
        const operations = found.filter(({ tag }) => tag === name);
        return operations.length === 0 ? null : (
          <div key={name}>
            <strong>{name}</strong>
            {operations.map(({ id, summary }) => (
              <a key={id} href={`#${id}`} onClick={() => onOpen(id)}>
                {summary}
              </a>
            ))}
          </div>
        );
      })}
    </nav>
  );
}

interface OperationsProps extends ContentsProps {
  readonly words: string;
  readonly open: string;
}

function Operations({ reference, found, words, open, onOpen }: OperationsProps) {
  // The first time that there is something to scroll to.
  useEffect(() => {
    document.getElementById(open)?.scrollIntoView();
  }, [open]);
  return (
    <div className="page-body reference">
      {words === '' && (
        <Paper withBorder p="md">
          <Prose text={reference.description} />
          <Anchor href="/openapi.yaml">openapi.yaml, version {reference.version}</Anchor>
        </Paper>
      )}
      {found.length === 0 && <p role="status">Nothing has “{words}” in it.</p>}
      {reference.tags.map(({ name, description }) => {
        const operations = found.filter(({ tag }) => tag === name);
        return operations.length === 0 ? null : (
          <section key={name} aria-label={name}>
            <Title order={2} size="h3">
              {name}
            </Title>
            <Prose text={description} />
            {operations.map((operation) => (
              <Fold
                key={operation.id}
                id={operation.id}
                label={<OperationLabel operation={operation} />}
                isOpen={open === operation.id}
                onToggle={(isOpen) => {
                  if (isOpen) onOpen(operation.id);
                  else if (open === operation.id) onOpen('');
                }}
              >
                <OperationView operation={operation} schemas={reference.schemas} />
              </Fold>
            ))}
          </section>
        );
      })}
      {words === '' && <SchemaList reference={reference} open={open} onOpen={onOpen} />}
    </div>
  );
}

function OperationLabel({ operation }: { readonly operation: Operation }) {
  const { method, path, summary } = operation;
  return (
    <>
      <span className={`method method-${method.toLowerCase()}`}>{method}</span> <code>{path}</code>{' '}
      <span className="quiet">{summary}</span>
    </>
  );
}

type SchemaListProps = Pick<OperationsProps, 'reference' | 'open' | 'onOpen'>;

function SchemaList({ reference, open, onOpen }: SchemaListProps) {
  return (
    <section aria-label="Schemas">
      <Title order={2} size="h3">
        Schemas
      </Title>
      {[...reference.schemas].map(([name, schema]) => (
        <Fold
          key={name}
          id={`schema-${name}`}
          label={<code>{name}</code>}
          isOpen={open === `schema-${name}`}
          onToggle={(isOpen) => {
            if (isOpen) onOpen(`schema-${name}`);
            else if (open === `schema-${name}`) onOpen('');
          }}
        >
          <SchemaView schema={schema} schemas={reference.schemas} />
        </Fold>
      ))}
    </section>
  );
}

function isFound(operation: Operation, words: string): boolean {
  const { id, method, path, tag, summary, description, parameters } = operation;
  const names = parameters.map(({ name }) => name).join(' ');
  const text = `${id} ${method} ${path} ${tag} ${summary} ${description} ${names}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
