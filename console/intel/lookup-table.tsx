import { Paper } from '@mantine/core';
import { Fragment } from 'react';
import { Link } from 'wouter';
import { Ago } from './ago.tsx';
import { objectPath, valuePath } from './columns.tsx';
import { Confidence, TlpChip, Validity } from './marks.tsx';
import type { Item, LookupItem } from './shapes.ts';
import { TypeIcon } from './type-icon.tsx';
import { counted, kindWords, typeWords } from './words.ts';

interface LookupTableProps {
  readonly title: string;
  readonly tone: 'bad' | 'partly';
  readonly items: readonly LookupItem[];
}

/** Values with what is known of each: one line an object. */
export function LookupTable({ title, tone, items }: LookupTableProps) {
  return (
    <section className="lookup-group" aria-label={title}>
      <div className="lookup-head">
        <h2>
          <span className={`badge badge-${tone}`}>{items.length}</span> {title}
        </h2>
      </div>
      <Paper withBorder className="table-scroll results">
        <table aria-label={title}>
          <thead>
            <tr>
              <th scope="col" className="cell-wide">
                Value
              </th>
              <th scope="col" className="cell-wide">
                Object
              </th>
              <th scope="col">Source</th>
              <th scope="col">Confidence</th>
              <th scope="col">TLP</th>
              <th scope="col">Valid until</th>
              <th scope="col">Added</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <Fragment key={`${one.kind} ${one.value}`}>
                {rowsOf(one).map((item, index) => (
                  <tr key={`${item.collection.id} ${item.id}`} data-follows={index > 0}>
                    <td className="cell-wide">{index === 0 && <Value one={one} />}</td>
                    <Known item={item} isNear={!one.matches.includes(item)} />
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </Paper>
    </section>
  );
}

/** What is known of the networks that a value is in, and of the domains above it. */
export function nearOf({ networks, parents }: LookupItem): readonly Item[] {
  return [...networks, ...parents];
}

function rowsOf(one: LookupItem): readonly Item[] {
  return [...one.matches, ...nearOf(one)];
}

function Value({ one }: { readonly one: LookupItem }) {
  const others = one.match_count - one.matches.length;
  return (
    <>
      <Link href={valuePath(one.value)} className="what-link">
        <code className="value" title={one.value}>
          {one.value}
        </code>
      </Link>
      <div className="quiet">
        {kindWords(one.kind)}
        {others > 0 && ` · ${counted(others, 'more object')}`}
      </div>
    </>
  );
}

function Known({ item, isNear }: { readonly item: Item; readonly isNear: boolean }) {
  const [first] = item.values;
  return (
    <>
      <td className="cell-wide">
        <span className="what">
          <TypeIcon type={item.type} />
          <Link
            href={objectPath(item.collection.id, item.id)}
            className="what-link"
            title={item.id}
          >
            {isNear && first !== undefined ? (
              <code className="value">{first.value}</code>
            ) : (
              (item.name ?? typeWords(item.type))
            )}
          </Link>
        </span>
      </td>
      <td>{item.source ?? <span className="quiet">–</span>}</td>
      <td>
        <Confidence value={item.confidence} />
      </td>
      <td>
        <TlpChip level={item.tlp} />
      </td>
      <td>
        <Validity item={item} />
      </td>
      <td>
        <Ago value={item.added} />
      </td>
    </>
  );
}
