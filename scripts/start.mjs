// npm start: builds if that is needed, then serves in this very process, so that signals reach it.
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

build({ onlyIfStale: true });
const main = new URL('../dist/main.js', import.meta.url);
process.argv = [process.execPath, fileURLToPath(main), 'serve', ...process.argv.slice(2)];
await import(main.href);
