// Tokens: random secrets that stand for an account. Only their SHA-256 is kept.
import type { Queryable } from './database.ts';

/** A token as the management API gives it. */
export interface TokenRow {
  readonly id: string;
  readonly label: string;
  readonly expires_at: string | null;
  readonly created_at: string;
}

const TOKEN = 't.id, t.label, t.expires_at, t.created_at';

/** Up to `limit` tokens of an account by label, after the given label and id. */
export async function selectTokens(
  db: Queryable,
  accountId: string,
  after: { readonly label: string; readonly id: string } | null,
  limit: number,
): Promise<TokenRow[]> {
  const { rows } = await db.query<TokenRow>(
    `select ${TOKEN} from token t
      where t.account_id = $1 and ($2::text is null or (t.label collate "C", t.id) > ($2, $3::uuid))
      order by t.label collate "C", t.id limit $4`,
    [accountId, after?.label ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** Keeps a token of an account. */
export async function insertToken(
  db: Queryable,
  token: {
    readonly account_id: string;
    readonly label: string;
    readonly token_hash: Buffer;
    readonly expires_at: string | null;
  },
): Promise<TokenRow> {
  const { rows } = await db.query<TokenRow>(
    `insert into token as t (account_id, label, token_hash, expires_at) values ($1, $2, $3, $4)
      returning ${TOKEN}`,
    [token.account_id, token.label, token.token_hash, token.expires_at],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('insert into token returned no row');
  return row;
}

/** Revokes a token of an account. False: there was none. */
export async function deleteToken(db: Queryable, accountId: string, id: string): Promise<boolean> {
  const result = await db.query('delete from token t where t.account_id = $1 and t.id = $2', [
    accountId,
    id,
  ]);
  return result.rowCount === 1;
}
