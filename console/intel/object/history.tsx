import { Button, Paper, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { FaultAlert } from '../../fault-alert.tsx';
import { Ago } from '../ago.tsx';
import { spaced } from '../words.ts';
import { type Change, changesOf } from './difference.ts';
import { useVersion } from './queries.ts';
import type { Description } from './shapes.ts';

interface HistoryProps {
  readonly collection: string;
  readonly description: Description;
}

/** The versions of an object, the latest first, each with what it changed. */
export function History({ collection, description }: HistoryProps) {
  const { object, versions, more_versions } = description;
  const [opened, setOpened] = useState<string | undefined>(versions[0]?.added);
  return (
    <ol className="history">
      {versions.map((version, index) => {
        const before = versions[index + 1];
        const isOpen = opened === version.added;
        return (
          <li key={version.added}>
            <div className="history-head">
              <strong>{nameOf(index, more_versions ? null : versions.length)}</strong>
              <span>
                added <Ago value={version.added} />
              </span>
              <span className="quiet">modified {version.modified}</span>
              {version.account !== null && <span className="quiet">by {version.account}</span>}
              {version.import !== null && (
                <Link href={`/imports/${version.import}`} className="what-link">
                  by an import
                </Link>
              )}
              {before !== undefined && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-expanded={isOpen}
                  onClick={() => setOpened(isOpen ? undefined : version.added)}
                >
                  {isOpen ? 'Hide changes' : 'Show changes'}
                </Button>
              )}
            </div>
            {before === undefined && <p className="quiet">{firstWords(more_versions)}</p>}
            {before !== undefined && isOpen && (
              <Changes
                collection={collection}
                id={String(object.id)}
                before={before.added}
                after={version.added}
              />
            )}
          </li>
        );
      })}
    </ol>
  );
}

// Numbers count from the first one; without it there is nothing to count from.
function nameOf(index: number, count: number | null): string {
  if (index === 0) return 'Latest version';
  return count === null ? 'Earlier version' : `Version ${count - index}`;
}

function firstWords(hasMore: boolean): string {
  return hasMore ? 'Older versions come by TAXII.' : 'The first one that came here.';
}

interface ChangesProps {
  readonly collection: string;
  readonly id: string;
  readonly before: string;
  readonly after: string;
}

function Changes({ collection, id, before, after }: ChangesProps) {
  const old = useVersion(collection, id, before);
  const now = useVersion(collection, id, after);
  const error = old.error ?? now.error;
  if (error !== null) return <FaultAlert fault={error} />;
  if (old.data === undefined || now.data === undefined)
    return <Skeleton height={80} aria-label="Loading" />;
  const changes = changesOf(old.data.object, now.data.object);
  if (changes.length === 0) return <p className="quiet">Nothing but the time of modification.</p>;
  return (
    <Paper withBorder className="table-scroll results changes">
      <table aria-label="Changes">
        <thead>
          <tr>
            <th scope="col">Property</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <Row key={change.property} change={change} />
          ))}
        </tbody>
      </table>
    </Paper>
  );
}

function Row({ change: { property, gone, come } }: { readonly change: Change }) {
  return (
    <tr>
      <th scope="row" title={property}>
        {spaced(property)}
      </th>
      <td>
        {gone.map((line) => (
          <del key={line} className="value">
            {line}
          </del>
        ))}
      </td>
      <td>
        {come.map((line) => (
          <ins key={line} className="value">
            {line}
          </ins>
        ))}
      </td>
    </tr>
  );
}
