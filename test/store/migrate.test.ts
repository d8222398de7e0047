import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { selectIsFirstStart } from '../../src/store/first-start.ts';
import { isMigrated, migrate } from '../../src/store/migrate.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';

let database: TestDatabase;
let connection: pg.PoolConfig;
const name = `taxiway_empty_${randomBytes(6).toString('hex')}`;

beforeAll(async () => {
  database = await withDatabase();
  await database.db.work.query(`create database ${name}`);
  connection = onDatabase(database.connection);
});

afterAll(async () => {
  await database.db.work.query(`drop database ${name} with (force)`);
  await database.drop();
});

describe('migrations', () => {
  test('many processes may start at once: each migration is applied once, the keys are made once', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => migrate(connection)));
    const applied = results.flatMap((result) => result.applied);
    expect(applied.length).toBeGreaterThan(3);
    expect(new Set(applied).size).toBe(applied.length);
    await withPool(async (pool) => {
      expect((await pool.query('select from installation')).rowCount).toBe(1);
      expect(await isMigrated(pool)).toBe(true);
      expect(
        (await pool.query("select to_regclass('graphile_worker.jobs') as jobs")).rows[0].jobs,
      ).not.toBeNull();
    });
  });

  test('a lock that a killed process left in the table of migrations stops nobody', async () => {
    await withPool((pool) => pool.query('update migration_lock set is_locked = 1'));
    expect(await migrate(connection)).toEqual({ applied: [] });
  });

  test('an empty database is not migrated, and a new installation is on its first start', async () => {
    await withPool(async (pool) => {
      expect(await selectIsFirstStart(pool)).toBe(true);
      await pool.query('delete from migration where name = (select max(name) from migration)');
      expect(await isMigrated(pool)).toBe(false);
    });
  });

  test('every table has a primary key', async () => {
    const { rows } = await database.db.work.query(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname = 'public' and c.relname <> 'migration_lock'
          and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
    );
    expect(rows).toEqual([]);
  });
});

function onDatabase(given: pg.PoolConfig): pg.PoolConfig {
  if (given.connectionString === undefined) return { ...given, database: name };
  const url = new URL(given.connectionString);
  url.pathname = `/${name}`;
  return { connectionString: url.href };
}

async function withPool<T>(run: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool(connection);
  try {
    return await run(pool);
  } finally {
    await pool.end();
  }
}
