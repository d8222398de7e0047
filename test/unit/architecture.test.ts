// ARCHITECTURE.md is true: it names only what exists, and every folder of src/ is on its map. And no
// module does anything when it is imported.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('ARCHITECTURE.md', root), 'utf8');
const entries = readdirSync(new URL('src/', root), { recursive: true, withFileTypes: true });
const pathOf = (entry: (typeof entries)[number]) =>
  relative(fileURLToPath(new URL('src/', root)), join(entry.parentPath, entry.name));
const folders = entries.filter((entry) => entry.isDirectory()).map(pathOf);
const modules = entries.filter((entry) => entry.name.endsWith('.ts')).map(pathOf);

// Started by file name; main.ts runs the command line.
const STARTED = /^main\.ts$|-thread\.ts$/;

describe('ARCHITECTURE.md', () => {
  const named = [
    ...page.matchAll(/[\w.*-]*[\w-](?:\/[\w.*-]+)*(?:\/|\.(?:ts|md|yaml|cjs|mjs))(?!\w)/g),
  ]
    .filter(({ index }) => !/[/\w]/.test(page.charAt(index - 1)))
    .map(([path]) => path);

  test('is no longer than 170 lines', () => {
    expect(page.split('\n').length).toBeLessThanOrEqual(171);
  });

  test('names paths at all', () => {
    expect(named.length).toBeGreaterThan(60);
  });

  test.each([...new Set(named)])('names %s, which exists', (path) => {
    const places = [new URL(path, root), new URL(`src/${path}`, root)];
    expect(places.filter((place) => existsSync(place))).not.toEqual([]);
  });

  test.each(folders)('has src/%s on its map', (folder) => {
    expect(page).toContain(`| \`${folder}/\` |`);
  });
});

describe('importing a module does nothing', () => {
  test('sees all modules', () => {
    expect(modules.length).toBeGreaterThan(50);
  });

  test.each(modules.filter((path) => !STARTED.test(path)))('src/%s', async (path) => {
    const { resources: before, ...others } = standing();
    await import(new URL(`src/${path}`, root).href);
    const { resources: after, ...same } = standing();
    expect(added(before, after)).toEqual([]);
    expect(same).toEqual(others);
  });
});

/** What a module could leave behind: timers, sockets, threads, listeners, changed variables. */
function standing() {
  // Immediates come and go with the loading itself.
  const kinds = /^(Timeout|TCP|Pipe|TLS|UDP|MessagePort|Worker|FSEvent|Process|Signal)/;
  return {
    resources: process.getActiveResourcesInfo().filter((kind) => kinds.test(kind)),
    listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    environment: { ...process.env },
    folder: process.cwd(),
  };
}

/** The resources that were not there before; the runner's own may have gone meanwhile. */
function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = [...before];
  return after.filter((kind) => {
    const at = left.indexOf(kind);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
