// The clock: date_added rises strictly in commit order, so a poller that steps by it sees every
// object exactly once, whatever is written meanwhile.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Candidate, describe as describeObject } from '../../src/ingest/candidate.ts';
import { remove } from '../../src/ingest/remove.ts';
import { save } from '../../src/ingest/save.ts';
import { insertApiRoot } from '../../src/store/api-roots.ts';
import { insertCollection } from '../../src/store/collections.ts';
import type { PageQuery } from '../../src/store/page-statement.ts';
import { selectRecordsPage } from '../../src/store/poll.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await withDatabase();
  await insertApiRoot(database.db.work, { name: 'intel', title: 'Intelligence' });
});

afterAll(() => database.drop());

const nobody = { accountId: null, importId: null };

async function makeCollection(): Promise<string> {
  const id = randomUUID();
  await insertCollection(database.db.work, { id, api_root: 'intel', title: 'A collection' });
  return id;
}

function candidate(name: string, version = '2020-01-01T00:00:00', uuid = randomUUID()): Candidate {
  const body = JSON.stringify({ type: 'malware', id: `malware--${uuid}`, name });
  return {
    stix_type: 'malware',
    stix_uuid: uuid,
    version,
    version_as_sent: null,
    spec_version: '2.1',
    ...describeObject({ name }),
    body,
  };
}

function page(collection_id: string, after: number, limit: number): PageQuery {
  return {
    collection_id,
    added_after: after,
    after,
    until: null,
    limit,
    ids: null,
    types: null,
    spec_versions: null,
    keywords: ['last'],
    versions: [],
    distinct_versions: false,
  };
}

test('of an object with very many versions one is removed, and the others know what supersedes them', async () => {
  const collection = await makeCollection();
  const uuid = randomUUID();
  const most = 130_000;
  const { work } = database.db;
  await work.query(
    `insert into object (collection_id, date_added, stix_type, stix_uuid, version, spec_version,
        superseded_at, content_hash, body)
      select $1, n, 'malware', $2, to_char(timestamp '2020-01-01' + n * interval '1 second',
        'YYYY-MM-DD"T"HH24:MI:SS'), '2.1', nullif($3::bigint, n), '', '' from generate_series(1, $3) n`,
    [collection, uuid, most],
  );
  const last = { spec_versions: null, version: { keywords: ['last'], versions: [] } } as const;
  expect(await remove(database.db, collection, { type: 'malware', uuid }, last)).toBe(1);
  const { rows } = await work.query(
    'select superseded_at, count(*) from object where collection_id = $1 group by 1 order by 2',
    [collection],
  );
  expect(rows).toEqual([
    { superseded_at: null, count: 1 },
    { superseded_at: most - 1, count: most - 2 },
  ]);
});

describe('the clock of a collection', () => {
  test('a poller beside eight writers sees every object exactly once', async () => {
    const collection = await makeCollection();
    const written = new Set<string>();
    const seen: string[] = [];
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let round = 0; round < 30; round++) {
        const batch = Array.from({ length: 1 + ((writer * 7 + round) % 40) }, (_, n) =>
          candidate(`${writer}.${round}.${n}`),
        );
        await save(database.db, collection, batch, nobody);
        for (const one of batch) written.add(one.stix_uuid);
      }
    });
    const writing = { done: false };
    const finished = Promise.all(writers).then(() => {
      writing.done = true;
    });
    let after = 0;
    for (let last = false; ; ) {
      const { records } = await selectRecordsPage(database.db, page(collection, after, 37));
      seen.push(...records.map((record) => record.stix_uuid));
      after = records.at(-1)?.date_added ?? after;
      if (records.length === 0 && last) break;
      // One more look after the writers are done, so that nothing can hide behind the last page.
      last = records.length === 0 && writing.done;
    }
    await finished;
    expect(seen.length).toBe(written.size);
    expect(new Set(seen)).toEqual(written);
  });

  test('every version has a date_added of its own, rising in the order of the batch', async () => {
    const collection = await makeCollection();
    const batch = Array.from({ length: 500 }, (_, n) => candidate(String(n)));
    const outcomes = await save(database.db, collection, batch, nobody);
    const dates = outcomes.map((outcome) => outcome.date_added);
    expect(new Set(dates).size).toBe(500);
    expect([...dates].sort((a, b) => a - b)).toEqual(dates);
    const { records } = await selectRecordsPage(database.db, page(collection, 0, 1000));
    expect(records.map((record) => record.stix_uuid)).toEqual(batch.map((one) => one.stix_uuid));
  });

  test('a clock that runs ahead of the time of day still rises', async () => {
    const collection = await makeCollection();
    const ahead = Date.now() * 1000 + 60_000_000;
    await database.db.work.query(
      'update collection_clock set last_date_added = $2 where collection_id = $1',
      [collection, ahead],
    );
    const outcomes = await save(database.db, collection, [candidate('a'), candidate('b')], nobody);
    expect(outcomes.map((outcome) => outcome.date_added)).toEqual([ahead + 1, ahead + 2]);
  });

  test('two writers of the same object store it once, without a fault', async () => {
    const collection = await makeCollection();
    const same = candidate('same');
    const kinds = await Promise.all(
      Array.from({ length: 6 }, () => save(database.db, collection, [same], nobody)),
    );
    expect(
      kinds
        .flat()
        .map((o) => o.kind)
        .sort(),
    ).toEqual(['created', 'duplicate', 'duplicate', 'duplicate', 'duplicate', 'duplicate']);
  });

  test('what `also` throws takes the objects back with it', async () => {
    const collection = await makeCollection();
    const refused = save(database.db, collection, [candidate('x')], {
      ...nobody,
      also: async () => {
        throw new Error('no');
      },
    });
    await expect(refused).rejects.toThrow('no');
    const { records } = await selectRecordsPage(database.db, page(collection, 0, 10));
    expect(records).toEqual([]);
  });
});
