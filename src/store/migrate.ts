// Migrations: plain SQL files, run by knex under one advisory lock, so that any number of processes
// may start at once. Also makes what exists once: the installation's keys and the queue's schema.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger, runMigrations } from 'graphile-worker';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { v4 as uuid } from 'uuid';
import type { Connection, Queryable } from './database.ts';

interface Migration {
  readonly name: string;
  readonly up: string;
  readonly down: string;
}

const TABLE = 'migration';
// Any number, the same in every process: "taxi" in ASCII.
const LOCK = 0x74617869;
const SEPARATOR = /^-- migrate:down *$/m;

// src/store/ and dist/store/ are equally deep.
const FOLDER = join(import.meta.dirname, '..', '..', 'migrations');

/**
 * Brings the schema up to date.
 * @returns the names of the migrations that this call applied
 */
export async function migrate(
  connection: Connection,
): Promise<{ readonly applied: readonly string[] }> {
  const lock = new pg.Client(clientSettings(connection));
  lock.on('error', () => undefined);
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    const applied = await applyAll(connection);
    await lock.query(
      `insert into installation (only_row, id_namespace, cursor_key, credential_key)
       values (true, $1, $2, $3) on conflict do nothing`,
      [uuid(), randomBytes(32), randomBytes(32)],
    );
    await migrateQueue(connection);
    return { applied };
  } finally {
    // Its end releases the lock.
    await lock.end();
  }
}

/** Whether the schema is as new as this program. */
export async function isMigrated(db: Queryable): Promise<boolean> {
  const wanted = await readMigrations();
  const known = await db.query('select to_regclass($1) is not null as is_there', [TABLE]);
  if (!known.rows[0]?.is_there) return false;
  const done = await db.query<{ name: string }>(`select name from ${TABLE}`);
  const names = new Set(done.rows.map((row) => row.name));
  return wanted.every((migration) => names.has(migration.name));
}

async function applyAll(connection: Connection): Promise<readonly string[]> {
  const runner = knex({
    client: 'pg',
    connection: clientSettings(connection) as Knex.PgConnectionConfig,
    pool: { min: 0, max: 2 },
  });
  try {
    // One process at a time is here, so a lock that knex left behind belongs to a killed one.
    if (await runner.schema.hasTable(`${TABLE}_lock`))
      await runner.migrate.forceFreeMigrationsLock(SETTINGS);
    const [, names] = (await runner.migrate.latest(SETTINGS)) as [number, string[]];
    return names;
  } finally {
    await runner.destroy();
  }
}

const SETTINGS: Knex.MigratorConfig = {
  tableName: TABLE,
  migrationSource: {
    getMigrations: readMigrations,
    getMigrationName: (migration: Migration) => migration.name,
    getMigration: async (migration: Migration) => ({
      up: async (runner: Knex) => runner.raw(escapeBindings(migration.up)),
      down: async (runner: Knex) => runner.raw(escapeBindings(migration.down)),
    }),
  } satisfies Knex.MigrationSource<Migration> as Knex.MigrationSource<unknown>,
};

// To knex a bare question mark is a binding.
function escapeBindings(sql: string): string {
  return sql.replaceAll('?', '\\?');
}

async function readMigrations(): Promise<Migration[]> {
  if (!existsSync(FOLDER))
    throw new Error(`The folder ${FOLDER} is missing: install Taxiway again.`);
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const [up = '', down = ''] = (await readFile(join(FOLDER, file), 'utf8')).split(SEPARATOR);
      return { name: file.replace(/\.sql$/, ''), up, down };
    }),
  );
}

async function migrateQueue(connection: Connection): Promise<void> {
  const pool = new pg.Pool({ ...clientSettings(connection), max: 1 });
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
  } finally {
    await pool.end();
  }
}

function clientSettings(connection: Connection): pg.PoolConfig {
  return typeof connection === 'string' ? { connectionString: connection } : connection;
}
