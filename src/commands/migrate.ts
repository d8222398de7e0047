// taxiway migrate: brings the database's schema up to date, for those who do it apart from a start.
import type { Command } from 'commander';
import { migrate } from '../store/migrate.ts';
import { print } from './output.ts';
import { withConnection } from './store.ts';

/** Adds the command. */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date (serve does this too)')
    .action(async (_options: unknown, command: Command) => {
      const { applied } = await withConnection(migrate);
      const lines =
        applied.length === 0 ? ['nothing to do'] : applied.map((name) => `applied ${name}`);
      print(command, { applied }, lines);
    });
}
