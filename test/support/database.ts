// A migrated database of its own for each test file: a clone of the run's template.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/store/database.ts';

export interface TestDatabase {
  readonly db: Database;
  readonly connection: pg.PoolConfig;
  drop(): Promise<void>;
}

/** Clones the template (a tenth of a second) and opens it. */
export async function withDatabase(): Promise<TestDatabase> {
  const { connection, template } = JSON.parse(process.env.TAXIWAY_TEST_CONNECTION ?? '{}');
  const name = `taxiway_${randomBytes(6).toString('hex')}`;
  await asOwner(connection, `create database ${name} template ${template}`);
  const own = onDatabase(connection, name);
  const db = openDatabase({
    connection: own,
    poolSize: 6,
    pollPoolSize: 4,
    statementTimeoutMs: 60_000,
  });
  return {
    db,
    connection: own,
    drop: async () => {
      await db.close();
      await asOwner(connection, `drop database ${name} with (force)`);
    },
  };
}

async function asOwner(connection: pg.PoolConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  // Two clones of one template cannot be made at the same time: wait for the turn.
  await client.query('select pg_advisory_lock(7461)');
  await client.query(statement);
  await client.end();
}

function onDatabase(connection: pg.PoolConfig, database: string): pg.PoolConfig {
  if (connection.connectionString === undefined) return { ...connection, database };
  const url = new URL(connection.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}
