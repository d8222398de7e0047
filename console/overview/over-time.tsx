import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../api.ts';
import { searchPath } from '../intel/search/search.ts';
import { Card } from './card.tsx';
import { DayChart } from './day-chart.tsx';
import { nameOfSource, nameOfTlp, nameOfType, pathOf } from './names.ts';
import { stackOf } from './stack.ts';

type Overview = Schemas['Overview'];

const SPLITS = {
  sources: { label: 'by source', nameOf: nameOfSource },
  types: { label: 'by type', nameOf: nameOfType },
  tlp: { label: 'by TLP', nameOf: nameOfTlp },
} as const;

type Split = keyof typeof SPLITS;

/** What came in, day by day: by source, by type or by TLP. */
export function CameIn({ overview }: { readonly overview: Overview }) {
  const [split, setSplit] = useState<Split>('sources');
  const { days, added } = overview;
  const counted = added.flatMap((one) =>
    one[split].map(({ key, count }) => ({
      day: one.day,
      name: SPLITS[split].nameOf(key),
      count,
    })),
  );
  const hrefOf = (day: string) => {
    const where = added.find((one) => one.day === day)?.where;
    return where === undefined ? searchPath({ sort: '-added' }) : pathOf(where);
  };
  return (
    <Card title="What came in" href={searchPath({ sort: '-added' })}>
      <NativeSelect
        size="xs"
        className="split"
        aria-label="What came in, divided"
        value={split}
        data={Object.entries(SPLITS).map(([value, { label }]) => ({ value, label }))}
        onChange={(event) => setSplit(event.currentTarget.value as Split)}
      />
      <DayChart
        label="Objects that came in, by day"
        days={days}
        series={stackOf(days, counted)}
        hrefOf={hrefOf}
      />
    </Card>
  );
}

/** What clients were given, day by day. */
export function WentOut({ overview }: { readonly overview: Overview }) {
  const { days, served } = overview;
  const counted = served.map(({ day, collection, objects }) => ({
    day,
    name: collection.title,
    count: objects,
  }));
  const busiest = (day: string) => {
    const [most] = served.filter((one) => one.day === day).sort((a, b) => b.objects - a.objects);
    return most === undefined ? '/collections' : `/collections/${most.collection.id}`;
  };
  return (
    <Card title="What clients were given" href="/collections">
      <DayChart
        label="Objects that clients were given, by day"
        days={days}
        series={stackOf(days, counted)}
        hrefOf={busiest}
      />
      <p className="quiet">
        Counts only: which objects they were is not kept, so no search finds them. A day leads to
        the collection that gave most.
      </p>
    </Card>
  );
}

/** What imports brought, and what they refused. */
export function Imported({ overview }: { readonly overview: Overview }) {
  const { days, imports } = overview;
  const counts = (countOf: (one: Overview['imports'][number]) => number) =>
    days.map((day) => {
      const found = imports.find((one) => one.day === day);
      return found === undefined ? 0 : countOf(found);
    });
  return (
    <Card title="Imports and rejections" href="/imports">
      <DayChart
        label="Records of imports, by day"
        days={days}
        series={[
          {
            name: 'created or updated',
            color: '--chart-3',
            counts: counts(({ created, updated }) => created + updated),
          },
          {
            name: 'set aside',
            color: '--chart-2',
            counts: counts(({ set_aside: aside }) => aside),
          },
          { name: 'rejected', color: '--chart-4', counts: counts(({ rejected }) => rejected) },
        ]}
        hrefOf={() => '/imports'}
      />
      <p className="quiet">
        Rejected records are no objects: no search finds them, but each import lists its own. A day
        leads to the imports.
      </p>
    </Card>
  );
}
