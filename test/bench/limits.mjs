// The limits in PostgreSQL: COPY of the finished rows in one go, and a page fetched straight
// through pg, on connections like the server's own.
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { openDatabase } from '../../dist/store/database.js';
import { connectOrStart } from '../../dist/store/embedded/embedded.js';

/** Joins the server's database. */
export async function openLimits({ dataDir, folder }) {
  const { connection } = await connectOrStart({ dataDir, observe: () => {} });
  const db = openDatabase({
    connection,
    poolSize: 2,
    pollPoolSize: 1,
    statementTimeoutMs: 600_000,
  });
  return {
    copyRows: (collection, where) => copyRows(db, folder, collection, where),
    page: (collection, after, limit) => selectPage(db, collection, after, limit),
    close: () => db.close(),
  };
}

/**
 * Writes the rows of a collection out, and back into an identical table with the same indexes.
 * @returns {Promise<{rows: number, seconds: number, bytes: number}>} of the way back, commit included
 */
async function copyRows(db, folder, collection, where = 'true') {
  const file = join(folder, 'rows.copy');
  const client = await db.work.connect();
  try {
    const rows = `select * from object where collection_id = '${collection}' and ${where} order by date_added`;
    await pipeline(client.query(copyTo(`copy (${rows}) to stdout`)), createWriteStream(file));
    await client.query('create table bench_copy (like object including all)');
    const start = performance.now();
    const sink = client.query(copyFrom('copy bench_copy from stdin'));
    await pipeline(createReadStream(file, { highWaterMark: 262_144 }), sink);
    const seconds = (performance.now() - start) / 1000;
    await client.query('drop table bench_copy');
    return { rows: sink.rowCount ?? 0, seconds, bytes: statSync(file).size };
  } finally {
    client.release();
  }
}

/** One page as a poll asks for it, bodies as text. @returns the date_added to go on from */
async function selectPage(db, collection, after, limit) {
  const { rows } = await db.polls.query(
    `select o.date_added, o.body from object o
     where o.collection_id = $1 and o.date_added > $2 and (o.superseded_at is null or o.superseded_at <= 0)
     order by o.date_added limit $3`,
    [collection, after, limit + 1],
  );
  return { count: Math.min(rows.length, limit), last: rows[limit - 1]?.date_added ?? null };
}
