import { Button, Paper, Skeleton, useComputedColorScheme } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { Link } from 'wouter';
import { Empty } from '../../empty.tsx';
import { FaultAlert } from '../../fault-alert.tsx';
import { later } from '../../later.tsx';
import { nameless, objectPath } from '../columns.tsx';
import { TypeIcon } from '../type-icon.tsx';
import { typeWords } from '../words.ts';
import { useRelations } from './queries.ts';
import { Reference } from './reference.tsx';
import { relationWords } from './relation-words.ts';
import type { Relation } from './shapes.ts';

const Graph = later(async () => (await import('./graph.tsx')).Graph);

// Its form brings the model of STIX along.
const CreateDialog = later(async () => (await import('../edit/create-dialog.tsx')).CreateDialog);

interface RelatedProps {
  readonly collection: string;
  readonly id: string;
  readonly title: string;
}

interface RelationsProps extends RelatedProps {
  readonly canWrite: boolean;
}

/** What an object is related to, and a way to relate it to more. */
export function Relations({ canWrite, ...related }: RelationsProps) {
  const [isAdding, setIsAdding] = useState(false);
  const { collection, id } = related;
  const object = { type: 'relationship', relationship_type: 'related-to', source_ref: id };
  return (
    <div className="page-body">
      {canWrite && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => setIsAdding(true)}>
            Add a relationship
          </Button>
        </div>
      )}
      <Related {...related} />
      {isAdding && (
        <Suspense>
          <CreateDialog begun={{ collection, object }} onClose={() => setIsAdding(false)} />
        </Suspense>
      )}
    </div>
  );
}

// As a picture to follow, and as a list beside it.
function Related({ collection, id, title }: RelatedProps) {
  const { data, error, refetch } = useRelations(collection, id);
  const scheme = useComputedColorScheme('light');
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
        <Graph key={scheme} {...{ collection, id, title }} relations={data.items} />
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
