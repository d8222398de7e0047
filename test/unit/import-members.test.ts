// What the mapping promises of the members beside the value: times, validity, confidence, markings.
import { describe, expect, test } from '@jest/globals';
import { runObjects, settingsFor } from '../support/import-samples.ts';

async function run(text: string, options: Record<string, unknown> = {}) {
  return runObjects(Buffer.from(text), settingsFor(options));
}

/** One row whose column besides the value holds a text, whatever is in it. */
async function runCell(column: string, text: unknown, options: Record<string, unknown> = {}) {
  return run(JSON.stringify([{ value: 'evil.example', [column]: text }]), options);
}

describe('a time', () => {
  test.each([
    ['2026-05-01T10:00:00Z', '2026-05-01T10:00:00.000Z'],
    ['2026-05-01t10:00:00.1239+02:00', '2026-05-01T08:00:00.123Z'],
    ['2026-05-01 10:00:00 -0330', '2026-05-01T13:30:00.000Z'],
    ['2026/05/01 10:00 UTC', '2026-05-01T10:00:00.000Z'],
    ['2026-05-01', '2026-05-01T00:00:00.000Z'],
    ['20260501', '2026-05-01T00:00:00.000Z'],
    ['1777629600', '2026-05-01T10:00:00.000Z'],
    ['1777629600.5', '2026-05-01T10:00:00.500Z'],
    ['1777629600123', '2026-05-01T10:00:00.123Z'],
    ['1777629600123456', '2026-05-01T10:00:00.123Z'],
    ['1.5.2026', '2026-05-01T00:00:00.000Z'],
    ['31/5/2026 1:05 PM', '2026-05-31T13:05:00.000Z'],
    ['5-31-2026 12:00:00 AM', '2026-05-31T00:00:00.000Z'],
    ['5/5/2026', '2026-05-05T00:00:00.000Z'],
    ['Fri, 1 May 2026 10:00 GMT', '2026-05-01T10:00:00.000Z'],
    ['1 May 2026 10:00:30 +0200', '2026-05-01T08:00:30.000Z'],
  ])('%s is %s', async (text, expected) => {
    expect((await runCell('valid_from', text)).objects).toMatchObject([{ valid_from: expected }]);
  });

  test.each([
    ['2026-02-29', 'TIMESTAMP_UNREADABLE'],
    ['2026-05-01T10:00:60Z', 'TIMESTAMP_UNREADABLE'],
    ['1969-12-31T00:00:00Z', 'TIMESTAMP_UNREADABLE'],
    ['yesterday', 'TIMESTAMP_UNREADABLE'],
    ['3/4/2026', 'TIMESTAMP_AMBIGUOUS'],
  ])('%s is %s', async (text, code) => {
    expect((await runCell('valid_from', text)).rejections).toEqual([
      { line: 1, code, column: 'valid_from' },
    ]);
  });

  test.each([
    ['dmy', '2026-04-03T00:00:00.000Z'],
    ['mdy', '2026-03-04T00:00:00.000Z'],
  ])('that may be read both ways is read as %s says', async (date_order, expected) => {
    const { objects } = await runCell('valid_from', '3/4/2026', { date_order });
    expect(objects).toMatchObject([{ valid_from: expected }]);
  });

  test('of no time is none, and the end of all times is no end', async () => {
    const { objects } = await run(
      'value,valid_from,first_seen,valid_until\nevil.example,0001-01-01T00:00:00Z,2026-05-01,9999-12-31\n',
    );
    expect(objects).toEqual([expect.objectContaining({ valid_from: '2026-05-01T00:00:00.000Z' })]);
    expect(objects[0]).not.toHaveProperty('valid_until');
  });
});

describe('a validity', () => {
  test.each([
    ['4h', '2026-11-01T04:00:00.000Z'],
    ['1h30m', '2026-11-01T01:30:00.000Z'],
    ['90d', '2027-01-30T00:00:00.000Z'],
    ['PT4H', '2026-11-01T04:00:00.000Z'],
    ['P90D', '2027-01-30T00:00:00.000Z'],
    ['60', '2026-11-01T00:01:00.000Z'],
  ])('lasts %s', async (duration, until) => {
    expect((await runCell('ttl', duration)).objects).toMatchObject([
      { valid_from: '2026-11-01T00:00:00.000Z', valid_until: until },
    ]);
  });

  test('lasts as long as the settings say where the row says nothing', async () => {
    const { objects } = await run('value,valid_until\na.example,\nb.example,2026-11-05\n', {
      default_valid_days: 2,
    });
    expect(objects).toMatchObject([
      { valid_until: '2026-11-03T00:00:00.000Z' },
      { valid_until: '2026-11-05T00:00:00.000Z' },
    ]);
  });

  test('that ends before it starts is rejected, also where the start is the clock', async () => {
    const { rejections, warnings } = await run(
      'value,valid_from,valid_until\na.example,2026-05-02,2026-05-01\nb.example,,2026-05-01\nc.example,2026-05-01,2026-05-02\n',
    );
    expect(rejections).toEqual([
      { line: 2, code: 'VALIDITY_REVERSED', column: 'valid_until' },
      { line: 3, code: 'VALIDITY_REVERSED', column: 'valid_until' },
    ]);
    expect(warnings).toEqual([{ line: 4, code: 'ALREADY_EXPIRED' }]);
  });

  test.each([
    ['ttl', 'for long', 'DURATION_UNREADABLE'],
    ['revoked', 'perhaps', 'BOOLEAN_UNREADABLE'],
    ['tlp', 'purple', 'TLP_UNKNOWN'],
    ['confidence', '101', 'CONFIDENCE_RANGE'],
    ['confidence', 'rather', 'CONFIDENCE_UNREADABLE'],
  ])('%s of "%s" is never silently left out: %s', async (column, text, code) => {
    expect((await runCell(column, text)).rejections).toEqual([{ line: 1, code, column }]);
  });

  test('keeps a row whose last sighting cannot be read', async () => {
    const { warnings, objects } = await runCell('last_seen', 'lately');
    expect(warnings).toEqual([{ line: 1, code: 'LAST_SEEN_UNREADABLE' }]);
    expect(objects[0]).not.toHaveProperty('extra');
  });
});

describe('a confidence', () => {
  test.each([
    ['80%', 80],
    ['low', 15],
    ['Moderate', 50],
    ['high', 85],
    ['highly unlikely', 10],
    ['even chance', 50],
    ['highly likely', 90],
    ['certain', 100],
    ['B2', 70],
    ['A1', 90],
    ['72,5', 73],
    ['3', 3],
  ])('of %s is %d', async (text, confidence) => {
    expect((await runCell('confidence', text)).objects).toMatchObject([{ confidence }]);
  });

  test.each(['unknown', 'not specified', 'F6', 'n/a'])('of %s is none', async (text) => {
    const { objects } = await runCell('confidence', text, { default_confidence: 33 });
    expect(objects).toMatchObject([{ confidence: 33 }]);
  });

  test('is from 0 to 1 where all are and one is broken, and on other scales when told so', async () => {
    const { objects } = await run('value,confidence\na.example,0.7\nb.example,1\n');
    expect(objects.map((one) => one.confidence)).toEqual([70, 100]);
    const { objects: whole } = await run('value,confidence\na.example,0\nb.example,1\n');
    expect(whole.map((one) => one.confidence)).toEqual([0, 1]);
    for (const [scale, expected] of [
      ['0-5', 80],
      ['0-10', 40],
    ] as const) {
      const { objects: scaled } = await runCell('confidence', '4', { confidence_scale: scale });
      expect(scaled).toMatchObject([{ confidence: expected }]);
    }
  });
});

const TLP = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  strict: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
  white1: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  red1: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
};

describe('a marking', () => {
  test.each([
    ['TLP:WHITE', '2.0', [TLP.clear]],
    ['tlp-green', '2.0', [TLP.green]],
    ['AMBER', '2.0', [TLP.amber]],
    ['TLP:AMBER+STRICT', '2.0', [TLP.strict]],
    ['red', '2.0', [TLP.red]],
    ['clear', '1.0', [TLP.white1]],
    ['amber+strict', '1.0', [TLP.red1]],
    ['red', 'both', [TLP.red, TLP.red1]],
  ])('%s in TLP %s', async (text, tlp_version, expected) => {
    const { objects } = await runCell('tlp', text, { tlp_version });
    expect(objects).toMatchObject([{ object_marking_refs: expected }]);
  });

  test('is the strictest of what cell and tags say, with a warning; its tag is no label', async () => {
    const { objects, warnings } = await run(
      'value,tlp,tags\na.example,green,"tlp:red,botnet"\nb.example,unknown,tlp:amber\nc.example,,\n',
      { default_tlp: 'green' },
    );
    expect(objects).toMatchObject([
      { object_marking_refs: [TLP.red], labels: ['botnet'] },
      { object_marking_refs: [TLP.amber] },
      { object_marking_refs: [TLP.green] },
    ]);
    expect(objects[1]).not.toHaveProperty('labels');
    expect(warnings).toEqual([{ line: 2, code: 'TLP_CONFLICT' }]);
  });
});
