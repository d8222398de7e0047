// Where the code of a worker thread lies. Node 20 cannot run TypeScript in a thread, so a source
// tree (the tests) takes the built file.

/** The file of a thread in this folder, by its name without an ending. */
export function threadFile(name: string): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? `../../dist/ingest/${name}.js` : `./${name}.js`, import.meta.url);
}
