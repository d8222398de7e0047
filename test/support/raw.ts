// Sends octets as they are and reads what comes back: for requests that no HTTP client would send.
import { connect } from 'node:net';
import type { Answer } from './server.ts';

/** Writes `text` and reads until the server ends the connection or the answer is whole. */
export function sendRaw(url: string, text: string | Buffer): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const chunks: Buffer[] = [];
    const settle = () => {
      socket.destroy();
      const answer = readAnswer(Buffer.concat(chunks));
      if (answer === undefined) reject(new Error('the connection ended without an answer'));
      else resolve(answer);
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (readAnswer(Buffer.concat(chunks))?.isWhole) settle();
    });
    socket.on('end', settle);
    socket.on('error', (error) => (chunks.length > 0 ? settle() : reject(error)));
  });
}

/** The Authorization header's value for a name and a password. */
export function basic({ name, password }: { name: string; password: string }): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

function readAnswer(bytes: Buffer): (Answer & { isWhole: boolean }) | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(first.split(' ')[1]);
  const rest = bytes.subarray(end + 4);
  if (status === 100) return readAnswer(rest);
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const length = Number(headers['content-length'] ?? 0);
  const body = rest.subarray(0, length);
  const text = body.toString('utf8');
  return {
    ...{ status, headers, text, bytes: body },
    json: text === '' ? undefined : JSON.parse(text),
    isWhole: rest.length >= length,
  };
}
