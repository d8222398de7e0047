// Polling: pages fetched once each, by `next`, against the same pages straight through pg; the same
// page again and again, and polls that find nothing new, against a bare Node server.
import { gunzipSync } from 'node:zlib';
import { expectStatus, headerOf, makeRequest, openConnection, repeat } from './client.mjs';
import { compare, spreadOf, tell as tellLine } from './report.mjs';

const LIMIT = 1000;
// Pages fetched in a row through one side before the other side's turn.
const BLOCK = 15;
const SECONDS = 2;

/** Cold pages, the whole collection, gzip, and the last page against the first. */
export async function benchColdPages({ server, limits, collection, rounds, tell }) {
  const connection = await openConnection(server.url);
  const fetchPage = async (path, headers = {}) =>
    expectStatus(
      await connection.send(makeRequest('GET', path, { ...server.bearer, ...headers })),
      200,
    );
  const start = pathOf(collection);
  const { blocks, paths } = await walkBoth({ fetchPage, limits, collection, start });
  tell(`poll, ${paths.length} cold pages, ${blocks.length} blocks`);
  const objects = paths.length * LIMIT;
  const walks = [];
  const zipped = [];
  for (let round = 0; round < rounds; round += 1) {
    walks.push(objects / (await timed(() => walk(fetchPage, start))));
    zipped.push(
      objects / (await timed(() => fetchAll(fetchPage, paths, { 'accept-encoding': 'gzip' }))),
    );
    tell(`poll, round ${round + 1}: whole collection ${Math.round(walks.at(-1))} objects/s`);
  }
  const ends = await timeEnds(fetchPage, paths);
  connection.close();
  return [
    compare('cold pages of 1,000 : pg', 'pages/s', blocks, { atLeast: 0.5 }),
    compare('last page : first page', 'ms', ends, { atMost: 1.2 }),
    tellLine('whole collection by next', 'objects/s', walks),
    tellLine('whole collection, gzip', 'objects/s', zipped),
  ];
}

/** The same page again and again. */
export async function benchHotPages({ server, collection, rounds, tell }) {
  const request = makeRequest('GET', pathOf(collection), server.bearer);
  const bare = await bareTwin(server, request);
  const lines = [];
  for (const connections of [1, 8]) {
    const measured = await sideBySide({ server, bare, request, connections, rounds });
    lines.push(compare(`hot page, ${countOf(connections)} : bare Node`, 'pages/s', measured));
    tell(`hot pages, ${connections} connections: ${Math.round(measured.at(-1).value)} a second`);
  }
  return lines;
}

/** Nothing new since the last poll. */
export async function benchIdle({ server, collection, rounds, tell }) {
  const connection = await openConnection(server.url);
  const newest = await newestIn(connection, server, collection);
  connection.close();
  const path = `${pathOf(collection)}&added_after=${newest}`;
  const lines = [];
  for (const kind of ['basic', 'bearer']) {
    const request = makeRequest('GET', path, server[kind]);
    const bare = await bareTwin(server, request);
    for (const connections of [1, 8]) {
      const measured = await sideBySide({ server, bare, request, connections, rounds });
      const name = `idle poll, ${kind}, ${countOf(connections)} : bare Node`;
      lines.push(compare(name, 'requests/s', measured));
      tell(`${name}: ${Math.round(measured.at(-1).value)} a second`);
    }
  }
  return lines;
}

async function sideBySide({ server, bare, request, connections, rounds }) {
  const measured = [];
  for (let round = 0; round < rounds; round += 1) {
    const how = { connections, seconds: SECONDS };
    const value = await repeat(server.url, request, how);
    measured.push({ value, limit: await repeat(bare, request, how) });
  }
  return measured;
}

// A bare server that answers with the bytes that Taxiway answers with.
async function bareTwin(server, request) {
  const connection = await openConnection(server.url);
  const { body } = expectStatus(await connection.send(request), 200);
  connection.close();
  return server.startBare(Buffer.concat(body));
}

// Blocks of pages in turn: over HTTP and through pg, the first to go changing each time.
async function walkBoth({ fetchPage, limits, collection, start }) {
  const blocks = [];
  const paths = [];
  let path = start;
  let after = 0;
  for (let turn = 0; path !== null; turn += 1) {
    const http = async () => {
      for (let n = 0; n < BLOCK && path !== null; n += 1) {
        paths.push(path);
        path = nextOf(await fetchPage(path), start);
      }
    };
    const pages = async () => {
      for (let n = 0; n < BLOCK && after !== null; n += 1)
        after = (await limits.page(collection, after, LIMIT)).last;
    };
    const before = paths.length;
    const first = turn % 2 === 0 ? await timed(http) : 0;
    const direct = await timed(pages);
    const seconds = first || (await timed(http));
    const count = paths.length - before;
    // The last block may be cut short: its few pages say little.
    if (count === BLOCK) blocks.push({ value: count / seconds, limit: count / direct });
  }
  return { blocks, paths };
}

async function walk(fetchPage, start) {
  for (let path = start; path !== null; ) path = nextOf(await fetchPage(path), start);
}

async function fetchAll(fetchPage, paths, headers) {
  for (const path of paths) await fetchPage(path, headers);
}

// Full pages at both ends, in turn, so that a slow moment of the machine hits both.
async function timeEnds(fetchPage, paths) {
  const first = paths.slice(0, 10);
  const last = paths.slice(-11, -1);
  const rounds = [];
  for (let round = 0; round < 7; round += 1) {
    const times = { value: [], limit: [] };
    for (const [n, path] of last.entries()) {
      times.value.push(1000 * (await timed(() => fetchPage(path))));
      times.limit.push(1000 * (await timed(() => fetchPage(first[n] ?? path))));
    }
    rounds.push({ value: spreadOf(times.value).median, limit: spreadOf(times.limit).median });
  }
  return rounds;
}

async function newestIn(connection, server, collection) {
  const path = `/taxii2/intel/collections/${collection}/manifest/?limit=10000`;
  let newest = '';
  for (let at = path; at !== null; ) {
    const answer = await connection.send(makeRequest('GET', at, server.bearer));
    newest = headerOf(expectStatus(answer, 200), 'x-taxii-date-added-last') ?? newest;
    at = nextOf(answer, path);
  }
  return newest;
}

function pathOf(collection) {
  return `/taxii2/intel/collections/${collection}/objects/?limit=${LIMIT}`;
}

// The envelope begins with `more` and `next`; the rest need not be read to go on.
function nextOf(answer, start) {
  const isZipped = headerOf(answer, 'content-encoding') === 'gzip';
  const bytes = isZipped
    ? gunzipSync(Buffer.concat(answer.body))
    : (answer.body[0] ?? Buffer.alloc(0));
  const next = /"next":"([^"]+)"/.exec(bytes.toString('utf8', 0, 1000))?.[1];
  return next === undefined ? null : `${start}&next=${encodeURIComponent(next)}`;
}

async function timed(run) {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

function countOf(connections) {
  return connections === 1 ? '1 connection' : `${connections} connections`;
}
