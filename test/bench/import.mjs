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
  const size = statSync(file).size;
  tell(`import: ${rows} rows, ${Math.round(size / 2 ** 20)} MiB`);
  const all = [];
  for (let round = 1; round <= rounds; round += 1) {
    const one = await measure(server, limits, file, rows, round);
    all.push(one);
    tell(
      `import, round ${round}: ${Math.round(one.rate)} rows/s (upload ${one.upload.toFixed(2)} s of it), ` +
        `COPY ${Math.round(one.limit)}, dry run ${Math.round(one.dryRate)}`,
    );
  }
  const rates = all.map(({ rate, limit }) => ({ value: rate, limit }));
  const dry = all.map(({ rate, dryRate }) => ({ value: dryRate, limit: rate }));
  const waits = all.map(({ busy, idle }) => ({ value: p99(busy), limit: p99(idle) }));
  const spent = (whose) => all.map((one) => (one[whose] / rows) * 1e6);
  return [
    compare('import of a CSV file : COPY', 'rows/s', rates, { atLeast: 0.6 }),
    compare('dry run of it : import', 'rows/s', dry, { atLeast: 1 }),
    tellLine(
      'of the import, the upload',
      's',
      all.map(({ upload }) => upload),
    ),
    tellLine("the server's processor time", 'µs/row', spent('cpu')),
    tellLine("PostgreSQL's processor time", 'µs/row', spent('databaseCpu')),
    compare('p99 of a small poll beside it : idle', 'ms', waits, { atMost: 5, valueAtMost: 100 }),
  ];
}

async function measure(server, limits, file, rows, round) {
  const collection = await server.makeCollection(`Imported ${round}`);
  const untouched = await server.makeCollection(`Rehearsed ${round}`);
  const beside = await startPolling(server, collection);
  const cpu = server.cpu();
  const databaseCpu = server.databaseCpu();
  const { seconds, upload } = await importFile(server, collection, file, rows);
  const spent = { cpu: server.cpu() - cpu, databaseCpu: server.databaseCpu() - databaseCpu };
  const busy = await beside.stop();
  const copy = await limits.copyRows(collection);
  const dry = await importFile(server, untouched, file, rows, '&dry_run=true');
  const alone = await startPolling(server, collection);
  await sleep(IDLE_MS);
  return {
    rate: rows / seconds,
    limit: copy.rows / copy.seconds,
    dryRate: rows / dry.seconds,
    upload,
    ...spent,
    busy,
    idle: await alone.stop(),
  };
}

async function importFile(server, collection, file, rows, how = '') {
  const start = performance.now();
  const { id } = await upload(server, collection, file, how);
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

function upload(server, collection, file, how) {
  const query = new URLSearchParams({ collection, source: 'Bench', file_name: 'feed.csv' });
  return new Promise((done, fail) => {
    const headers = {
      authorization: server.basic.authorization,
      'content-type': 'text/csv',
      'content-length': statSync(file).size,
    };
    const sent = request(`${server.url}/api/v1/imports?${query}${how}`, {
      method: 'POST',
      headers,
    });
    sent.on('error', fail);
    sent.on('response', async (answer) => {
      const text = Buffer.concat(await answer.toArray()).toString();
      if (answer.statusCode === 202) done(JSON.parse(text));
      else fail(new Error(`${answer.statusCode}: ${text}`));
    });
    createReadStream(file, { highWaterMark: 262_144 }).pipe(sent);
  });
}
