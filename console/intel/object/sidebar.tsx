import { Paper } from '@mantine/core';
import { Link } from 'wouter';
import { Fact } from '../../fact.tsx';
import { useCollection } from '../../queries.ts';
import { Time } from '../../time.tsx';
import { Ago } from '../ago.tsx';
import { Confidence, Labels, TlpChip, Validity } from '../marks.tsx';
import { searchPath } from '../search/search.ts';
import { propertyWords, spaced } from '../words.ts';
import { CopyButtons } from './copy-buttons.tsx';
import { textOf, textsOf, tlpLevelOf, typesGivenIn } from './facts.ts';
import { Reference } from './reference.tsx';
import type { Description } from './shapes.ts';

interface SidebarProps {
  readonly collection: string;
  readonly description: Description;
}

/** Where an object comes from, how sure it is, until when, and who may see it. */
export function Sidebar({ collection, description }: SidebarProps) {
  const { item, object, versions } = description;
  const [latest] = versions;
  const { data: home } = useCollection(collection);
  const creator = textOf(object, 'created_by_ref');
  const validFrom = textOf(object, 'valid_from');
  const confidence = typeof object.confidence === 'number' ? object.confidence : null;
  return (
    <Paper withBorder p="md" component="aside" aria-label="Facts" className="object-side">
      <dl>
        <Fact name="TLP">
          <TlpChip level={item?.tlp ?? tlpLevelOf(object)} />
        </Fact>
        <Fact name="Confidence">
          <Confidence value={item === null ? confidence : item.confidence} />
        </Fact>
        {object.type === 'indicator' && (
          <>
            <Fact name="Valid until">
              <Validity item={item ?? validityOf(description)} />
            </Fact>
            <Fact name="Valid from">{validFrom === null ? '–' : <Time value={validFrom} />}</Fact>
          </>
        )}
        {typesGivenIn(object).map(([name, types]) => (
          <Fact key={name} name={propertyWords(name)}>
            {types.map(spaced).join(', ')}
          </Fact>
        ))}
        <Fact name="Labels">
          <Labels labels={item?.labels ?? textsOf(object, 'labels')} areLinks />
        </Fact>
      </dl>
      <dl>
        <Fact name="Source">
          {creator === null ? (
            <span className="quiet">not said</span>
          ) : (
            <Reference collection={collection} id={creator} name={item?.source} />
          )}
        </Fact>
        <Fact name="Collection">
          <Link href={searchPath({ collection })} className="what-link">
            {home?.title ?? '…'}
          </Link>
        </Fact>
        {latest?.import != null && (
          <Fact name="Import">
            <Link href={`/imports/${latest.import}`} className="what-link">
              the file it came in
            </Link>
          </Fact>
        )}
        {description.rules.length > 0 && (
          <Fact name="Found by rules">{description.rules.map(({ name }) => name).join(', ')}</Fact>
        )}
        {latest?.account != null && <Fact name="Stored by">{latest.account}</Fact>}
        <Fact name="Added">{latest !== undefined && <Ago value={latest.added} />}</Fact>
        <Fact name="Modified">
          <Instant value={textOf(object, 'modified')} />
        </Fact>
        <Fact name="Created">
          <Instant value={textOf(object, 'created')} />
        </Fact>
        <Fact name="STIX id">
          <span className="copied-value">
            <code className="value">{String(object.id)}</code>
            <CopyButtons what="id" value={String(object.id)} />
          </span>
        </Fact>
      </dl>
    </Paper>
  );
}

function Instant({ value }: { readonly value: string | null }) {
  return value === null ? <span className="quiet">–</span> : <Time value={value} />;
}

function validityOf({ object }: Description) {
  const valid_until = textOf(object, 'valid_until');
  return {
    type: 'indicator',
    revoked: object.revoked === true,
    valid_until,
    expired: valid_until !== null && Date.parse(valid_until) <= Date.now(),
  };
}
