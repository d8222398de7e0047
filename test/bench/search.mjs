// Searches over many indicators, through HTTP: first pages, counts, values, look-ups, the overview.
import { loadavg } from 'node:os';
import { compareTimes } from './report.mjs';
import { fillSearch } from './search-rows.mjs';

const PAGE = 50;
const LISTED_MS = 500;
const LOOKUP_MS = 50;

const test = (field, op, value) => ({ field, op, value });
const all = (...members) => ({ all: members });

// One search a kind of condition, common and rare, and orders that need all rows.
const SEARCHES = {
  'everything, newest': {},
  'words, common': { text: 'emotet infrastructure' },
  'words, rare': { text: 'port 4711' },
  'words, nowhere': { text: 'nowhere-at-all' },
  'value is': { where: test('value', 'is', '198.51.100.7') },
  'value starts': { where: test('value', 'starts', 'https://abcd') },
  'value starts, common': { where: test('value', 'starts', 'https://files.') },
  'value starts, common, by name': {
    where: test('value', 'starts', 'https://files.'),
    sort: 'name',
  },
  'value contains, common': { where: test('value', 'contains', 'example.com') },
  'value contains, rare': { where: test('value', 'contains', 'abcdef1') },
  'value within a network': { where: test('value', 'within', '20.30.0.0/16') },
  'name contains': { where: test('name', 'contains', 'lumma') },
  'description contains, rare': { where: test('description', 'contains', 'port 4711') },
  'source is': { where: test('source', 'is', 'source 3') },
  'label is, common': { where: test('label', 'is', 'emotet') },
  'label is, rare': { where: test('label', 'is', 'rare-500') },
  'expires within a week, first to end': {
    where: all(test('valid_until', 'after', 'now'), test('valid_until', 'before', 'now+7d')),
    sort: 'valid_until',
  },
  'highest confidence': { where: test('tlp', 'at_most', 'green'), sort: '-confidence' },
  'by name': { sort: 'name' },
  'groups of groups': {
    where: all(
      { any: [test('label', 'is', 'label-7'), test('value', 'contains', 'gate')] },
      { none: [test('revoked', 'is', true), test('tlp', 'at_least', 'amber')] },
      test('confidence', 'at_least', 70),
    ),
  },
  'groups of groups, by name': {
    where: all(
      { any: [test('label', 'is', 'label-7'), test('value', 'contains', 'gate')] },
      { none: [test('revoked', 'is', true), test('tlp', 'at_least', 'amber')] },
    ),
    sort: 'name',
  },
  'groups of groups, last modified': {
    where: all(
      { any: [test('label', 'is', 'label-7'), test('value', 'contains', 'gate')] },
      { none: [test('revoked', 'is', true), test('tlp', 'at_least', 'amber')] },
    ),
    sort: '-modified',
  },
};

/** @returns lines of the report */
export async function benchSearch({ server, objects, rounds, tell }) {
  const collections = [];
  for (const title of ['First', 'Second', 'Third'])
    collections.push(await server.makeCollection(title));
  await fillSearch({ dataDir: server.dataDir, collections, objects, tell });
  const values = await someValues(server);
  const times = rounds * 5;
  const lines = [];
  const measure = async (name, atMost, run) => {
    const taken = [];
    // The first warms up.
    for (let round = 0; round <= times; round += 1) {
      const start = performance.now();
      await run(round);
      if (round > 0) taken.push(performance.now() - start);
    }
    lines.push(compareTimes(name, taken, atMost));
    tell(`${name}: ${Math.round(lines.at(-1).value.median)} ms, load ${loadavg()[0].toFixed(1)}`);
  };
  const get = (path, query, headers = {}) =>
    ask(server, `${path}?${new URLSearchParams(textsOf(query))}`, { headers });
  for (const [name, query] of Object.entries(SEARCHES))
    await measure(`search: ${name}`, LISTED_MS, () => get('intel', { ...query, limit: PAGE }));
  const member = await makeMember(server, collections);
  for (const name of ['words, rare', 'label is, rare', 'by name'])
    await measure(`a member, 3 of 11 collections: ${name}`, LISTED_MS, () =>
      get('intel', { ...SEARCHES[name], limit: PAGE }, member),
    );
  await measure('look-up of one value', LOOKUP_MS, (round) =>
    lookUp(server, values[round % values.length]),
  );
  await measure('look-up of 50 values', LISTED_MS, () =>
    lookUp(server, values.slice(0, 50).join(' ')),
  );
  await measure('by value: everything', LISTED_MS, () => get('intel/values', { limit: PAGE }));
  await measure('by value: words', LISTED_MS, () =>
    get('intel/values', { text: 'qakbot', limit: PAGE }),
  );
  await measure('count of everything', LISTED_MS, () => get('intel/count', {}));
  await measure('count of words', 1000, () => get('intel/count', { text: 'emotet' }));
  // What it is asked for differs, so that nothing is kept from the time before.
  await measure('overview', 1000, (round) => get('overview', { days: 30 + round }));
  return lines;
}

function textsOf(query) {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}

// Somebody who may read the collections that are filled, beside others.
async function makeMember(server, collections) {
  for (let other = 1; other <= 7; other += 1) await server.makeCollection(`Other ${other}`);
  await server.manage('accounts', { name: 'analyst', role: 'member' });
  for (const id of collections)
    await ask(server, `collections/${id}/grants/analyst`, {
      method: 'PUT',
      body: JSON.stringify({ can_read: true, can_write: false }),
    });
  const { token } = await server.manage('accounts/analyst/tokens', { label: 'bench' });
  return { authorization: `Bearer ${token}` };
}

async function someValues(server) {
  const { items } = await ask(server, 'intel?limit=200&sort=name');
  return items.map(({ values }) => values[0].value);
}

function lookUp(server, text) {
  return ask(server, 'intel/lookup', { method: 'POST', body: JSON.stringify({ text }) });
}

async function ask(server, path, options = {}) {
  const { authorization } = server.bearer;
  const headers = { authorization, 'content-type': 'application/json', ...options.headers };
  const answer = await fetch(`${server.url}/api/v1/${path}`, { ...options, headers });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${json.detail}`);
  return json;
}
