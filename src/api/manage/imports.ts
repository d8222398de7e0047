// Imports under /api/v1/imports: files of indicators that become objects of a collection. They
// store as a push does (OASIS TAXII 2.1 section 5.5).
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../errors.ts';
import type { CollectionRow } from '../../store/collections.ts';
import { selectFindings } from '../../store/findings.ts';
import { selectVisibleImports } from '../../store/import-list.ts';
import { deleteImport, insertImport, updateUploaded } from '../../store/uploads.ts';
import type { Context, Handler, Input } from '../operation.ts';
import { makeChange } from './change.ts';
import { findAskedCollection } from './find.ts';
import { readSight } from './import-file.ts';
import { describeImport, findImport } from './import-resource.ts';
import { describeFinding } from './import-samples.ts';
import { readAskedSettings } from './import-settings.ts';
import { applyTemplate } from './import-templates.ts';
import { answerList, badNext, readMoment, readPart } from './list.ts';
import { keepUpload } from './upload.ts';
import { readAskedLists } from './warning-lists.ts';

/** Takes a file in; 202 once its bytes are kept. */
export const createImport: Handler = async (input, context) => {
  const { principal, headers } = input;
  const query = await applyTemplate(context.db.work, input.query);
  const warning_lists = await readAskedLists(context.db.work, query.warning_lists);
  const settings = { ...readAskedSettings(query), warning_lists };
  const collection = await findTarget({ ...input, query }, context);
  checkEncoding(headers['content-encoding']);
  const { db, settings: limits } = context;
  const id = randomUUID();
  await insertImport(db.work, {
    id,
    collection_id: collection.id,
    account_id: principal.account_id,
    source: textOf(query.source),
    file_name: textOf(query.file_name),
    settings,
  });
  try {
    const bounds = {
      maxBytes: limits.importMaxBytes,
      idleMs: limits.bodyIdleTimeoutMs,
      totalMs: limits.uploadTimeoutMs,
    };
    const upload = await keepUpload(input, db.work, id, bounds);
    const source = textOf(query.source);
    const file_name = textOf(query.file_name) ?? upload.fileName;
    const details = { collection: collection.id, source, file_name };
    await makeChange(
      input,
      context,
      { action: 'createImport', target: id, details },
      (transaction) => updateUploaded(transaction, id, upload),
    );
  } catch (error) {
    await deleteImport(db.work, id).catch(() => undefined);
    throw error;
  }
  await context.enqueueImport(id);
  context.observe({ kind: 'import', import: id, state: 'waiting' });
  const row = await findImport(input, context, id);
  return { status: 202, headers: { Location: `/api/v1/imports/${id}` }, body: describeImport(row) };
};

/** The imports that the caller sees, newest first. */
export const listImports: Handler = async (input, context) => {
  const { query, principal } = input;
  const part = readPart(query, 2);
  const name = textOf(query.collection);
  const collectionId =
    name === null ? null : (await findAskedCollection(context.db.work, principal, name)).id;
  const filter = {
    collectionId,
    state: textOf(query.state),
    source: textOf(query.source),
    isDryRun: typeof query.dry_run === 'boolean' ? query.dry_run : null,
    after: readMoment(part),
  };
  const rows = await selectVisibleImports(context.db.work, principal, filter, part.limit + 1);
  return answerList(rows, part.limit, (row) => [row.created_micros, row.id], describeImport);
};

export const getImport: Handler = async (input, context) => {
  return {
    status: 200,
    body: describeImport(await findImport(input, context, input.path.id ?? '')),
  };
};

/** What was found in the file, in file order. */
export const listFindings: Handler = async (input, context) => {
  const row = await findImport(input, context, input.path.id ?? '');
  const { query } = input;
  const part = readPart(query, 1);
  const limit = typeof query.limit === 'number' ? query.limit : 1000;
  const after = part.after === null ? null : Number(part.after[0]);
  if (after !== null && !Number.isSafeInteger(after)) throw badNext();
  const rows = await selectFindings(context.db.work, row.id, textOf(query.kind), after, limit + 1);
  const sight = await readSight(input, context, row);
  return answerList(
    rows,
    limit,
    ({ ordinal }) => [String(ordinal)],
    (finding) => describeFinding(finding, sight),
  );
};

async function findTarget(input: Input, context: Context): Promise<CollectionRow> {
  const name = textOf(input.query.collection) ?? '';
  const collection = await findAskedCollection(context.db.work, input.principal, name);
  if (!collection.can_write)
    throw new ApiError('NOT_ALLOWED', 'You may not write to this collection.');
  return collection;
}

function checkEncoding(encoding: string | string[] | undefined): void {
  const name = String(encoding ?? 'identity')
    .trim()
    .toLowerCase();
  if (name !== 'gzip' && name !== 'x-gzip' && name !== 'identity' && name !== '')
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'A file may be sent plain or with gzip.', {
      headers: { 'Accept-Encoding': 'gzip' },
    });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
