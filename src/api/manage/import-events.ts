// An import as it goes on, as server-sent events: `progress` whenever something has changed, and
// `finished` at its end.
import { Readable } from 'node:stream';
import { ApiError } from '../../errors.ts';
import type { ImportRow } from '../../store/imports.ts';
import type { Handler } from '../operation.ts';
import { describeImport, findImport, UNDER_WAY } from './import-resource.ts';

// Proxies and clients take a connection for dead on which nothing comes for a minute.
const HEARTBEAT_MS = 15_000;

/** Tells of an import until its end. */
export const watchImport: Handler = async (input, context) => {
  const { watch } = context;
  const row = await findImport(input, context, input.path.id ?? '');
  if (watch.isFull())
    throw new ApiError('BUSY', 'Too many follow imports just now. Ask for the import instead.', {
      headers: { 'Retry-After': '10' },
    });
  return {
    status: 200,
    type: 'text/event-stream',
    // Neither we nor a proxy may gather events to compress them or to send them on together.
    headers: { 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' },
    stream: Readable.from(tell(row, watch.follow(row.id)), { objectMode: false }),
  };
};

async function* tell(first: ImportRow, next: AsyncIterable<ImportRow>): AsyncGenerator<string> {
  yield describe(first);
  if (!UNDER_WAY.has(first.state)) return;
  let told = '';
  let toldAt = Date.now();
  for await (const row of next) {
    const text = describe(row);
    const isNews = text !== told;
    if (!isNews && Date.now() - toldAt < HEARTBEAT_MS) continue;
    yield isNews ? text : ': still here\n\n';
    if (!UNDER_WAY.has(row.state)) return;
    told = text;
    toldAt = Date.now();
  }
}

function describe(row: ImportRow): string {
  const name = UNDER_WAY.has(row.state) ? 'progress' : 'finished';
  return `event: ${name}\ndata: ${JSON.stringify(describeImport(row))}\n\n`;
}
