// The thread that runs one import or its undo, with connections of its own: parsing never holds up a request.
import { parentPort, workerData } from 'node:worker_threads';
import { type Connection, openDatabase } from '../../store/database.ts';
import { lockImport } from '../../store/import-work.ts';
import { type Ended, type Running, runImport } from './pipeline.ts';
import { runUndo } from './undo.ts';

/** What the thread is given. */
export interface ThreadInput {
  readonly connection: Connection;
  readonly importId: string;
  readonly maxBytes: number;
}

/** What it tells. */
export type ThreadMessage =
  | { readonly kind: 'stored'; readonly collection: string; readonly count: number }
  | {
      readonly kind: 'ended';
      readonly state: string | null;
      readonly counts: Record<string, number>;
    };

if (parentPort !== null) await main(workerData as ThreadInput);

async function main({ connection, importId, maxBytes }: ThreadInput): Promise<void> {
  const db = openDatabase({
    connection,
    poolSize: 4,
    pollPoolSize: 1,
    statementTimeoutMs: 300_000,
  });
  try {
    const unlock = await lockImport(db, importId);
    if (unlock === null) return tell({ kind: 'ended', state: null, counts: {} });
    const onStored = (collection: string, count: number) =>
      tell({ kind: 'stored', collection, count });
    const running = { db, connection, maxBytes, onStored };
    const ended = await run(importId, running).finally(unlock);
    const { total = 0, created = 0, updated = 0, rejected = 0 } = ended ?? {};
    const counts = { total, created, updated, rejected };
    tell({ kind: 'ended', state: ended?.state ?? null, counts });
  } finally {
    await db.close();
  }
}

async function run(importId: string, running: Running): Promise<Ended> {
  return (await runUndo(importId, running)) ?? runImport(importId, running);
}

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}
