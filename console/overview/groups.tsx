import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import type { Condition } from '../../src/intel/condition.ts';
import type { Schemas } from '../api.ts';
import { searchPath } from '../intel/search/search.ts';
import { Time } from '../time.tsx';
import { Bars } from './bars.tsx';
import { Card } from './card.tsx';
import { nameOfSource, nameOfTlp, nameOfType, pathOf } from './names.ts';

type Overview = Schemas['Overview'];
type Group = Schemas['OverviewGroup'];

const MOST = 8;
const HAS_SOURCE: Condition = { field: 'source', op: 'exists', value: true };

function barsOf(groups: readonly Group[], nameOf: (key: string | null) => string) {
  return [...groups]
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map(({ key, count, where }) => ({
      key: key ?? '',
      name: nameOf(key),
      count,
      href: pathOf(where),
    }));
}

export function Types({ overview: { types } }: { readonly overview: Overview }) {
  return (
    <Card title="By type" href={searchPath({ sort: 'type' })}>
      <Bars label="Objects by type" bars={barsOf(types, nameOfType)} empty="Nothing yet." />
    </Card>
  );
}

export function Tlps({ overview: { tlp } }: { readonly overview: Overview }) {
  return (
    <Card title="By TLP" href={searchPath({ sort: '-tlp' })}>
      <Bars label="Objects by TLP" bars={barsOf(tlp, nameOfTlp)} empty="Nothing yet." />
    </Card>
  );
}

export function Sources({ overview: { sources } }: { readonly overview: Overview }) {
  return (
    <Card title="By source" href={searchPath({ where: HAS_SOURCE })}>
      <Bars label="Objects by source" bars={barsOf(sources, nameOfSource)} empty="Nothing yet." />
    </Card>
  );
}

/** The sources by their newest object: where there are many, the first and the last of them. */
export function Freshness({ overview: { sources } }: { readonly overview: Overview }) {
  const named = sources.filter(({ key }) => key !== null);
  const ends =
    named.length <= MOST ? named : [...named.slice(0, MOST / 2), ...named.slice(-MOST / 2)];
  return (
    <Card
      title="Freshest and stalest sources"
      href={searchPath({ where: HAS_SOURCE, sort: '-added' })}
    >
      {ends.length === 0 && <p className="quiet">No object says whose it is.</p>}
      <ul className="bars" aria-label="Sources by their newest object">
        {ends.map(({ key, where, last_added }) => (
          <li key={key}>
            <Anchor component={Link} href={pathOf(where)} className="bar-name" c="inherit">
              {key}
            </Anchor>
            {last_added !== undefined && <Time value={last_added} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Expiring({ overview: { expiring } }: { readonly overview: Overview }) {
  const bars = expiring.map(({ days, count, where }) => ({
    key: String(days),
    name: days === 1 ? 'within a day' : `within ${days} days`,
    count,
    href: pathOf(where),
  }));
  // The widest of them.
  const soon = (expiring.at(-1)?.where ?? null) as Condition | null;
  return (
    <Card title="What expires soon" href={searchPath({ where: soon, sort: 'valid_until' })}>
      <Bars label="Objects by the time that they expire in" bars={bars} empty="Nothing." />
    </Card>
  );
}

export function Overlap({ overview: { overlap } }: { readonly overview: Overview }) {
  const bars = overlap.pairs.slice(0, MOST).map(({ sources, values }) => ({
    key: sources.join(' '),
    name: sources.join(' and '),
    count: values,
    href: searchPath({ where: { field: 'source', op: 'in', value: sources }, view: 'values' }),
  }));
  return (
    <Card title="Values that several sources know" href={searchPath({ view: 'values' })}>
      <Bars label="Values by pairs of sources" bars={bars} empty="No value is of two sources." />
      {overlap.is_estimate && <p className="quiet">An estimate from a part of the values.</p>}
    </Card>
  );
}
