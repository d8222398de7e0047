// taxiway collection: collections, and who may read from them and write to them.
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { ApiError } from '../errors.ts';
import { selectApiRoot } from '../store/api-roots.ts';
import { type AuditAction, insertAudit } from '../store/audit.ts';
import {
  type CollectionRow,
  insertCollection,
  resolveCollection,
  selectVisibleCollections,
} from '../store/collections.ts';
import { inTransaction, type Queryable } from '../store/database.ts';
import { deleteGrant, selectGrants, upsertGrant } from '../store/grants.ts';
import { misuse, print, table } from './output.ts';
import { OPERATOR, withStore } from './store.ts';

const ALL = 100_000;

interface AddOptions {
  readonly apiRoot: string;
  readonly alias?: string;
  readonly description?: string;
}

interface GrantOptions {
  readonly read?: boolean;
  readonly write?: boolean;
}

/** Adds the commands. */
export function addCollection(program: Command): void {
  const collection = program
    .command('collection')
    .description('collections: list, add, grant, revoke, grants');
  collection.command('list').description('list all collections').action(list);
  collection
    .command('add <title>')
    .description('make a collection')
    .option('--api-root <name>', 'the API root it is in', 'intel')
    .option('--alias <alias>', 'a name that clients may use instead of the id')
    .option('--description <text>', 'for people')
    .action(add);
  collection
    .command('grant <collection> <account>')
    .description('set what an account may do; with neither right it only sees the collection')
    .option('--read', 'it may read')
    .option('--write', 'it may write')
    .action(grant);
  collection
    .command('revoke <collection> <account>')
    .description('take the grant away: the account no longer sees the collection')
    .action(revoke);
  collection.command('grants <collection>').description('list who may do what').action(listGrants);
}

async function list(_options: unknown, command: Command): Promise<void> {
  const items = await withStore((db) => selectVisibleCollections(db.work, OPERATOR, null));
  const shown = items.map(({ can_read, can_write, ...row }) => row);
  const rows = shown.map(({ id, api_root, alias, title }) => [id, api_root, alias ?? '', title]);
  print(command, { items: shown }, table(rows));
}

async function add(title: string, options: AddOptions, command: Command): Promise<void> {
  const { apiRoot, alias, description } = options;
  if (title.trim() === '') throw misuse('a title is not empty');
  if (alias !== undefined && !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(alias))
    throw misuse('an alias has lower-case letters, digits, - and _, at most 63');
  const id = randomUUID();
  await withStore((db) =>
    inTransaction(db, async (transaction) => {
      if ((await selectApiRoot(transaction, OPERATOR, apiRoot)) === null)
        throw new ApiError('NOT_FOUND', `there is no API root ${apiRoot}`);
      const made = { id, api_root: apiRoot, title, alias, description };
      if (!(await insertCollection(transaction, made)))
        throw new ApiError(
          'CONFLICT',
          `${apiRoot} has a collection with the alias ${alias} already`,
        );
      await keep(transaction, 'createCollection', id);
    }),
  );
  print(command, { id, api_root: apiRoot, title, alias: alias ?? null }, [`collection  ${id}`]);
}

async function grant(
  name: string,
  account: string,
  options: GrantOptions,
  command: Command,
): Promise<void> {
  const can_read = options.read === true;
  const can_write = options.write === true;
  const made = await withStore((db) =>
    inTransaction(db, async (transaction) => {
      const { id } = await findCollection(transaction, name);
      const row = await upsertGrant(transaction, { collection: id, account, can_read, can_write });
      if (row === null) throw new ApiError('NOT_FOUND', `there is no account ${account}`);
      await keep(transaction, 'putGrant', `${id}/${account}`);
      return row;
    }),
  );
  print(command, made, [`${account}: ${describeRights(made)}`]);
}

async function revoke(
  name: string,
  account: string,
  _options: unknown,
  command: Command,
): Promise<void> {
  await withStore((db) =>
    inTransaction(db, async (transaction) => {
      const { id } = await findCollection(transaction, name);
      if (!(await deleteGrant(transaction, id, account)))
        throw new ApiError('NOT_FOUND', `${account} has no grant on ${name}`);
      await keep(transaction, 'deleteGrant', `${id}/${account}`);
    }),
  );
  print(command, { revoked: account }, [`${account} no longer sees ${name}`]);
}

async function listGrants(name: string, _options: unknown, command: Command): Promise<void> {
  const items = await withStore(async (db) => {
    const { id } = await findCollection(db.work, name);
    return selectGrants(db.work, id, null, ALL);
  });
  print(command, { items }, table(items.map((row) => [row.account, describeRights(row)])));
}

async function findCollection(db: Queryable, name: string): Promise<CollectionRow> {
  const found = await resolveCollection(db, OPERATOR, name);
  if (found === null) throw new ApiError('NOT_FOUND', `there is no collection ${name}`);
  if (found === 'ambiguous')
    throw new ApiError(
      'CONFLICT',
      `several API roots have a collection ${name}: name it as root/${name}`,
    );
  return found;
}

function describeRights(grant: {
  readonly can_read: boolean;
  readonly can_write: boolean;
}): string {
  const rights = [grant.can_read ? 'read' : '', grant.can_write ? 'write' : ''].filter(Boolean);
  return rights.join(' and ') || 'sees it only';
}

function keep(transaction: Queryable, action: AuditAction, target: string): Promise<void> {
  return insertAudit(transaction, { account_name: null, action, target });
}
