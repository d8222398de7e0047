// Starts the import of a file that was uploaded, or tries it once more: it is not sent again.
import { useMutation } from '@tanstack/react-query';
import { api, type Fault, read } from '../api.ts';
import type { Import, ImportSettings } from './queries.ts';

/** What is to be run. */
export interface Run {
  readonly settings: ImportSettings;
  readonly dryRun: boolean;
}

/** Runs an uploaded file with exactly these settings. */
export function useRun(id: string) {
  return useMutation<Import, Fault, Run>({
    mutationFn: ({ settings, dryRun }) => {
      const { columns, warning_lists, ...plain } = settings;
      const query = {
        ...plain,
        ...(columns !== undefined && { columns: JSON.stringify(columns) }),
        ...(warning_lists !== undefined && { warning_lists: wordOf(warning_lists) }),
        dry_run: dryRun,
        inherit: false,
      };
      return read(api.POST('/api/v1/imports/{id}/replay', { params: { path: { id }, query } }));
    },
  });
}

function wordOf(lists: NonNullable<ImportSettings['warning_lists']>): string {
  return typeof lists === 'string' ? lists : JSON.stringify(lists);
}
