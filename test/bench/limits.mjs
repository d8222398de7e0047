// The limits in PostgreSQL: COPY of all finished rows in one go, and a page fetched straight
// through pg, on connections like the server's own.
import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs';
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

// All that is written of an object, in the order in which it is written.
const TABLES = ['object', 'intel', 'observable', 'reference'];

/**
 * Writes the rows of a collection out, of every table that has some, and back into identical tables with
 * the same indexes, in one transaction.
 * @returns {Promise<{rows: number, seconds: number, bytes: number}>} objects and time of the way back, commit included
 */
async function copyRows(db, folder, collection, where = 'true') {
  const client = await db.work.connect();
  const fileOf = (table) => join(folder, `${table}.copy`);
  try {
    for (const table of TABLES) {
      const rows = `select * from ${table} where collection_id = '${collection}' and ${where} order by date_added`;
      const source = client.query(copyTo(`copy (${rows}) to stdout`));
      await pipeline(source, createWriteStream(fileOf(table)));
      await client.query(`create table bench_${table} (like ${table} including all)`);
    }
    const start = performance.now();
    await client.query('begin');
    const counts = [];
    for (const table of TABLES) {
      const sink = client.query(copyFrom(`copy bench_${table} from stdin`));
      await pipeline(createReadStream(fileOf(table), { highWaterMark: 262_144 }), sink);
      counts.push(sink.rowCount ?? 0);
    }
    await client.query('commit');
    const seconds = (performance.now() - start) / 1000;
    await client.query(`drop table ${TABLES.map((table) => `bench_${table}`).join()}`);
    const bytes = TABLES.reduce((sum, table) => sum + statSync(fileOf(table)).size, 0);
    for (const table of TABLES) rmSync(fileOf(table));
    return { rows: counts[0] ?? 0, seconds, bytes };
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
