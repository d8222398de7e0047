// The very first start: the administrator, the API root `intel` and its collection `indicators`.
import { randomUUID } from 'node:crypto';
import { hashPassword } from '../api/password.ts';
import { insertAccount } from '../store/accounts.ts';
import { insertApiRoot } from '../store/api-roots.ts';
import { insertCollection } from '../store/collections.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { selectIsFirstStart } from '../store/first-start.ts';
import { makePassword } from './account.ts';

/** The administrator that was made. */
export interface Administrator {
  readonly name: string;
  /** Only if it was generated here. */
  readonly password?: string;
}

export const FIRST_ROOT = 'intel';
export const FIRST_COLLECTION = 'indicators';

/** Makes what a new installation has; undefined when it is not new. */
export async function prepareFirstStart(
  db: Database,
  {
    adminUser,
    adminPassword,
  }: { readonly adminUser: string; readonly adminPassword: string | undefined },
): Promise<Administrator | undefined> {
  const generated = makePassword();
  return inTransaction(db, async (transaction) => {
    if (!(await selectIsFirstStart(transaction))) return undefined;
    const password_hash = await hashPassword(adminPassword ?? generated);
    await insertAccount(transaction, { name: adminUser, role: 'admin', password_hash });
    await insertApiRoot(transaction, {
      name: FIRST_ROOT,
      title: 'Intelligence',
      description: 'Threat intelligence of this server.',
    });
    await insertCollection(transaction, {
      id: randomUUID(),
      api_root: FIRST_ROOT,
      title: 'Indicators',
      alias: FIRST_COLLECTION,
      description: 'Indicators from all sources.',
    });
    return { name: adminUser, ...(adminPassword === undefined ? { password: generated } : {}) };
  });
}
