// JSON as feeds and tools write it: containers, maps of records, lines, MISP events, STIX objects.
import { describe, expect, test } from '@jest/globals';
import { blankOut } from '../../src/ingest/read/elements.ts';
import { runFile, runObjects, settingsFor } from '../support/import-samples.ts';

async function run(text: string, options: Record<string, unknown> = {}) {
  const whole = await runObjects(Buffer.from(text), settingsFor(options));
  const inPieces = await runObjects(Buffer.from(text), settingsFor(options), { chunkSize: 5 });
  expect(inPieces).toEqual(whole);
  return whole;
}

async function fatalOf(text: string) {
  return (await runFile(Buffer.from(text), settingsFor())).fatal;
}

const ROW = { value: 'evil.example' };
const PATTERN = "[domain-name:value = 'evil.example']";

describe('a document', () => {
  test.each([
    ['a list', [ROW]],
    ['an object with objects', { objects: [ROW] }],
    ['an object with stixobjects', { source: 'x', stixobjects: [ROW] }],
    ['an object with indicators', { indicators: [ROW], total: 1 }],
    ['an object with value', { '@odata.context': 'x', value: [ROW] }],
    ['an object with vulnerabilities', { vulnerabilities: [ROW] }],
    ['an object with data', { meta: [{ x: 1 }], data: [ROW] }],
    ['an object whose objects come after another list', { data: [{}], objects: [ROW] }],
    ['one row', { ...ROW, tags: [] }],
    ['a list of words', ['evil.example']],
  ])('that is %s gives its records', async (_name, document) => {
    const { objects, detected } = await run(JSON.stringify(document, null, 1));
    expect(detected).toMatchObject({ format: 'json', feed: null, header_line: null });
    expect(objects).toMatchObject([{ pattern: PATTERN }]);
  });

  test('of records by id gives each its id, unless it has one', async () => {
    const map = { 7: [ROW, { value: 'bad.example', id: 'own' }], 8: [{ value: 'c.example' }] };
    const { objects } = await run(JSON.stringify(map));
    const ids = objects.map((one) => one.external_references as { external_id: string }[]);
    expect(ids.map(([first]) => first?.external_id)).toEqual(['7', 'own', '8']);
  });

  test('with an empty list has no records, and says so', async () => {
    const { fatal, warnings, counts } = await run('{"objects":[]}');
    expect({ fatal, warnings, total: counts.total }).toEqual({
      fatal: null,
      warnings: [{ line: 0, code: 'NO_ROWS' }],
      total: 0,
    });
  });

  test.each([
    ['{"a":1}'],
    ['{"a":[{"value":"a.example"}],"b":1}'],
    ['{"a":[]}'],
    ['{}'],
    ['{"response":[]}'],
  ])('%s holds no records', async (text) => {
    expect(await fatalOf(text)).toBe('FILE_NO_RECORDS');
  });

  test.each([
    ['[{"value":"a.example"}'],
    ['[{"value":"a.example"},'],
    ['[{"value":"a.example"'],
    ['[{"value" "a.example"}]'],
    ['[{"value":"a.example"}] x'],
    ['[{"value":"a.example"}{}]'],
    ['{"objects":[{"value":"a.example"}]'],
    ['{"objects":[{"value":"a.example"}],"x":nul}'],
    ['{"Event":{"Attribute":[{"value":"a.example"}]}'],
    ['[{},,{}]'],
  ])('that is broken is not used at all: %s', async (text) => {
    expect(await fatalOf(text)).toBe('JSON_SYNTAX');
  });

  test('keeps what is no object out, record by record', async () => {
    const { rejections, counts } = await run('["b.example",1,{"value":"evil.example"},null,[]]');
    expect(counts).toMatchObject({ total: 5, created: 2 });
    expect(rejections).toEqual(
      [2, 4, 5].map((line) => ({ line, code: 'JSON_SYNTAX', column: null })),
    );
  });

  test('bounds how long a record may be, and how deep', async () => {
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;
    const rows = [`{"value":"${'x'.repeat(200)}"}`, deep, '{"value":"evil.example"}'];
    const { rejections, objects } = await run(`[${rows.join()}]`, { max_row_chars: 100 });
    expect(rejections).toMatchObject([{ code: 'ROW_TOO_LONG' }, { code: 'JSON_SYNTAX' }]);
    expect(objects).toHaveLength(1);
  });
});

test('nested members have dotted names, and lists of objects stay whole', async () => {
  const record = {
    network: { ip: '192.0.2.1', seen: { by: 'a' } },
    tags: [{ name: 'one' }, { name: 'two', colour: 1 }],
    kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'impact' }],
    confidence: [70],
    names: ['a', 'b'],
    comments: [{ text: 'x' }],
  };
  const { objects } = await run(JSON.stringify([record]));
  expect(objects).toEqual([
    expect.objectContaining({
      pattern: "[ipv4-addr:value = '192.0.2.1']",
      labels: ['one', 'two'],
      confidence: 70,
      kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'impact' }],
      extra: { 'network.seen.by': 'a', names: ['a', 'b'], comments: [{ text: 'x' }] },
    }),
  ]);
});

describe('lines of JSON', () => {
  test('are records of their own: a bad one costs nothing but itself', async () => {
    const { objects, detected, rejections } = await run(
      '{"value":"evil.example"}\n\n{"value":\n[]\n{"value":"b.example"}\n',
    );
    expect(detected).toMatchObject({ format: 'ndjson', feed: null });
    expect(rejections).toEqual([3, 4].map((line) => ({ line, code: 'JSON_SYNTAX', column: null })));
    expect(objects).toHaveLength(2);
  });

  test('may begin with a bad one', async () => {
    const { detected, rejections } = await run('{"value":}\n{"value":"evil.example"}\n');
    expect(detected).toMatchObject({ format: 'ndjson' });
    expect(rejections).toMatchObject([{ line: 1, code: 'JSON_SYNTAX' }]);
  });

  test('may end with a line about the list, whose count is compared', async () => {
    const rows = '{"cidr":"192.0.2.0/24","sblid":"SBL1","rir":"x"}\r\n';
    const { objects, detected, warnings } = await run(
      `${rows}{"cidr":"198.51.100.0/24","sblid":"SBL2","rir":"x"}\r\n{"type":"metadata","records":3}\r\n`,
    );
    expect(detected).toMatchObject({ format: 'ndjson', feed: 'spamhaus-drop' });
    expect(objects).toHaveLength(2);
    expect(warnings).toEqual([{ line: 0, code: 'COUNT_MISMATCH' }]);
  });

  test('are seen even when the first is longer than what is looked at', async () => {
    const long = JSON.stringify({ value: 'x'.repeat(300_000) });
    const { made, detected } = await runFile(
      Buffer.from(`${long}\n{"value":"evil.example"}\n`),
      settingsFor(),
    );
    expect(detected).toMatchObject({ format: 'ndjson' });
    expect(made.map(({ kind }) => kind)).toEqual(['rejected', 'object']);
  });

  test('with comments are read, with a warning', async () => {
    const { objects, warnings } = await run(
      '{"value":"evil.example",}\n// more\n{"value":"b.example"}\n',
    );
    expect(objects).toHaveLength(2);
    expect(warnings).toEqual([{ line: 0, code: 'JSON_NOT_STRICT' }]);
  });

  test('are not seen in a document with a record on each line', async () => {
    const lines = Array.from({ length: 20 }, (_, at) => `{"value":"a${at}.example"}`);
    const { detected, objects } = await run(`{"objects":[\n${lines.join(',\n')}\n]}\n`);
    expect(detected).toMatchObject({ format: 'json' });
    expect(objects).toHaveLength(20);
  });
});

describe('a MISP event', () => {
  const attribute = {
    id: '9',
    type: 'ip-dst|port',
    category: 'Network activity',
    to_ids: true,
    timestamp: '1780000000',
    comment: 'a host',
    value: '192.0.2.1|443',
    Tag: [{ name: 'tlp:green' }, { name: 'c2' }],
  };
  const Event = {
    info: 'an event',
    Attribute: [attribute, { ...attribute, type: 'text', to_ids: false, value: 'context' }],
    Object: [
      { name: 'file', Attribute: [{ type: 'md5', to_ids: true, value: 'a'.repeat(32) }] },
      { name: 'empty' },
    ],
  };

  test.each([
    ['alone', { Event }],
    ['in the answer to a search', { response: [{ Event }] }],
  ])('%s gives its attributes, those of its objects too', async (_name, document) => {
    const { objects, detected, skipped } = await run(JSON.stringify(document));
    expect(detected).toMatchObject({ feed: 'misp-json' });
    expect(skipped).toEqual([{ line: 2, code: 'NOT_FOR_DETECTION' }]);
    expect(objects).toMatchObject([
      {
        name: '192.0.2.1:443',
        description: 'a host',
        valid_from: '2026-05-28T20:26:40.000Z',
        labels: ['Network activity', 'c2'],
        object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
        indicator_types: ['malicious-activity'],
      },
      { pattern: `[file:hashes.MD5 = '${'a'.repeat(32)}']` },
    ]);
  });
});

describe('STIX objects', () => {
  const indicator = {
    type: 'indicator',
    spec_version: '2.1',
    id: 'indicator--00000001-0000-4000-8000-000000000001',
    created: '2026-07-27T12:00:00.000Z',
    modified: '2026-07-27T12:00:00.000Z',
    valid_from: '2026-07-20T12:00:00.000Z',
    pattern: PATTERN,
    pattern_type: 'stix',
    x_empty: '',
  };

  test.each([
    ['stix-bundle', { type: 'bundle', id: 'bundle--1', objects: [indicator] }],
    ['stix-array', [indicator]],
    ['stix-envelope', { more: false, objects: [indicator] }],
    ['stix-envelope', { sourcesystem: 'x', stixobjects: [indicator] }],
    ['stix-envelope', { value: [indicator] }],
    ['stix-object', indicator],
  ])('come as %s', async (feed, document) => {
    const { objects, detected } = await run(JSON.stringify(document));
    expect(detected).toMatchObject({ format: 'json', feed });
    expect(objects).toEqual([indicator]);
  });

  test('come one a line', async () => {
    const other = { ...indicator, id: 'indicator--00000001-0000-4000-8000-000000000002' };
    const text = [indicator, other, indicator].map((one) => JSON.stringify(one)).join('\n');
    const { objects, detected, duplicates } = await run(text);
    expect(detected).toMatchObject({ format: 'ndjson', feed: 'stix-ndjson' });
    expect(objects).toEqual([indicator, other]);
    expect(duplicates).toEqual([{ line: 3, first_line: 1 }]);
  });

  test('keep the text that they came with', async () => {
    const text = JSON.stringify(indicator, null, 3).replace('"indicator"', '"\\u0069ndicator"');
    const { made } = await runFile(Buffer.from(`[\n  ${text} ]`), settingsFor());
    expect(made).toMatchObject([{ kind: 'stix', candidate: { body: text } }]);
  });

  test('are mended where writers commonly err, and nowhere else', async () => {
    const { spec_version, ...bare } = indicator;
    const sent = { ...bare, confidence: '95', lang: '', labels: [], name: 'n' };
    const { objects, warnings } = await run(JSON.stringify([sent]));
    expect(objects).toEqual([{ ...bare, name: 'n', confidence: 95, spec_version }]);
    expect(warnings).toEqual([{ line: 1, code: 'STIX_COERCED' }]);
  });

  test('are told all that is wrong with them, by property', async () => {
    const bad = [
      { ...indicator, pattern: "[domain-name:value = 'x'", confidence: 101, valid_from: 'x' },
      { ...indicator, valid_until: indicator.valid_from },
      { ...indicator, id: 'malware--00000001-0000-4000-8000-000000000001' },
      { ...indicator, spec_version: '2.0' },
    ];
    const { rejections } = await run(JSON.stringify(bad));
    expect(rejections).toEqual([
      { line: 1, code: 'STIX_INVALID', column: 'valid_from' },
      { line: 1, code: 'PATTERN_INVALID', column: 'pattern' },
      { line: 1, code: 'STIX_INVALID', column: 'confidence' },
      { line: 2, code: 'VALIDITY_REVERSED', column: 'valid_until' },
      { line: 3, code: 'STIX_INVALID', column: 'id' },
      expect.objectContaining({ line: 4, code: 'STIX_INVALID' }),
    ]);
  });

  test('may stand among rows', async () => {
    const { objects, counts } = await run(JSON.stringify([ROW, indicator]));
    expect(counts).toMatchObject({ total: 2, created: 2 });
    expect(objects).toMatchObject([{ name: 'evil.example' }, indicator]);
  });

  test('that are the well-known markings of TLP count as unchanged', async () => {
    const marking = {
      type: 'marking-definition',
      id: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
    };
    const { counts } = await run(JSON.stringify([marking]));
    expect(counts).toMatchObject({ total: 1, valid: 1, unchanged: 1, created: 0 });
  });
});

describe('blanking out', () => {
  test.each([
    ['[1, /* a, ] */ 2, // b "\n]', '[1,   2   ]'],
    ['{"a": "//, ]", "b\\"": [",]",],}', '{"a": "//, ]", "b\\"": [",]" ] }'],
    ['[1 , /* x */ ]', '[1     ]'],
    ['[1, // to the end', '[1,  '],
    ['[1 / 2, ,]', '[1 / 2,  ]'],
    ['["not closed, ]', '["not closed, ]'],
    ['[/* not closed, ]', '[/* not closed  ]'],
  ])('of %s leaves %s', (text, bare) => {
    expect(blankOut(text)).toBe(bare);
  });
});
