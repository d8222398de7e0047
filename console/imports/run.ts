// Starts the import of a file that is there, or tries it once more.
import { useMutation } from '@tanstack/react-query';
import type { Fault } from '../api.ts';
import type { Import, ImportSettings } from './queries.ts';
import { sendFile } from './upload.ts';

/** What is to be run. */
export interface Run {
  readonly settings: ImportSettings;
  readonly dryRun: boolean;
}

/** Runs the file with other settings. */
export function useRun(file: File | null, collection: string) {
  return useMutation<Import, Fault, Run>({
    mutationFn: ({ settings, dryRun }) => {
      if (file === null) throw GONE;
      return sendFile(file, { collection, settings, dryRun }, () => undefined).done;
    },
  });
}

const GONE: Fault = {
  status: 0,
  title: 'This page does not have the file any more',
  detail: 'Choose it once more: it was read before the page was loaded again.',
};
