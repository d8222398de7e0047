// What is pushed and imported: made from numbers alone, so that every run measures the same.
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const AUTHOR = 'identity--b3c0de1f-5a61-4b7e-9c2d-0f1e2d3c4b5a';
const FAMILIES = ['Ash Loader', 'Basalt', 'Cinder RAT', 'Drift', 'Ember Stealer'];
const TLPS = ['white', 'green', 'amber', 'red'];
const CLEAR = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487';
const START = Date.UTC(2026, 0, 1);

/** An indicator of about 700 bytes of JSON. */
function makeIndicator(number) {
  const at = new Date(START + number * 1000).toISOString();
  const family = pick(FAMILIES, number);
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${randomUUID()}`,
    created_by_ref: AUTHOR,
    created: at,
    modified: at,
    name: `${family} sighting ${number}`,
    description: `Seen by a sensor in ${family} traffic; case ${hash(number).slice(0, 12)}, kept for ninety days.`,
    indicator_types: ['malicious-activity'],
    pattern: `[file:hashes.'SHA-256' = '${hash(number)}']`,
    pattern_type: 'stix',
    valid_from: at,
    confidence: number % 101,
    labels: [family.toLowerCase().replace(' ', '-')],
    kill_chain_phases: [
      { kill_chain_name: 'lockheed-martin-cyber-kill-chain', phase_name: 'delivery' },
    ],
    object_marking_refs: [CLEAR],
  };
}

/** Indicators with ids of their own each time. */
export function makeIndicators(count) {
  return Array.from({ length: count }, (_, number) => makeIndicator(number));
}

/** The indicator with three faults: a time, a reference and a pattern. */
export function spoil(indicator) {
  return {
    ...indicator,
    modified: '2025-12-31T00:00:00.000Z',
    created_by_ref: indicator.id,
    pattern: indicator.pattern.slice(0, -1),
  };
}

/** A bundle of indicators, malware, what they indicate, and what was seen. */
export function makeBundle(count) {
  const objects = makeIndicators(Math.ceil(count / 4)).flatMap((indicator, number) => {
    const { spec_version, created_by_ref, created, modified, name } = indicator;
    const sdo = { spec_version, created_by_ref, created, modified };
    const malware = { type: 'malware', id: `malware--${randomUUID()}`, ...sdo, name };
    const address = { type: 'ipv4-addr', spec_version, id: `ipv4-addr--${randomUUID()}` };
    const [, value] = observable(number * 3);
    return [
      indicator,
      { ...malware, is_family: false, malware_types: ['trojan'], aliases: [name.toUpperCase()] },
      { ...address, value },
      {
        type: 'relationship',
        id: `relationship--${randomUUID()}`,
        ...sdo,
        relationship_type: 'indicates',
        source_ref: indicator.id,
        target_ref: malware.id,
      },
    ];
  });
  return { type: 'bundle', id: `bundle--${randomUUID()}`, objects };
}

/** Patterns of every kind: sets, paths, joined tests, joined observations, qualifiers. */
export function makePatterns(count) {
  return Array.from({ length: count }, (_, number) => {
    const address = `ipv4-addr:value = '${observable(number * 3)[1]}'`;
    const file = `file:hashes.'SHA-256' = '${hash(number)}' AND file:size > ${number}`;
    switch (number % 5) {
      case 0:
        return `[${address}]`;
      case 1:
        return `[${file} AND file:name LIKE 'inv%${number}.exe']`;
      case 2:
        return `[${address}] FOLLOWEDBY ([${file}] OR [process:name = 'a.exe']) WITHIN 300 SECONDS`;
      case 3:
        return `[domain-name:value IN ('a${number}.example', 'b.example') OR url:value MATCHES '^https?://x${number}']`;
      default:
        return `[file:extensions.'windows-pebinary-ext'.sections[*].entropy >= 7.5] START t'2026-01-01T00:00:00Z' STOP t'2026-02-01T00:00:00Z'`;
    }
  });
}

/** Envelopes with ids of their own each time, as bytes. */
export function makeEnvelopes(count, size) {
  return Array.from({ length: count }, (_, e) =>
    Buffer.from(
      JSON.stringify({
        objects: Array.from({ length: size }, (_, n) => makeIndicator(e * size + n)),
      }),
    ),
  );
}

/**
 * Writes a CSV file in the shape of Microsoft Sentinel's template: so many rows, or as many as fill
 * so many bytes. @returns {Promise<number>} the number of rows
 */
export async function writeCsv(file, rows, bytes = Number.POSITIVE_INFINITY) {
  const written = { rows: 0 };
  await pipeline(Readable.from(csvChunks(rows, bytes, written)), createWriteStream(file));
  return written.rows;
}

function* csvChunks(rows, bytes, written) {
  yield 'threatTypes,tags,name,description,confidence,revoked,validFrom,validUntil,tlpLevel,severity,observableType,observableValue\n';
  let text = '';
  let length = 0;
  while (written.rows < rows && length + text.length < bytes) {
    text += csvRow(written.rows);
    written.rows += 1;
    if (text.length < 262_144) continue;
    length += text.length;
    yield text;
    text = '';
  }
  yield text;
}

function csvRow(number) {
  const family = pick(FAMILIES, number);
  const from = new Date(START + number * 1000).toISOString();
  const name = `${family} sighting ${number}`;
  const description = `"Seen by a sensor, in ${family} traffic"`;
  const [type, value] = observable(number);
  return `C2,"botnet,${family.toLowerCase()}",${name},${description},${number % 101},false,${from},,${pick(TLPS, number)},3,${type},${value}\n`;
}

function observable(number) {
  const [a, b, c] = [(number >> 16) & 255, (number >> 8) & 255, number & 255];
  switch (number % 3) {
    case 0:
      return ['ipv4-addr', `45.${a}.${b}.${c}`];
    case 1:
      return ['domain-name', `h${hash(number).slice(0, 16)}.example.com`];
    default:
      return ['url', `https://d${number}.example.org/${hash(number).slice(0, 16)}?id=${number}`];
  }
}

function pick(list, number) {
  return list[number % list.length];
}

function hash(number) {
  return createHash('sha256').update(String(number)).digest('hex');
}
