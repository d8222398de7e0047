// taxiway token: secrets that stand for an account, for programs.
import type { Command } from 'commander';
import { makeToken } from '../api/token.ts';
import { ApiError } from '../errors.ts';
import { type AccountSecret, selectAccountByName } from '../store/accounts.ts';
import { type AuditAction, insertAudit } from '../store/audit.ts';
import { inTransaction, type Queryable } from '../store/database.ts';
import { deleteToken, insertToken, selectTokens } from '../store/tokens.ts';
import { misuse, print, table } from './output.ts';
import { withStore } from './store.ts';

const ALL = 100_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface AddOptions {
  readonly label: string;
  readonly expires?: string;
}

/** Adds the commands. */
export function addToken(program: Command): void {
  const token = program.command('token').description('tokens: list, add, revoke');
  token.command('list <account>').description("list an account's tokens").action(list);
  token
    .command('add <account>')
    .description('make a token; it is printed once')
    .option('--label <label>', 'what it is for', 'made on the command line')
    .option('--expires <time>', 'when it ends, such as 2027-01-01T00:00:00Z')
    .action(add);
  token
    .command('revoke <account> <id>')
    .description('make a token worthless from now on')
    .action(revoke);
}

async function list(name: string, _options: unknown, command: Command): Promise<void> {
  const items = await withStore(async (db) => {
    const account = await findAccount(db.work, name);
    return selectTokens(db.work, account.id, null, ALL);
  });
  const rows = items.map(({ id, label, expires_at }) => [id, label, expires_at ?? 'never expires']);
  print(command, { items }, table(rows));
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  const expires_at = readExpiry(options.expires);
  const { token, token_hash } = makeToken();
  const made = await withStore((db) =>
    inTransaction(db, async (transaction) => {
      const account = await findAccount(transaction, name);
      const row = await insertToken(transaction, {
        account_id: account.id,
        label: options.label,
        token_hash,
        expires_at,
      });
      await keep(transaction, 'createToken', `${name}/${row.id}`);
      return row;
    }),
  );
  print(command, { ...made, token }, [`token  ${token}`, '(shown only now)']);
}

async function revoke(
  name: string,
  id: string,
  _options: unknown,
  command: Command,
): Promise<void> {
  await withStore((db) =>
    inTransaction(db, async (transaction) => {
      const account = await findAccount(transaction, name);
      const isGone = UUID.test(id) && (await deleteToken(transaction, account.id, id));
      if (!isGone) throw new ApiError('NOT_FOUND', `${name} has no token ${id}`);
      await keep(transaction, 'deleteToken', `${name}/${id}`);
    }),
  );
  print(command, { revoked: id }, [`revoked ${id}`]);
}

function readExpiry(text: string | undefined): string | null {
  if (text === undefined) return null;
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw misuse(`--expires takes a time such as 2027-01-01T00:00:00Z, not ${text}`);
  if (time.getTime() <= Date.now()) throw misuse(`--expires is past already: ${text}`);
  return time.toISOString();
}

async function findAccount(db: Queryable, name: string): Promise<AccountSecret> {
  const account = await selectAccountByName(db, name);
  if (account === null) throw new ApiError('NOT_FOUND', `there is no account ${name}`);
  return account;
}

function keep(transaction: Queryable, action: AuditAction, target: string): Promise<void> {
  return insertAudit(transaction, { account_name: null, action, target });
}
