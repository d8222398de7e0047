// Importing: a whole CSV file over HTTP, from its first octet to `completed`, against COPY of the
// rows that it becomes.
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeCsv } from './made.mjs';
import { compare, tell as tellLine } from './report.mjs';

/** @returns lines of the report */
export async function benchImport({ server, limits, objects, rounds, tell }) {
  const file = join(server.folder, 'feed.csv');
  await writeCsv(file, objects);
  const measured = [];
  const uploads = [];
  const spent = [];
  for (let round = 1; round <= rounds; round += 1) {
    const collection = await server.makeCollection(`Imported ${round}`);
    const before = server.cpu();
    const { upload, seconds } = await importFile(server, collection, file, objects);
    const cpu = server.cpu() - before;
    spent.push((cpu / objects) * 1e6);
    const copy = await limits.copyRows(collection);
    const value = objects / seconds;
    uploads.push(upload);
    measured.push({ value, limit: copy.rows / copy.seconds });
    tell(
      `import, round ${round}: ${Math.round(value)} rows/s, upload ${upload.toFixed(2)} s of it`,
    );
  }
  return [
    compare('import of a CSV file : COPY', 'rows/s', measured, { atLeast: 0.4 }),
    tellLine('of that, the upload', 's', uploads),
    tellLine("the server's processor time", 'µs/row', spent),
  ];
}

async function importFile(server, collection, file, objects) {
  const start = performance.now();
  const { id } = await upload(server, collection, file);
  const uploaded = (performance.now() - start) / 1000;
  for (;;) {
    const { state, counts, error } = await server.manage(`imports/${id}`);
    if (state !== 'waiting' && state !== 'running') {
      if (state !== 'completed' || counts.created !== objects)
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
