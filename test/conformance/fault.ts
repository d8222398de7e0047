// Makes PostgreSQL refuse to read statuses, so that the server meets a fault of a given SQLSTATE.
import type { Fixture } from './fixture.ts';

/** While `run` runs, every look at a status that exists fails with the SQLSTATE. */
export async function withStatusFault<T>(
  f: Fixture,
  sqlstate: string,
  run: () => Promise<T>,
): Promise<T> {
  const { work } = f.server.database.db;
  await work.query(`
    create or replace function test_fault(code text) returns boolean language plpgsql volatile as $$
      begin raise exception using errcode = code, message = 'secret_table in /srv/secret'; end $$;
    alter table status rename to status_kept;
    create view status as select * from status_kept where test_fault('${sqlstate}')`);
  try {
    return await run();
  } finally {
    await work.query('drop view status; alter table status_kept rename to status');
  }
}
