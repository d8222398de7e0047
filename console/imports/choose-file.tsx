import {
  Anchor,
  Button,
  FileButton,
  NativeSelect,
  Progress,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { type Fault, readFault } from '../api.ts';
import { Empty } from '../empty.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { useAllCollections } from '../queries.ts';
import type { Import } from './queries.ts';
import { type Sending, sendFile } from './upload.ts';
import { size } from './words.ts';

interface ChooseFileProps {
  readonly onSent: (tried: Import) => void;
}

const LAST = 'taxiway-import-collection';

/** Where to, who from, and the file: dropped, chosen or pasted. It is tried at once, and not stored. */
export function ChooseFile({ onSent }: ChooseFileProps) {
  const { data, error } = useAllCollections();
  const [chosen, setChosen] = useState(() => localStorage.getItem(LAST) ?? '');
  const [source, setSource] = useState('');
  const [upload, setUpload] = useState<{ file: File; share: number; sending: Sending } | null>(
    null,
  );
  const [fault, setFault] = useState<Fault | null>(null);
  if (error !== null) return <FaultAlert fault={error} />;
  const targets = data?.filter(({ can_write }) => can_write) ?? [];
  if (data !== undefined && targets.length === 0) return <NowhereToPut />;
  const collection = targets.find(({ id }) => id === chosen)?.id ?? targets[0]?.id ?? '';

  const send = (file: File) => {
    const settings = { source: source === '' ? stemOf(file.name) : source };
    const sending = sendFile(file, { collection, settings, dryRun: true }, (share) =>
      setUpload({ file, share, sending }),
    );
    setFault(null);
    setUpload({ file, share: 0, sending });
    sending.done.then(onSent, (thrown: unknown) => {
      setUpload(null);
      setFault(readFault(thrown));
    });
  };

  return (
    <>
      <div className="settings">
        <NativeSelect
          label="Into the collection"
          data={targets.map(({ id, title, api_root }) => ({
            value: id,
            label: `${title} (${api_root})`,
          }))}
          value={collection}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
            localStorage.setItem(LAST, event.currentTarget.value);
          }}
        />
        <TextInput
          label="Source: who it comes from"
          placeholder="the name of the file, if you leave it empty"
          maxLength={250}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
      </div>
      {fault !== null && <FaultAlert fault={fault} />}
      {upload === null ? (
        <>
          <DropZone onFile={send} isReady={collection !== ''} />
          <Paste onText={send} isReady={collection !== ''} />
          <Text size="sm" c="dimmed">
            Nothing at hand?{' '}
            <Anchor component={Link} href="/templates" size="sm" underline="always">
              Ready-made templates
            </Anchor>{' '}
            can be filled in.
          </Text>
        </>
      ) : (
        <Uploading {...upload} />
      )}
    </>
  );
}

function NowhereToPut() {
  return (
    <Empty title="No collection to write to">
      A file goes into a collection. Ask an administrator for one that you may write to.
    </Empty>
  );
}

interface TakingProps {
  readonly isReady: boolean;
}

function DropZone({ onFile, isReady }: TakingProps & { readonly onFile: (file: File) => void }) {
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined && isReady) onFile(file);
  };
  return (
    <section
      className={isOver ? 'drop-zone is-over' : 'drop-zone'}
      aria-label="Drop a file here"
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <IconFileUpload size={44} stroke={1.4} aria-hidden />
      <Text size="lg" fw={600}>
        Drop a file here
      </Text>
      <FileButton onChange={(file) => file !== null && onFile(file)}>
        {(props) => (
          <Button {...props} size="md" disabled={!isReady}>
            Choose a file
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed">
        CSV, TSV, JSON, JSON lines, STIX, MISP, XLSX, a list; also as gzip or zip
      </Text>
    </section>
  );
}

function Paste({ onText, isReady }: TakingProps & { readonly onText: (file: File) => void }) {
  // Other pages hand over what is to be imported.
  const given = useHistoryState<{ readonly text?: string } | null>()?.text ?? '';
  const [text, setText] = useState(given);
  return (
    <details className="more-settings" open={given === '' ? undefined : true}>
      <summary>Paste text instead</summary>
      <Textarea
        mt="sm"
        autosize={false}
        rows={8}
        aria-label="Text to import"
        placeholder={'198.51.100.7\nevil[.]example\nhxxp://bad.example/x'}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        mt="sm"
        disabled={!isReady || text.trim() === ''}
        onClick={() => onText(new File([text], 'pasted.txt', { type: 'text/plain' }))}
      >
        See what it makes
      </Button>
    </details>
  );
}

interface UploadingProps {
  readonly file: File;
  readonly share: number;
  readonly sending: Sending;
}

function Uploading({ file, share, sending }: UploadingProps) {
  // Whoever leaves the page is not called back to it when the file is there.
  useEffect(() => sending.stop, [sending]);
  return (
    <section className="drop-zone" aria-label="Being sent">
      <Text fw={600}>
        {file.name}, {size(file.size)}
      </Text>
      <Progress className="wide" value={share * 100} animated aria-label="Sent so far" />
      <Button variant="default" size="xs" onClick={sending.stop}>
        Stop
      </Button>
    </section>
  );
}

function stemOf(name: string): string {
  return name.replace(/(?:\.[a-z0-9]{1,5}){1,2}$/i, '').slice(0, 250) || name.slice(0, 250);
}
