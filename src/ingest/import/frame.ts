// What the objects that are made of rows refer to: the identities of their sources, and our
// extension-definition. Stored once a collection, and not counted.
import type { Database } from '../../store/database.ts';
import { type ImportRow, insertSources } from '../../store/imports.ts';
import { frameCandidate } from '../candidate.ts';
import { EXTENSION_ID, extensionDefinition, sourceIdentity } from '../make/identity.ts';
import type { Source } from '../make/source.ts';
import { save } from '../save.ts';

/** Stores what is not there yet. */
export async function storeFrame(
  db: Database,
  row: ImportRow,
  sources: readonly Source[],
): Promise<void> {
  const created = new Date().toISOString();
  const frame = [
    ...sources.map(({ name, identityId }) =>
      frameCandidate(identityId, sourceIdentity(identityId, name, created)),
    ),
    frameCandidate(EXTENSION_ID, extensionDefinition()),
  ];
  await save(db, row.collection_id, frame, {
    accountId: row.account_id,
    // Of no line: so an undo can tell it from what others have stored.
    importId: row.id,
    revise: () => null,
    also: (client) => insertSources(client, row.collection_id, sources),
  });
}
