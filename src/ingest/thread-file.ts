// Where the code of a worker thread lies. Node 20 cannot run TypeScript in a thread, so a source
// tree (the tests) takes the built file.

/** The file of a thread, by its path in this folder without an ending. */
export function threadFile(path: string): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? `../../dist/ingest/${path}.js` : `./${path}.js`, import.meta.url);
}
