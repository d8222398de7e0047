// The beginning of a kept upload, as other settings would read it: what an import would store as a push
// does (OASIS TAXII 2.1 section 5.5).
import type { Preview, PreviewAsk } from '../../ingest/import/preview.ts';
import type { Queryable } from '../../store/database.ts';
import type { ImportRow } from '../../store/imports.ts';
import type { Handler } from '../operation.ts';
import { bodyOf } from './change.ts';
import { demandFile } from './import-file.ts';
import { findImport } from './import-resource.ts';
import { sampleDescriber } from './import-samples.ts';
import { readAskedSettings } from './import-settings.ts';
import { readAskedLists } from './warning-lists.ts';

type Asked = Pick<PreviewAsk, 'source' | 'settings'>;

/** What the first records make with these settings, or with the import's own. */
export const previewImport: Handler = async (input, context) => {
  const row = await findImport(input, context, input.path.id ?? '');
  const { settings, limit = 20 } = bodyOf(input, 'ImportPreviewAsk');
  await demandFile(input, context, row);
  const asked = settings === undefined ? row : await readSettings(context.db.work, settings);
  const ask = { source: asked.source, settings: asked.settings, limit };
  let text = '';
  for await (const piece of await context.openErrorFile(row.id, { what: 'preview', ask }))
    text += piece;
  const { rows, error, ...preview }: Preview = JSON.parse(text);
  const body = {
    settings: describeSettings(asked),
    ...preview,
    rows: rows.map(await sampleDescriber(input, context, row)),
    ...(error !== null && { error }),
  };
  return { status: 200, body };
};

// As the parameters of an import, where objects are JSON.
async function readSettings(db: Queryable, settings: object): Promise<Asked> {
  const { source, ...query } = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  );
  const warning_lists = await readAskedLists(db, query.warning_lists);
  return {
    source: typeof source === 'string' ? source : null,
    settings: { ...readAskedSettings(query), warning_lists },
  };
}

/** What was asked of an import, as a template has it. */
function describeSettings({ source, settings }: Pick<ImportRow, 'source' | 'settings'>): object {
  const { dry_run: _, now: _now, warning_lists, ...kept } = settings;
  return {
    ...kept,
    ...(source !== null && { source }),
    ...(warning_lists !== undefined && warning_lists !== 'off' && { warning_lists }),
  };
}
