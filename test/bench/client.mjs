// A lean HTTP/1.1 client on a kept-alive socket: node:http costs more than the server that is
// measured, and would hide it.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = '\r\n0\r\n\r\n';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} head status line and headers
 * @property {number} bytes length of the body as it was sent
 * @property {Buffer[]} body
 */

/**
 * Opens a connection; one request at a time.
 * @param {string} origin e.g. http://127.0.0.1:8080
 */
export async function openConnection(origin) {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise((done, fail) => socket.once('connect', done).once('error', fail));
  /** @type {ReturnType<typeof createReader> | undefined} */
  let reader;
  let settle = { done: (_answer) => {}, fail: (_error) => {} };
  const fail = (error) => settle.fail(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed the connection.')));
  socket.on('data', (chunk) => {
    const answer = reader?.(chunk);
    if (answer) settle.done(answer);
  });
  return {
    /** @param {Buffer} message @returns {Promise<Answer>} */
    send: (message) => {
      reader = createReader();
      const answer = new Promise((done, fail) => {
        settle = { done, fail };
      });
      socket.write(message);
      return answer;
    },
    close: () => socket.destroy(),
  };
}

/** A whole request as bytes, made once and sent often. */
export function makeRequest(method, path, headers = {}, body = undefined) {
  const all = { host: 'localhost', ...headers };
  if (body !== undefined) all['content-length'] = String(body.length);
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return body === undefined ? head : Buffer.concat([head, body]);
}

/** Repeats one request for a time on a number of connections. @returns requests a second */
export async function repeat(origin, request, { connections, seconds }) {
  const all = await Promise.all(Array.from({ length: connections }, () => openConnection(origin)));
  const start = performance.now();
  const end = start + seconds * 1000;
  let count = 0;
  await Promise.all(
    all.map(async (connection) => {
      while (performance.now() < end) {
        expectStatus(await connection.send(request), 200);
        count += 1;
      }
    }),
  );
  const rate = count / ((performance.now() - start) / 1000);
  for (const connection of all) connection.close();
  return rate;
}

/** @param {Answer} answer @param {number} status */
export function expectStatus(answer, status) {
  if (answer.status === status) return answer;
  throw new Error(`${answer.status} instead of ${status}: ${Buffer.concat(answer.body)}`);
}

/** @param {Answer} answer @param {string} name in lower case */
export function headerOf(answer, name) {
  const line = answer.head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

// Takes chunks until the answer is whole.
function createReader() {
  let head = '';
  let early = Buffer.alloc(0);
  let length = Number.NaN;
  let bytes = 0;
  /** @type {Buffer[]} */
  const body = [];
  /** @param {Buffer} chunk @returns {Answer | undefined} */
  return (chunk) => {
    let part = chunk;
    if (head === '') {
      early = Buffer.concat([early, chunk]);
      const at = early.indexOf(HEAD_END);
      if (at < 0) return undefined;
      head = early.toString('latin1', 0, at);
      length = lengthOf(head);
      part = early.subarray(at + 4);
    }
    bytes += part.length;
    if (part.length > 0) body.push(part);
    const isWhole = length >= 0 ? bytes >= length : tailOf(body) === LAST_CHUNK;
    return isWhole ? { status: Number(head.slice(9, 12)), head, bytes, body } : undefined;
  };
}

// Octets of the body; -1 when it comes in chunks.
function lengthOf(head) {
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return -1;
  return Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
}

function tailOf(body) {
  return Buffer.concat(body.slice(-8)).toString('latin1').slice(-LAST_CHUNK.length);
}
