// The limit of anything over HTTP: a bare Node server, a process of its own, that answers every
// request with the same bytes. It gets the headers and a file with the bytes as its arguments.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [file = '', type = ''] = process.argv.slice(2);
const bytes = readFileSync(file);
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    process.send?.({ url: `http://127.0.0.1:${address.port}` });
});
process.on('disconnect', () => process.exit(0));
