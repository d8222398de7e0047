// taxiway api-root: the doors that TAXII clients see, each with collections of its own.
import type { Command } from 'commander';
import { ApiError } from '../errors.ts';
import { insertApiRoot, selectVisibleApiRoots } from '../store/api-roots.ts';
import { insertAudit } from '../store/audit.ts';
import { inTransaction } from '../store/database.ts';
import { misuse, print, table } from './output.ts';
import { OPERATOR, withStore } from './store.ts';

interface AddOptions {
  readonly title?: string;
  readonly description?: string;
}

/** Adds the commands. */
export function addApiRoot(program: Command): void {
  const root = program.command('api-root').description('API roots: list, add');
  root.command('list').description('list all API roots').action(list);
  root
    .command('add <name>')
    .description('make an API root; the name is its path segment')
    .option('--title <title>', 'for people; the name unless given')
    .option('--description <text>', 'for people')
    .action(add);
}

async function list(_options: unknown, command: Command): Promise<void> {
  const items = await withStore((db) => selectVisibleApiRoots(db.work, OPERATOR));
  print(command, { items }, table(items.map(({ name, title }) => [name, title])));
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name))
    throw misuse('the name of an API root has lower-case letters, digits, - and _, at most 63');
  const { title = name, description } = options;
  const made = await withStore((db) =>
    inTransaction(db, async (transaction) => {
      const row = await insertApiRoot(transaction, { name, title, description });
      if (row === null) throw new ApiError('CONFLICT', `there is an API root ${name} already`);
      await insertAudit(transaction, { account_name: null, action: 'createApiRoot', target: name });
      return row;
    }),
  );
  print(command, made, [`API root  /taxii2/${name}/`]);
}
