import { Paper, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { Empty } from '../../empty.tsx';
import { FaultAlert } from '../../fault-alert.tsx';
import { nameless, objectPath } from '../columns.tsx';
import { TypeIcon } from '../type-icon.tsx';
import { typeWords } from '../words.ts';
import { useRelations } from './queries.ts';
import { Reference } from './reference.tsx';
import { relationWords } from './relation-words.ts';
import type { Relation } from './shapes.ts';

const Graph = lazy(async () => ({ default: (await import('./graph.tsx')).Graph }));

interface RelationsProps {
  readonly collection: string;
  readonly id: string;
  readonly title: string;
}

/** What an object is related to: as a picture to follow, and as a list beside it. */
export function Relations({ collection, id, title }: RelationsProps) {
  const { data, error, refetch } = useRelations(collection, id);
  if (error !== null) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={420} aria-label="Loading" />;
  if (data.items.length === 0)
    return (
      <Empty title="Related to nothing here">
        Relationships, sightings, notes and reports of this collection that name this object are
        shown here.
      </Empty>
    );
  return (
    <div className="relations">
      <Suspense fallback={<Skeleton height={420} aria-label="Loading" />}>
        <Graph collection={collection} id={id} title={title} relations={data.items} />
      </Suspense>
      <Paper withBorder className="table-scroll results">
        <table aria-label="Relations">
          <thead>
            <tr>
              <th scope="col">Relation</th>
              <th scope="col" className="cell-wide">
                Object
              </th>
              <th scope="col">Type</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((one) => (
              <Row key={keyOf(one)} relation={one} collection={collection} />
            ))}
          </tbody>
        </table>
        {data.more && <p className="quiet more">There are more than are shown here.</p>}
      </Paper>
    </div>
  );
}

function keyOf({ relationship, property, direction, other }: Relation): string {
  return `${relationship?.id} ${property} ${direction} ${other.id}`;
}

interface RowProps {
  readonly relation: Relation;
  readonly collection: string;
}

function Row({ relation, collection }: RowProps) {
  const { direction, relationship, other } = relation;
  const words = relationWords(relation);
  const isOut = direction === 'out';
  const Arrow = isOut ? IconArrowRight : IconArrowLeft;
  return (
    <tr data-tone={other.revoked || relationship?.revoked ? 'over' : undefined}>
      <td title={relationship?.description ?? undefined}>
        <span className="relation">
          <Arrow size={15} role="img" aria-label={isOut ? 'it' : 'is what the other'} />
          {relationship === null ? (
            words
          ) : (
            <Link href={objectPath(collection, relationship.id)} className="what-link">
              {words}
            </Link>
          )}
        </span>
      </td>
      <td className="cell-wide">
        {other.stored ? (
          <Reference collection={collection} id={other.id} name={other.name} />
        ) : (
          <span className="what" title={other.id}>
            <TypeIcon type={other.type} />
            <span className="quiet">{other.name ?? nameless(other)}, not in this collection</span>
          </span>
        )}
      </td>
      <td>{typeWords(other.type)}</td>
    </tr>
  );
}
