// Importing: a whole CSV file over HTTP, from its first octet to `completed`, against COPY of the
// rows that it becomes.
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeCsv } from './made.mjs';
import { p99, startPolling } from './pace.mjs';
import { compare, tell as tellLine } from './report.mjs';

const IDLE_MS = 3000;

/** @returns lines of the report */
export async function benchImport({ server, limits, rows: wanted, bytes, rounds, tell }) {
  const file = join(server.folder, 'feed.csv');
  const rows = await writeCsv(file, wanted, bytes);
  const all = { rates: [], uploads: [], spent: [], waits: [] };
  for (let round = 1; round <= rounds; round += 1) {
    const { seconds, upload, cpu, busy, copy, idle } = await measure(
      server,
      limits,
      file,
      rows,
      round,
    );
    all.rates.push({ value: rows / seconds, limit: copy.rows / copy.seconds });
    all.uploads.push(upload);
    all.spent.push((cpu / rows) * 1e6);
    all.waits.push({ value: p99(busy), limit: p99(idle) });
    tell(
      `import, round ${round}: ${Math.round(rows / seconds)} rows/s, upload ${upload.toFixed(2)} s of it`,
    );
  }
  return [
    compare('import of a CSV file : COPY', 'rows/s', all.rates, { atLeast: 0.6 }),
    tellLine('of that, the upload', 's', all.uploads),
    tellLine("the server's processor time", 'µs/row', all.spent),
    compare('p99 of a small poll beside it : idle', 'ms', all.waits, { atMost: 5 }),
  ];
}

async function measure(server, limits, file, rows, round) {
  const collection = await server.makeCollection(`Imported ${round}`);
  const beside = await startPolling(server, collection);
  const before = server.cpu();
  const took = await importFile(server, collection, file, rows);
  const cpu = server.cpu() - before;
  const busy = await beside.stop();
  const copy = await limits.copyRows(collection);
  const alone = await startPolling(server, collection);
  await sleep(IDLE_MS);
  return { ...took, cpu, busy, copy, idle: await alone.stop() };
}

async function importFile(server, collection, file, rows) {
  const start = performance.now();
  const { id } = await upload(server, collection, file);
  const uploaded = (performance.now() - start) / 1000;
  for (;;) {
    const { state, counts, error } = await server.manage(`imports/${id}`);
    if (state !== 'waiting' && state !== 'running') {
      if (state !== 'completed' || counts.created !== rows)
        throw new Error(`The import ended ${state}: ${JSON.stringify({ counts, error })}`);
      return { upload: uploaded, seconds: (performance.now() - start) / 1000 };
    }
    await sleep(25);
  }
}

function upload(server, collection, file) {
  const query = new URLSearchParams({ collection, source: 'Bench', file_name: 'feed.csv' });
  return new Promise((done, fail) => {
    const headers = {
      authorization: server.basic.authorization,
      'content-type': 'text/csv',
      'content-length': statSync(file).size,
    };
    const sent = request(`${server.url}/api/v1/imports?${query}`, { method: 'POST', headers });
    sent.on('error', fail);
    sent.on('response', async (answer) => {
      const text = Buffer.concat(await answer.toArray()).toString();
      if (answer.statusCode === 202) done(JSON.parse(text));
      else fail(new Error(`${answer.statusCode}: ${text}`));
    });
    createReadStream(file, { highWaterMark: 262_144 }).pipe(sent);
  });
}
