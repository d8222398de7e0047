// taxiway account: who may sign in, and as what.
import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { hashPassword } from '../api/password.ts';
import { ApiError } from '../errors.ts';
import {
  type AccountRole,
  deleteAccount,
  insertAccount,
  selectAccounts,
  selectAdministratorsForUpdate,
  updateAccount,
} from '../store/accounts.ts';
import { type AuditAction, insertAudit } from '../store/audit.ts';
import { inTransaction, type Queryable } from '../store/database.ts';
import { misuse, print, table } from './output.ts';
import { withStore } from './store.ts';

const ALL = 100_000;

interface AddOptions {
  readonly role: AccountRole;
  readonly password: boolean;
}

/** Adds the commands. */
export function addAccount(program: Command): void {
  const account = program
    .command('account')
    .description('accounts: list, add, password, role, remove');
  account.command('list').description('list all accounts').action(list);
  account
    .command('add <name>')
    .description('make an account; its password is generated and printed once')
    .addOption(
      new Option('--role <role>', 'what it may').choices(['admin', 'member']).default('member'),
    )
    .option('--no-password', 'for tokens only')
    .action(add);
  account
    .command('password <name>')
    .description('give an account a new password, generated and printed once')
    .action(renewPassword);
  account
    .command('role <name> <role>')
    .description('make an account an administrator (admin) or a member')
    .action(changeRole);
  account
    .command('remove <name>')
    .description('remove an account with its tokens and grants')
    .action(remove);
}

/** A password that nobody has to remember. */
export function makePassword(): string {
  return randomBytes(15).toString('base64url');
}

async function list(_options: unknown, command: Command): Promise<void> {
  const items = await withStore((db) => selectAccounts(db.work, null, ALL));
  const rows = items.map(({ name, role, has_password }) => [
    name,
    role,
    has_password ? '' : 'tokens only',
  ]);
  print(command, { items }, table(rows));
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a name may not hold
  if (!/^[^:\x00-\x1f]{1,128}$/.test(name))
    throw misuse('an account name has 1 to 128 characters, no colon and no control characters');
  const password = options.password ? makePassword() : undefined;
  const made = await withStore((db) =>
    inTransaction(db, async (transaction) => {
      const password_hash = password === undefined ? null : await hashPassword(password);
      const row = await insertAccount(transaction, { name, role: options.role, password_hash });
      if (row === null) throw new ApiError('CONFLICT', `there is an account ${name} already`);
      await keep(transaction, 'createAccount', name);
      return row;
    }),
  );
  const told = password === undefined ? [] : [`password  ${password}`, '(shown only now)'];
  print(command, { ...made, ...(password === undefined ? {} : { password }) }, [
    `account   ${name} (${made.role})`,
    ...told,
  ]);
}

async function renewPassword(name: string, _options: unknown, command: Command): Promise<void> {
  const password = makePassword();
  const password_hash = await hashPassword(password);
  await change(name, (transaction) => updateAccount(transaction, name, { password_hash }));
  print(command, { name, password }, [`password  ${password}`, '(shown only now)']);
}

async function changeRole(
  name: string,
  role: string,
  _options: unknown,
  command: Command,
): Promise<void> {
  if (role !== 'admin' && role !== 'member') throw misuse('a role is admin or member');
  const changed = await change(name, async (transaction) => {
    if (role === 'member') await keepOneAdministrator(transaction, name);
    return updateAccount(transaction, name, { role });
  });
  print(command, changed, [`${name} is now ${role}`]);
}

async function remove(name: string, _options: unknown, command: Command): Promise<void> {
  await withStore((db) =>
    inTransaction(db, async (transaction) => {
      await keepOneAdministrator(transaction, name);
      if (!(await deleteAccount(transaction, name))) throw noSuchAccount(name);
      await keep(transaction, 'deleteAccount', name);
    }),
  );
  print(command, { removed: name }, [`removed ${name}`]);
}

async function change<T>(
  name: string,
  run: (transaction: Queryable) => Promise<T | null>,
): Promise<T> {
  return withStore((db) =>
    inTransaction(db, async (transaction) => {
      const changed = await run(transaction);
      if (changed === null) throw noSuchAccount(name);
      await keep(transaction, 'updateAccount', name);
      return changed;
    }),
  );
}

async function keepOneAdministrator(transaction: Queryable, name: string): Promise<void> {
  const administrators = await selectAdministratorsForUpdate(transaction);
  if (administrators.length === 1 && administrators[0] === name)
    throw new ApiError('CONFLICT', `${name} is the last administrator: make another one first`);
}

function keep(transaction: Queryable, action: AuditAction, target: string): Promise<void> {
  return insertAudit(transaction, { account_name: null, action, target });
}

function noSuchAccount(name: string): ApiError {
  return new ApiError('NOT_FOUND', `there is no account ${name}`);
}
