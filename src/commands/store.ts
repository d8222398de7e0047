// The database for operator commands: that of DATABASE_URL, else the embedded one, whether a server
// runs it just now or not.
import { type Config, readConfig, readEnvironment } from '../config.ts';
import type { Observe } from '../observation.ts';
import type { Viewer } from '../store/collections.ts';
import { type Connection, type Database, openDatabase } from '../store/database.ts';
import { connectOrStart } from '../store/embedded/embedded.ts';
import { waitForPostgres } from '../store/first-start.ts';
import { isMigrated, migrate } from '../store/migrate.ts';
import { misuse } from './output.ts';

/** Whoever works on the server itself sees and may everything. */
export const OPERATOR: Viewer = {
  account_id: '00000000-0000-0000-0000-000000000000',
  role: 'admin',
};

/** Reads the settings. @throws with all their faults when they have any */
export function readSettings(): Config {
  const { config, faults } = readConfig(readEnvironment());
  if (config === undefined)
    throw misuse(`the settings have faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  return config;
}

/** Runs `run` on a connection to the database, migrated or not. */
export async function withConnection<T>(run: (connection: Connection) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = readSettings();
  if (databaseUrl !== undefined) {
    await waitForPostgres(databaseUrl, {
      milliseconds: 5000,
      signal: new AbortController().signal,
    });
    return run(databaseUrl);
  }
  const embedded = await connectOrStart({ dataDir, observe: tellNotices });
  try {
    return await run(embedded.connection);
  } finally {
    await embedded.stop();
  }
}

/** Runs `run` on the migrated database. */
export async function withStore<T>(run: (db: Database) => Promise<T>): Promise<T> {
  return withConnection(async (connection) => {
    const db = openDatabase({
      connection,
      poolSize: 2,
      pollPoolSize: 1,
      statementTimeoutMs: 30_000,
    });
    try {
      if (!(await isMigrated(db.work))) await migrateOwn(connection);
      return await run(db);
    } finally {
      await db.close();
    }
  });
}

// A shared database may serve older processes, so only `serve` and `migrate` change it.
async function migrateOwn(connection: Connection): Promise<void> {
  if (typeof connection === 'string')
    throw new Error(
      'The database does not have the schema of this version yet: run `taxiway migrate` first.',
    );
  await migrate(connection);
}

const tellNotices: Observe = (observation) => {
  if (observation.kind === 'database' && observation.event === 'notice')
    process.stderr.write(`taxiway: ${observation.message}\n`);
};
