import './overview.css';
import { Skeleton } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../api.ts';
import { Empty } from '../empty.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { searchPath } from '../intel/search/search.ts';
import { Page } from '../page.tsx';
import { useAllCollections, useReadsNone } from '../queries.ts';
import { FirstSteps } from './first-steps.tsx';
import { Expiring, Freshness, Overlap, Sources, Tlps, Types } from './groups.tsx';
import { pathOf } from './names.ts';
import { CameIn, Imported, WentOut } from './over-time.tsx';
import { useOverview } from './queries.ts';
import { sum } from './stack.ts';

const NUMBER = new Intl.NumberFormat();

/** Where the console begins: what is here, what came and went, and what wants care. */
export function OverviewPage({ isAdmin }: { readonly isAdmin: boolean }) {
  const { data, error, refetch } = useOverview();
  const { data: collections } = useAllCollections();
  const isEmpty = data?.totals.objects === 0;
  // Nothing that the first steps lead to would let them in.
  const hasNoRights = !isAdmin && collections?.length === 0;
  const readsNone = useReadsNone();
  return (
    <Page title="Overview" lead="What is in the collections that you may read.">
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={320} aria-label="Loading" />}
      {isEmpty && hasNoRights && (
        <Empty title="No collections yet">
          Ask an administrator for a grant on a collection; what is in it appears here at once.
        </Empty>
      )}
      {isEmpty && readsNone && (
        <Empty title="Nothing that you may read">
          You may read none of your collections. What is in them is counted here as soon as an
          administrator lets you.
        </Empty>
      )}
      {isEmpty && !hasNoRights && !readsNone && (
        <FirstSteps
          isAdmin={isAdmin}
          mayWrite={collections?.some(({ can_write }) => can_write) === true}
          collection={collections?.[0]?.id}
        />
      )}
      {data !== undefined && !isEmpty && <Pictures overview={data} />}
    </Page>
  );
}

function Pictures({ overview }: { readonly overview: Schemas['Overview'] }) {
  return (
    <>
      <Tiles overview={overview} />
      <div className="cards">
        <CameIn overview={overview} />
        <WentOut overview={overview} />
        <Types overview={overview} />
        <Tlps overview={overview} />
        <Sources overview={overview} />
        <Freshness overview={overview} />
        <Expiring overview={overview} />
        <Overlap overview={overview} />
        <div className="card-wide">
          <Imported overview={overview} />
        </div>
      </div>
    </>
  );
}

function Tiles({ overview }: { readonly overview: Schemas['Overview'] }) {
  const { totals, added, imports, expiring, days } = overview;
  const week = new Set(days.slice(-7));
  const soon = expiring.find((one) => one.days === 7);
  const tiles = [
    { name: 'objects', count: totals.objects, href: searchPath({}) },
    {
      name: 'came in within 7 days',
      count: sum(added.filter(({ day }) => week.has(day)).map(({ count }) => count)),
      href: pathOf({ field: 'added', op: 'after', value: 'now-7d' }),
    },
    {
      name: 'expire within 7 days',
      count: soon?.count ?? 0,
      href: soon === undefined ? '/intel' : pathOf(soon.where),
    },
    {
      name: 'expired',
      count: totals.expired,
      href: pathOf({ field: 'expired', op: 'is', value: true }),
    },
    {
      name: 'records rejected within 7 days',
      count: sum(imports.filter(({ day }) => week.has(day)).map(({ rejected }) => rejected)),
      href: '/imports',
    },
  ];
  return (
    <div className="tiles">
      {tiles.map(({ name, count, href }) => (
        <Link key={name} href={href} className="tile">
          <strong>{NUMBER.format(count)}</strong>
          {name}
        </Link>
      ))}
    </div>
  );
}
