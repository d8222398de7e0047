// The importer's pure rooms on whole files: what is expected of each sample, whatever the size of
// the pieces in which its bytes come.

import { hash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { writeObject } from '../../src/ingest/make/write.ts';
import { canonicalJson } from '../../src/stix/canonical.ts';
import { validateText } from '../../src/stix/validate-text.ts';
import {
  readSample,
  runFile,
  runSample,
  sampleNames,
  settingsFor,
} from '../support/import-samples.ts';

const PARTS = [
  'fatal',
  'detected',
  'counts',
  'objects',
  'rejections',
  'warnings',
  'skipped',
  'duplicates',
] as const;

describe('files that are read exactly as expected', () => {
  test.each(sampleNames())('%s', async (name) => {
    const { expected } = readSample(name);
    const actual = await runSample(name);
    for (const part of PARTS) expect({ [part]: actual[part] }).toEqual({ [part]: expected[part] });
  });

  test.each(sampleNames())('%s in pieces of seven bytes', async (name) => {
    expect(await runSample(name, 7)).toEqual(await runSample(name));
  });
});

test.each(sampleNames())('%s makes nothing but valid STIX', async (name) => {
  const { bytes, expected } = readSample(name);
  const { made } = await runFile(bytes, settingsFor(expected.options as Record<string, unknown>));
  for (const one of made) {
    if (one.kind !== 'object') continue;
    const at = '2026-11-01T00:00:00.000Z';
    expect(validateText(writeObject(one.members, at, at).body).errors).toEqual([]);
  }
});

test('a row gives the id that the published vectors give', async () => {
  const { made } = await runFile(Buffer.from('type,value\nip,192.0.2.15\n'), settingsFor());
  expect(made[0]).toMatchObject({ uuid: '653ec972-fa0c-54b0-b0ba-0c705fa60ae2' });
});

test('the content hash is that of the canonical JSON of the body', async () => {
  const { made } = await runFile(readSample('sentinel-other.csv').bytes, settingsFor());
  for (const one of made) {
    if (one.kind !== 'object') continue;
    const at = '2026-01-01T00:00:00.000Z';
    const { body, content_hash } = writeObject(one.members, at, at);
    const canonical = canonicalJson(JSON.parse(body));
    expect(content_hash).toEqual(hash('sha256', canonical, 'hex').slice(0, 32));
  }
});
