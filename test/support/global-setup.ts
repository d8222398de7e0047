// One embedded PostgreSQL for the whole run, with a migrated template database that each test file
// clones. TEST_DATABASE_URL takes another server (its user must be allowed to create databases).
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../src/store/embedded/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';

declare global {
  var stopTestDatabase: (() => Promise<void>) | undefined;
}

export default async function setup(): Promise<void> {
  if (globalThis.stopTestDatabase !== undefined) return;
  const given = process.env.TEST_DATABASE_URL;
  const embedded =
    given === undefined
      ? await startEmbedded({
          dataDir: mkdtempSync(join(tmpdir(), 'taxiway-test-')),
          observe: () => {},
        })
      : { connection: { connectionString: given }, stop: async () => {} };
  const client = new pg.Client(embedded.connection);
  await client.connect();
  const template = `taxiway_template_${process.pid}`;
  await client.query(`drop database if exists ${template}`);
  await client.query(`create database ${template}`);
  await client.end();
  await migrate(onDatabase(embedded.connection, template));
  process.env.TAXIWAY_TEST_CONNECTION = JSON.stringify({
    connection: embedded.connection,
    template,
  });
  globalThis.stopTestDatabase = embedded.stop;
}

function onDatabase(connection: pg.PoolConfig, database: string): pg.PoolConfig {
  if (connection.connectionString === undefined) return { ...connection, database };
  const url = new URL(connection.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}
