import { Skeleton, Tabs } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'wouter';
import { FaultAlert } from '../fault-alert.tsx';
import { useCollection } from '../queries.ts';
import { TlpChip, Validity } from './marks.tsx';
import { textOf, titleOf, tlpLevelOf } from './object/facts.ts';
import { History } from './object/history.tsx';
import { Overview } from './object/overview.tsx';
import { useObject } from './object/queries.ts';
import { RawJson } from './object/raw-json.tsx';
import { Relations } from './object/relations.tsx';
import type { Description } from './object/shapes.ts';
import { ObjectActions } from './object-actions.tsx';
import { searchPath } from './search/search.ts';
import { TypeIcon } from './type-icon.tsx';
import { typeWords } from './words.ts';

interface ObjectPageProps {
  readonly collection: string;
  readonly id: string;
}

/** One object of a collection: what it says, what it is related to, how it came to be. */
export function ObjectPage({ collection, id }: ObjectPageProps) {
  const { data, error, refetch } = useObject(collection, id);
  const title = data === undefined ? 'Object' : titleOf(data.object);
  useEffect(() => {
    document.title = `${title} · Taxiway`;
  }, [title]);
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = data !== undefined;
  // The row that it was opened from has gone, and the focus with it.
  useEffect(() => {
    if (isThere && document.activeElement === document.body) heading.current?.focus();
  }, [isThere]);
  return (
    <div className="intel">
      <Trail collection={collection} type={id.split('--')[0] ?? ''} />
      {data === undefined && <h1 className="object-title">{title}</h1>}
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={400} aria-label="Loading" />}
      {data !== undefined && (
        <>
          <Head title={title} heading={heading} description={data} />
          <Parts collection={collection} title={title} description={data} />
        </>
      )}
    </div>
  );
}

function Trail({ collection, type }: { readonly collection: string; readonly type: string }) {
  const { data } = useCollection(collection);
  const where = { all: [{ field: 'type', op: 'in', value: [type] }] } as const;
  return (
    <nav className="trail" aria-label="Way back">
      <Link href="/intel">Intelligence</Link>
      <span aria-hidden>/</span>
      <Link href={searchPath({ collection })}>{data?.title ?? 'Collection'}</Link>
      <span aria-hidden>/</span>
      <Link href={searchPath({ collection, where })}>{typeWords(type)}</Link>
    </nav>
  );
}

interface HeadProps {
  readonly title: string;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly description: Description;
}

function Head({ title, heading, description }: HeadProps) {
  const { item, object } = description;
  const until = item?.valid_until ?? textOf(object, 'valid_until');
  const level = item?.tlp ?? tlpLevelOf(object);
  const revoked = object.revoked === true;
  const expired = item?.expired ?? (until !== null && Date.parse(until) <= Date.now());
  return (
    <div className="object-head">
      <TypeIcon type={String(object.type)} />
      <h1 className="object-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {level !== null && <TlpChip level={level} />}
      {(revoked || expired) && (
        <Validity item={{ type: 'indicator', revoked, expired, valid_until: until }} />
      )}
      <ObjectActions description={description} />
    </div>
  );
}

interface PartsProps {
  readonly collection: string;
  readonly title: string;
  readonly description: Description;
}

function Parts({ collection, title, description }: PartsProps) {
  const [parameters, setParameters] = useSearchParams();
  const { object, body, item, versions, more_versions } = description;
  const tab = parameters.get('tab') ?? 'overview';
  return (
    <Tabs
      value={tab}
      onChange={(now) =>
        setParameters(now === null || now === 'overview' ? {} : { tab: now }, { replace: true })
      }
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="relations">Relations</Tabs.Tab>
        <Tabs.Tab value="history">
          History{' '}
          <span className="quiet">
            {versions.length}
            {more_versions && '+'}
          </span>
        </Tabs.Tab>
        <Tabs.Tab value="json">JSON</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview" pt="md">
        <Overview collection={collection} description={description} />
      </Tabs.Panel>
      <Tabs.Panel value="relations" pt="md">
        <Relations
          collection={collection}
          id={String(object.id)}
          title={title}
          canWrite={item?.can_write === true}
        />
      </Tabs.Panel>
      <Tabs.Panel value="history" pt="md">
        <History collection={collection} description={description} />
      </Tabs.Panel>
      <Tabs.Panel value="json" pt="md">
        <RawJson object={object} body={body} />
      </Tabs.Panel>
    </Tabs>
  );
}
