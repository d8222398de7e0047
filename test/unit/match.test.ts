// The query parameters of TAXII requests.
import { describe, expect, test } from '@jest/globals';
import { type MatchFields, readMatch } from '../../src/taxii/match.ts';

const ALL: MatchFields = { version: true, spec_version: true, id: true, type: true, paging: true };
const ONE: MatchFields = { ...ALL, id: false, type: false };
const DELETE: MatchFields = { ...ONE, paging: false };
const NOTHING = {
  added_after: null,
  limit: null,
  next: null,
  ids: null,
  types: null,
  spec_versions: null,
  version: null,
};
const X = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
const T = '2020-01-01T00:00:00';

function get(query: string, fields = ALL): ReturnType<typeof readMatch> {
  return readMatch(new URLSearchParams(query), fields, 'get');
}

describe('a GET', () => {
  test.each([
    ['', {}],
    ['foo=1&foo=2', {}],
    ['match[foo]=bar', {}],
    ['Match[Type]=indicator', {}],
    ['__proto__=1&constructor=2&toString=3', {}],
    ['next=', {}],
    ['next=abc', { next: 'abc' }],
    ['limit=1', { limit: 1 }],
    ['limit=2147483647', { limit: 2147483647 }],
    [`limit=${'9'.repeat(400)}`, { limit: Number.MAX_SAFE_INTEGER }],
    ['added_after=1970-01-01T00:00:01Z', { added_after: 1_000_000 }],
    ['added_after=1970-01-01T00:00:01+00:00', { added_after: 1_000_000 }],
    ['added_after=1970-01-01T00:00:01.5%2B00:00', { added_after: 1_500_000 }],
    ['match[type]=indicator,malware,indicator', { types: ['indicator', 'malware'] }],
    ['match%5Btype%5D=indicator%2Cmalware', { types: ['indicator', 'malware'] }],
    ['match[type]=No%00Type', { types: [] }],
    [
      `match[id]=indicator--${X},foo,indicator--123,indicator--${X}`,
      { ids: [{ type: 'indicator', uuid: X }] },
    ],
    ['match[id]=foo', { ids: [] }],
    ['match[spec_version]=2.0,2.1,2.1', { spec_versions: ['2.0', '2.1'] }],
    ['match[spec_version]=3.0', { spec_versions: ['3.0'] }],
    ['match[version]=all', { version: { keywords: ['all'], versions: [] } }],
    [
      `match[version]=first,${T}.500Z,last,${T}.123456789Z`,
      { version: { keywords: ['first', 'last'], versions: [`${T}.5`, `${T}.123456789`] } },
    ],
  ])('%# with %s is read', (query, match) => {
    expect(get(query)).toEqual({ match: { ...NOTHING, ...match } });
  });

  test('takes a hundred ids', () => {
    const ids = Array.from({ length: 100 }, (_, n) => `indicator--${X.slice(0, -3)}${100 + n}`);
    expect(get(`match[id]=${ids.join(',')}`)).toMatchObject({ match: { ids: { length: 100 } } });
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=abc', 'limit'],
    ['limit=', 'limit'],
    ['limit=1e3', 'limit'],
    ['limit=%205', 'limit'],
    ['limit=+5', 'limit'],
    ['limit=1&limit=1', 'limit'],
    ['next=a&next=b', 'next'],
    ['added_after=abc', 'added_after'],
    ['added_after=', 'added_after'],
    [`added_after=${T}Z,${T}Z`, 'added_after'],
    [`added_after=${T}Z&added_after=${T}Z`, 'added_after'],
    ['match[type]=campaign&match[type]=malware', 'match[type]'],
    ['match[type]=campaign&match%5Btype%5D=malware', 'match[type]'],
    ['match[type]=', 'match[type]'],
    ['match[type]=indicator,,malware', 'match[type]'],
    ['match[type]=indicator,', 'match[type]'],
    ['match[type]=indicator, malware', 'match[type]'],
    ['match[id]=', 'match[id]'],
    [`match[id]=indicator--${X}+`, 'match[id]'],
    ['match[spec_version]=abc', 'match[spec_version]'],
    ['match[spec_version]=2', 'match[spec_version]'],
    ['match[spec_version]=', 'match[spec_version]'],
    ['match[version]=', 'match[version]'],
    ['match[version]=abc', 'match[version]'],
    ['match[version]=LAST', 'match[version]'],
    ['match[version]=latest', 'match[version]'],
    ['match[version]=all,last', 'match[version]'],
    [`match[version]=${T}Z,all`, 'match[version]'],
    ['match[version]=last,last', 'match[version]'],
    [`match[version]=${T}Z,${T}.000Z`, 'match[version]'],
    ['match[version]=2020-02-30T00:00:00Z', 'match[version]'],
  ])('%# with %s is refused', (query, parameter) => {
    expect(get(query)).toEqual({
      fault: { parameter, message: expect.stringContaining(parameter) },
    });
  });

  test('ignores the filters that its endpoint does not have, malformed or not', () => {
    const query = 'match[type]=,&match[type]=x&match[id]=&match[version]=all';
    expect(get(query, ONE)).toMatchObject({
      match: { types: null, ids: null, version: { keywords: ['all'] } },
    });
  });
});

describe('a DELETE', () => {
  const remove = (query: string): ReturnType<typeof readMatch> =>
    readMatch(new URLSearchParams(query), DELETE, 'delete');

  test('takes versions and spec versions', () => {
    expect(remove('match[version]=first&match[spec_version]=2.0')).toMatchObject({
      match: { version: { keywords: ['first'] }, spec_versions: ['2.0'] },
    });
    expect(remove('')).toEqual({ match: NOTHING });
  });

  test.each([
    ['limit=1', 'limit'],
    ['next=', 'next'],
    [`added_after=${T}Z`, 'added_after'],
    ['match[type]=indicator', 'match[type]'],
    ['match[id]=x', 'match[id]'],
    ['match[versions]=first', 'match[versions]'],
    ['Match[version]=first', 'Match[version]'],
    ['foo=1', 'foo'],
    ['match[version]=firts', 'match[version]'],
  ])('with %s is refused', (query, parameter) => {
    expect(remove(query)).toMatchObject({ fault: { parameter } });
  });
});
