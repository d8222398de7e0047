// A file of what is selected: asked for by a script, and handed to the browser as a download.
import { useMutation } from '@tanstack/react-query';
import { api, type Fault, read, type Schemas } from '../../api.ts';

export type ExportFormat = 'csv' | 'json' | 'stix';

const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  csv: 'csv',
  json: 'json',
  stix: 'stix.json',
};

interface Asked {
  readonly format: ExportFormat;
  readonly ids: Schemas['SelectedObjects'];
}

/** Gets the objects and keeps them as a file. */
export function useExportSelection() {
  return useMutation<Blob, Fault, Asked>({
    mutationFn: ({ format, ids }) =>
      read(
        api.POST('/api/v1/intel/export', {
          params: { query: { format } },
          body: { ids },
          parseAs: 'blob',
        }),
      ),
    onSuccess: (file, { format }) => download(file, `intel-selection.${ENDINGS[format]}`),
  });
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
