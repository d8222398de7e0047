// Envelopes as they are pushed: the sender's bytes, per-object failures, bodies that are none.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashContent } from '../../src/ingest/candidate.ts';
import { type Element, readEnvelope } from '../../src/ingest/envelope/envelope.ts';

const RULES = { objectMaxBytes: 8 * 1024 * 1024, maxDepth: 100, policies: null };
const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
const OBJECT = `{"type":"ipv4-addr","id":"ipv4-addr--${UUID}","value":"198.51.100.7"}`;

function read(text: string | Uint8Array, rules = RULES): ReturnType<typeof readEnvelope> {
  return readEnvelope(typeof text === 'string' ? Buffer.from(text) : text, rules);
}

function elementsOf(text: string | Uint8Array, rules = RULES): readonly Element[] {
  const found = read(text, rules);
  if ('fault' in found) throw new Error(found.fault);
  return found.elements;
}

function faultOf(text: string | Uint8Array): string {
  const found = read(text);
  return 'fault' in found ? found.fault : 'none';
}

/** The one element of an envelope around `properties`, added to an object that is good. */
function verdictOn(properties: string, rules = RULES): Element | undefined {
  return elementsOf(`{"objects":[{"type":"ipv4-addr",${properties}}]}`, rules)[0];
}

describe('the elements of an envelope', () => {
  test('are kept exactly as they were sent', () => {
    const bodies = fc.array(objectText(), { minLength: 1, maxLength: 6 });
    const text = fc.tuple(bodies, blanks(), blanks(), fc.boolean());
    fc.assert(
      fc.property(text, ([all, before, after, isBundle]) => {
        const list = all.join(`${before},${after}`);
        const head = isBundle ? '"type":"bundle","x":{"objects":[1]},' : '';
        const tail = isBundle ? ',"more":[{"a":"}]"}]' : '';
        const sent = `${before}{${head}${after}"objects"${before}:[${after}${list}${before}]${tail}}${after}`;
        const found = elementsOf(sent);
        expect(found.map((element) => element.ok && element.candidate.body)).toEqual(all);
      }),
    );
  });

  test('are told with id and version as sent', () => {
    const [first, second] = elementsOf(
      `{"objects":[{"type":"malware","id":"malware--${UUID}","modified":"2020-01-01T00:00:00Z"},${OBJECT}]}`,
    );
    expect(first).toMatchObject({
      ok: true,
      index: 0,
      id: `malware--${UUID}`,
      version: '2020-01-01T00:00:00Z',
      candidate: {
        stix_type: 'malware',
        stix_uuid: UUID,
        version: '2020-01-01T00:00:00',
        version_as_sent: '2020-01-01T00:00:00Z',
        spec_version: '2.0',
      },
    });
    expect(second).toMatchObject({ ok: true, index: 1, version: null });
  });

  test('may follow a byte order mark, and have any letters', () => {
    const body = `{"type":"ipv4-addr","id":"ipv4-addr--${UUID}","x":"é€😀 } ] \\" \\\\"}`;
    const [found] = elementsOf(`\ufeff{"objects":[${body}]}`);
    expect(found?.ok && found.candidate.body).toBe(body);
  });

  test('are found though the name `objects` is written with escapes', () => {
    expect(elementsOf(`{"\\u006fbjects":[${OBJECT}]}`)).toHaveLength(1);
  });

  test('have one hash for all spellings of one content', () => {
    const [plain, spelled] = elementsOf(
      `{"objects":[${OBJECT},{ "value": "198.51.100.\\u0037", "id":"ipv4-addr--${UUID}","type":"ipv4-addr" }]}`,
    );
    const hashes = [plain, spelled].map((one) => one?.ok && one.candidate.content_hash);
    expect(hashes[0]).toEqual(hashes[1]);
    expect(hashes[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(hashes[0]).toEqual(hashContent(JSON.parse(OBJECT)));
  });
});

describe('an element that cannot be stored fails alone', () => {
  const ID = `"id":"ipv4-addr--${UUID}"`;
  test.each([
    [`${ID},"a":1,"b":2,"a":3`, 'property "a" twice'],
    [`${ID},"x":{"b":{"c":1,"\\u0063":2}}`, 'property "c" twice'],
    [`${ID},"__proto__":1,"__proto__":2`, 'property "__proto__" twice'],
    [`${ID},"a":1e400`, 'number 1e400'],
    [`${ID},"a":-1e400`, 'number -1e400'],
    [`${ID},"a":[1152921504606846976]`, 'number 1152921504606846976'],
    [`${ID},"a":"\\ud800"`, 'lone surrogate'],
    [`${ID},"a":"\\uDC00\\uD800"`, 'lone surrogate'],
    [`${ID},"\\ud800":1`, 'lone surrogate'],
    [`${ID},"a":${'['.repeat(100)}${']'.repeat(100)}`, '100 levels'],
    ['"id":"ipv4-addr--1"', 'UUID'],
  ])('%#: %s', (properties, message) => {
    const text = `{"objects":[${OBJECT},{"type":"ipv4-addr",${properties}},${OBJECT}]}`;
    const [before, bad, after] = elementsOf(text);
    expect(before?.ok).toBe(true);
    expect(bad).toMatchObject({ ok: false, index: 1, message: expect.stringContaining(message) });
    expect(after?.ok).toBe(true);
  });

  test('too large, counted in bytes', () => {
    const rules = { ...RULES, objectMaxBytes: 300 };
    expect(verdictOn(`${ID},"a":"${'x'.repeat(180)}"`, rules)).toMatchObject({ ok: true });
    expect(verdictOn(`${ID},"a":"${'€'.repeat(180)}"`, rules)).toMatchObject({
      ok: false,
      id: `ipv4-addr--${UUID}`,
      message: expect.stringContaining('limit is 300'),
    });
  });

  test('hundreds of times over', () => {
    const found = elementsOf(`{"objects":[${'{},'.repeat(800)}${OBJECT}]}`);
    expect(found.filter((element) => element.ok)).toHaveLength(1);
    expect(found[799]).toMatchObject({
      id: 'element 800',
      message: expect.stringContaining('type'),
    });
  });

  test('nested far deeper than a stack allows', () => {
    const depth = 2_000_000;
    const bad = verdictOn(`"a":${'['.repeat(depth)}${']'.repeat(depth)}`);
    expect(bad).toMatchObject({ ok: false, id: 'element 1', version: null });
  });

  test('and pairs of surrogates, escaped backslashes, numbers in range are no fault', () => {
    const fine = `${ID},"a":"\\ud83d\\ude00","b":"\\\\ud800","c":9007199254740991,"d":-0.5e-10,"e":"\\u0000","f":"a:b"`;
    expect(verdictOn(fine)).toMatchObject({ ok: true });
    expect(verdictOn(`${ID},"a":${'['.repeat(99)}${']'.repeat(99)}`)).toMatchObject({ ok: true });
  });
});

describe('a body that is no envelope', () => {
  test.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['[]', 'is a list'],
    ['"x"', 'begins with'],
    ['NaN', 'begins with'],
    ['{}', 'no `objects`'],
    ['{"objects":null}', 'not a list'],
    ['{"objects":{"a":[1]}}', 'not a list'],
    ['{"objects":[]}', 'empty'],
    ['{"objects":[ \n ]}', 'empty'],
    ['{"x":{"objects":[{}]}}', 'no `objects`'],
    [`{"objects":[${OBJECT},7]}`, 'Element 2'],
    [`{"objects":[null]}`, 'Element 1'],
    [`{"objects":[[]]}`, 'Element 1'],
    [`{"objects":[${OBJECT}],"objects":[${OBJECT}]}`, 'more than once'],
    [`{"objects":[${OBJECT}],"objects":null}`, 'more than once'],
    [`{"objects":null,"objects":[${OBJECT}]}`, 'not a list'],
    [`{"x":${'['.repeat(101)}${']'.repeat(101)},"objects":[${OBJECT}]}`, '100 levels'],
    [`{"x":${'['.repeat(3_000_000)}`, '100 levels'],
    ['['.repeat(3_000_000), 'is a list'],
    [`{"objects":[${'{},'.repeat(2000)}{}]}`, 'more elements'],
  ])('%#: is refused', (text, message) => {
    expect(faultOf(text)).toContain(message);
  });

  test.each([
    [`{"objects":[\n${OBJECT},\n]}`, 'line 3, column 1'],
    [`{"objects":[,${OBJECT}]}`, 'line 1, column 13'],
    ['{"objects":[{}}', 'line 1, column 15'],
    ['{"objects":[{}]', 'line 1, column 16'],
    ['{"objects":[{]}', 'line 1, column 14'],
    ['{"objects":[{"a":01}]}', 'line 1, column 19'],
    ['{"objects":[{"a":NaN}]}', 'line 1, column 18'],
    ['{"objects":[{}],\n "more":tru}', 'line 2, column 9'],
    ['{"objects":[{"a":1},{"a":2}] x}', 'line 1, column 30'],
    ['{\n "x" 1}', 'line 2, column 6'],
    ['{"objects":[{"a":"\n"}]}', 'line 1, column 18'],
    ['{"objects":[{"a":"b}]}', 'line 1, column 18'],
    ['{"objects":[{"a":1 /* */}]}', 'line 1, column 20'],
    [`{"objects":[{}]} ${'['.repeat(1_000_000)}`, 'line 1, column 18'],
    [`{"objects":[{"a":${'[}'.repeat(500_000)}}]}`, 'line 1, column 19'],
  ])('%#: is told where it stops being JSON', (text, where) => {
    expect(faultOf(text)).toMatch(/^The body is not JSON: /);
    expect(faultOf(text)).toContain(where);
  });

  test('may be no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"objects":[{"a":"'), Buffer.from([0xff, 0x22])]);
    expect(faultOf(bytes)).toContain('UTF-8');
  });
});

test('any bytes get an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(read(bytes)).toBeDefined();
    }),
  );
});

test('a body is an envelope exactly when its JSON says so, however it was damaged', () => {
  const whole = `{"type":"bundle", "a":[{"b":"]"}], "objects" : [ ${OBJECT} ,{"x":{"y":[1,{}]}}], "more":true}`;
  const pieces = fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', ' ', '0', '');
  const damage = fc.array(fc.tuple(fc.nat(whole.length), fc.nat(3), pieces), { maxLength: 3 });
  fc.assert(
    fc.property(damage, (changes) => {
      let text = whole;
      for (const [at, length, piece] of changes)
        text = text.slice(0, at) + piece + text.slice(at + length);
      expect('elements' in read(text)).toBe(isEnvelope(text));
    }),
    { numRuns: 3000 },
  );
});

function isEnvelope(text: string): boolean {
  try {
    const { objects } = JSON.parse(text);
    return (
      Array.isArray(objects) &&
      objects.length > 0 &&
      objects.every((one) => one?.constructor === Object)
    );
  } catch {
    return false;
  }
}

function blanks(): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 3 });
}

// JSON of any object, written with random blanks, and what a stored object must have.
function objectText(): fc.Arbitrary<string> {
  const small = fc.jsonValue({ maxDepth: 3, noUnicodeString: false }).filter(isExact);
  return fc.tuple(fc.uuid(), small, blanks()).map(([uuid, value, blank]) => {
    const id = uuid.replace(/^(.{19})./, '$1a');
    return `{"type"${blank}:"x-any","x":${JSON.stringify(value, null, blank)},${blank}"id":"x-any--${id}"}`;
  });
}

function isExact(value: unknown): boolean {
  const text = JSON.stringify(value);
  return !/\\ud/.test(text) && !/\de\+|\d{16}/.test(text);
}
