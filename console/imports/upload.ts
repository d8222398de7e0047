// Sends a file, and says how much of it is there: fetch cannot tell that.
import type { Fault, Schemas } from '../api.ts';
import type { Import, ImportSettings } from './queries.ts';

/** Where a file goes, and how it is read. */
export interface Target {
  readonly collection: string;
  readonly settings: ImportSettings;
  readonly dryRun: boolean;
}

/** An upload that is under way. */
export interface Sending {
  readonly done: Promise<Import>;
  readonly stop: () => void;
}

/** Starts to send a file. `done` fails with a Fault. */
export function sendFile(
  file: File,
  { collection, settings, dryRun }: Target,
  onProgress: (share: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({
    collection,
    file_name: file.name,
    dry_run: String(dryRun),
    ...asParameters(settings),
  });
  const done = new Promise<Import>((resolve, reject: (fault: Fault) => void) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () =>
      request.status === 202
        ? resolve(JSON.parse(request.responseText) as Import)
        : reject(faultOf(request));
    request.onerror = () => reject(LOST);
    request.onabort = () => reject(STOPPED);
  });
  request.open('POST', `/api/v1/imports?${query}`);
  request.setRequestHeader('X-Requested-With', 'taxiway');
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.send(file);
  return { done, stop: () => request.abort() };
}

// In a query objects are JSON.
function asParameters(settings: ImportSettings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => [
        name,
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      ]),
  );
}

const LOST: Fault = {
  status: 0,
  title: 'The file did not get there',
  detail: 'The connection was lost. Send it once more.',
};
const STOPPED: Fault = { status: 0, title: 'Stopped', detail: 'The file was not sent.' };

function faultOf({ status, responseText }: XMLHttpRequest): Fault {
  try {
    const problem = JSON.parse(responseText) as Schemas['Problem'];
    return { status, title: problem.title, detail: problem.detail ?? '' };
  } catch {
    return { status, title: `The server answered ${status}`, detail: 'Try again.' };
  }
}
