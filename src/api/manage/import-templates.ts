// Templates under /api/v1/import-templates: files to begin with, and settings of imports that were
// saved by name. What is imported with them is stored as a push is (OASIS TAXII 2.1 section 5.5).
import { ApiError } from '../../errors.ts';
import { writeRow } from '../../ingest/read/csv.ts';
import type { Queryable } from '../../store/database.ts';
import {
  deleteTemplate,
  selectTemplate,
  selectTemplates,
  type TemplateRow,
  upsertTemplate,
} from '../../store/import-templates.ts';
import type { Handler, Input, Reply } from '../operation.ts';
import { bodyOf, makeChange } from './change.ts';
import { answerList, readPart } from './list.ts';
import { READY_TEMPLATES, type ReadyTemplate } from './ready-templates.ts';

/** All templates by name, ready-made and saved. */
export const listImportTemplates: Handler = async ({ query }, { db }) => {
  const { limit, after } = readPart(query, 1);
  const name = after?.[0] ?? null;
  const saved = await selectTemplates(db.work, name, limit + 1);
  const ready = READY_TEMPLATES.filter((one) => name === null || one.name > name);
  const items = [...ready.map(describeReady), ...saved.map(describeSaved)];
  items.sort((a, b) => (a.name < b.name ? -1 : 1));
  return answerList(
    items,
    limit,
    (item) => [item.name],
    (item) => item,
  );
};

/** A template, or, with the ending `.csv` or `.json`, the file of a ready-made one. */
export const getImportTemplate: Handler = async ({ path }, { db }) => {
  const { name = '' } = path;
  const file = /^(.*)\.(csv|json)$/.exec(name);
  if (file !== null) return answerFile(file[1] ?? '', file[2] === 'csv');
  const ready = findReady(name);
  if (ready !== undefined) return { status: 200, body: describeReady(ready) };
  const saved = await selectTemplate(db.work, name);
  if (saved === null) throw noTemplate();
  return { status: 200, body: describeSaved(saved) };
};

/** Saves settings by name. */
export const putImportTemplate: Handler = async (input, context) => {
  const { principal } = input;
  const name = readName(input.path.name ?? '');
  const { description = null, settings } = bodyOf(input, 'ImportTemplatePut');
  const template = { name, account_id: principal.account_id, description, settings };
  const change = { action: 'putImportTemplate', target: name } as const;
  const saved = await makeChange(input, context, change, async (db) => {
    const made = await upsertTemplate(db, template, principal.role === 'admin');
    if (made === null) throw notYours();
    return made;
  });
  return { status: saved.is_new ? 201 : 200, body: describeSaved(saved) };
};

export const deleteImportTemplate: Handler = async (input, context) => {
  const { path, principal } = input;
  const name = readName(path.name ?? '');
  const saved = await selectTemplate(context.db.work, name);
  if (saved === null) throw noTemplate();
  if (principal.role !== 'admin' && saved.account_id !== principal.account_id) throw notYours();
  const change = { action: 'deleteImportTemplate', target: name } as const;
  await makeChange(input, context, change, (db) => deleteTemplate(db, name));
  return { status: 204 };
};

/**
 * The parameters of an import over those of the template that it names.
 * @throws ApiError BAD_BODY when there is no such template
 */
export async function applyTemplate(db: Queryable, query: Input['query']): Promise<Input['query']> {
  const { template: name, ...asked } = query;
  if (typeof name !== 'string' || findReady(name) !== undefined) return asked;
  const template = await selectTemplate(db, name);
  if (template === null)
    throw new ApiError('BAD_BODY', `There is no template \`${name}\` of imports.`);
  // As parameters, objects are JSON.
  const saved = Object.entries(template.settings).map(([setting, value]) => [
    setting,
    typeof value === 'object' ? JSON.stringify(value) : value,
  ]);
  return { ...Object.fromEntries(saved), ...asked };
}

function answerFile(name: string, isCsv: boolean): Reply {
  const text = fileText(findReady(name), isCsv);
  if (text === null) throw noTemplate();
  const file = `${name}.${isCsv ? 'csv' : 'json'}`;
  return {
    status: 200,
    text,
    type: isCsv ? 'text/csv; charset=utf-8' : 'application/json',
    headers: { 'Content-Disposition': `attachment; filename="${file}"` },
  };
}

function fileText(template: ReadyTemplate | undefined, isCsv: boolean): string | null {
  const { rows = [], objects } = template ?? {};
  const [header = [], ...records] = rows;
  if (isCsv)
    return rows.length === 0 ? null : rows.map((row) => `${writeRow(row, ',')}\r\n`).join('');
  const named = records.map((row) => {
    const members = header.map((name, at) => [name, row[at] ?? '']);
    return Object.fromEntries(members.filter(([, value]) => value !== ''));
  });
  return template === undefined ? null : `${JSON.stringify(objects ?? named, null, 2)}\n`;
}

function findReady(name: string): ReadyTemplate | undefined {
  return READY_TEMPLATES.find((one) => one.name === name);
}

function describeReady({ name, description, rows }: ReadyTemplate) {
  const endings = rows === undefined ? ['json'] : ['csv', 'json'];
  const files = endings.map((ending) => `/api/v1/import-templates/${name}.${ending}`);
  return { name, description, ready_made: true, files, settings: {} };
}

function describeSaved({ name, description, settings, created_at, updated_at }: TemplateRow) {
  return { name, description, ready_made: false, files: [], settings, created_at, updated_at };
}

function readName(name: string): string {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name))
    throw new ApiError('BAD_REQUEST', 'A name has small letters, digits, `-` and `_`, 63 at most.');
  if (findReady(name) !== undefined)
    throw new ApiError(
      'CONFLICT',
      `\`${name}\` is ready-made and stays as it is. Take another name.`,
    );
  return name;
}

function noTemplate(): ApiError {
  return new ApiError('NOT_FOUND', 'There is no such template.');
}

function notYours(): ApiError {
  return new ApiError('NOT_ALLOWED', 'This template is of somebody else.');
}
