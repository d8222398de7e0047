// Who may do what: one line an operation of openapi.yaml. test/http/rights.test.ts walks all of them.
//
//   operationId: { who, … }
//
// `who` is a row of KINDS in test/support/rights.ts: whom the operation lets in, and with what status it
// keeps out the others. `sees` is for lists that let everybody in: [what, who finds it in the answer].
// `query` and `body` name things as {collection}; `fresh` makes something anew for each call, where the
// call uses it up (test/support/rights-world.ts). What changes something leaves an audit row, but for `audited: false`.

import type { Kind } from './rights.ts';
import type { Freshly, Thing } from './rights-world.ts';

export interface Line {
  readonly who: Kind;
  readonly sees?: readonly [thing: Thing, who: Kind];
  readonly query?: string;
  readonly body?: string | object;
  readonly fresh?: Freshly;
  /** Who counts more than nothing. */
  readonly counts?: Kind;
  /** Called with a cookie, which the account has signed in for. */
  readonly signedIn?: true;
  readonly audited?: false;
}

const INDICATOR = {
  type: 'indicator',
  name: 'Beacon',
  pattern: "[ipv4-addr:value = '198.51.100.7']",
  pattern_type: 'stix',
  valid_from: '2026-03-01T09:00:00.000Z',
};
const OBJECT = {
  ...{ type: 'identity', spec_version: '2.1', name: 'Example' },
  ...{ id: 'identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f' },
  ...{ created: '2026-03-01T09:00:00.000Z', modified: '2026-03-01T09:00:00.000Z' },
};
const RULE = {
  name: '{new}',
  where: { field: 'type', op: 'is', value: 'tool' },
  action: { add_labels: ['known'] },
};
const CHANGE = {
  ids: [{ collection: '{collection}', id: '{object_id}' }],
  action: { add_labels: ['seen'] },
};
const WAITING = { collection: '{collection}', import: '{import}' };
const TITLE = { title: 'Another title' };

export const RIGHTS: Readonly<Record<string, Line>> = {
  getDiscovery: { who: 'account', sees: ['api_root', 'root'] },
  getApiRoot: { who: 'root' },
  getStatus: { who: 'sender' },
  getCollections: { who: 'root', sees: ['collection', 'collection'] },
  getCollection: { who: 'collection' },
  getManifest: { who: 'read', sees: ['object_id', 'read'] },
  getObjects: { who: 'read', sees: ['object_id', 'read'] },
  addObjects: { who: 'write', body: { objects: [OBJECT] }, audited: false },
  getObject: { who: 'read', sees: ['object_id', 'read'] },
  deleteObject: { who: 'delete', fresh: 'pushed' },
  getVersions: { who: 'read' },
  uploadStixObjects: {
    who: 'write',
    body: { sourcesystem: 'Test', stixobjects: [OBJECT] },
    audited: false,
  },

  listApiRoots: { who: 'account', sees: ['api_root', 'root'] },
  createApiRoot: { who: 'admin', body: { name: '{new}', title: 'A root' } },
  describeApiRoot: { who: 'root' },
  updateApiRoot: { who: 'admin', body: TITLE },
  deleteApiRoot: { who: 'admin', fresh: 'root' },
  listCollections: { who: 'account', sees: ['collection', 'collection'] },
  createCollection: { who: 'admin', body: { api_root: '{api_root}', title: 'A collection' } },
  describeCollection: { who: 'collection' },
  updateCollection: { who: 'admin', body: TITLE },
  deleteCollection: { who: 'admin', fresh: 'collection' },
  describeContents: { who: 'read' },
  listGrants: { who: 'admin' },
  putGrant: { who: 'admin', body: { can_read: true, can_write: false } },
  deleteGrant: { who: 'admin', fresh: 'grant' },
  listAllGrants: { who: 'admin' },

  listAudit: { who: 'admin' },
  listAccounts: { who: 'admin' },
  createAccount: { who: 'admin', body: { name: '{new}', role: 'member' } },
  getAccount: { who: 'self' },
  updateAccount: { who: 'admin', body: { role: 'member' } },
  deleteAccount: { who: 'admin', fresh: 'account' },
  listTokens: { who: 'self', sees: ['token_id', 'self'] },
  createToken: { who: 'self', body: { label: 'A token' } },
  deleteToken: { who: 'self', fresh: 'token' },
  getMe: { who: 'account' },
  putOwnPassword: { who: 'account', body: { present: '{password}', password: '{password}' } },
  createSession: { who: 'public', body: { name: '{owner}', password: '{owner_password}' } },
  getSession: { who: 'account', signedIn: true },
  deleteSession: { who: 'account', signedIn: true },

  listImports: { who: 'account', sees: ['import', 'import'] },
  createImport: {
    who: 'into',
    query: 'collection={collection}&source=test',
    body: 'ip\n192.0.2.9\n',
  },
  getImport: { who: 'import' },
  cancelImport: { who: 'import', fresh: 'waiting-import' },
  replayImport: { who: 'file' },
  getErrorFile: { who: 'file' },
  watchImport: { who: 'import' },
  undoImport: { who: 'import', fresh: 'import' },
  previewImport: { who: 'file', body: {}, audited: false },
  listSamples: { who: 'import' },
  listFindings: { who: 'import' },
  listImportTemplates: { who: 'account', sees: ['template', 'account'] },
  getImportTemplate: { who: 'account' },
  putImportTemplate: { who: 'mine', body: { settings: {} } },
  deleteImportTemplate: { who: 'mine', fresh: 'template' },
  listSetAside: { who: 'account', sees: ['collection', 'import'] },
  releaseSetAside: { who: 'decide', body: WAITING, fresh: 'import' },
  discardSetAside: { who: 'decide', body: WAITING, fresh: 'import' },
  getSetAside: { who: 'import' },
  listWarningLists: { who: 'account', sees: ['list', 'account'] },
  getWarningList: { who: 'admin' },
  putWarningList: { who: 'admin', body: { type: 'hostname', values: ['example.org'] } },
  deleteWarningList: { who: 'admin', fresh: 'list' },

  listIntel: { who: 'account', sees: ['object_id', 'read'] },
  listIntelValues: { who: 'account', sees: ['value', 'read'] },
  lookUpValues: {
    who: 'account',
    body: { text: '{value}' },
    sees: ['object_id', 'read'],
    audited: false,
  },
  getOverview: { who: 'account' },
  exportIntel: { who: 'account', query: 'format=json', sees: ['object_id', 'read'] },
  exportSelection: {
    who: 'account',
    query: 'format=json',
    body: { ids: CHANGE.ids },
    sees: ['object_id', 'read'],
    audited: false,
  },
  listSearches: { who: 'account', sees: ['search', 'own'] },
  createSearch: { who: 'account', body: { name: '{new}', text: 'beacon' } },
  getSearch: { who: 'own' },
  putSearch: { who: 'account', body: { text: 'beacon' }, fresh: 'search' },
  deleteSearch: { who: 'own', fresh: 'search' },
  countIntel: { who: 'account', counts: 'read' },
  createObject: { who: 'write', body: INDICATOR },
  describeObject: { who: 'read', sees: ['object_id', 'read'] },
  editObject: { who: 'delete', body: '{made}', fresh: 'made' },
  removeObject: { who: 'delete', fresh: 'made' },
  revokeObject: { who: 'delete', fresh: 'made' },
  describeVersion: { who: 'read' },
  listRelations: { who: 'read' },
  putAnnotation: { who: 'delete', body: { confidence: 50 } },
  deleteAnnotation: { who: 'delete', fresh: 'annotation' },
  listChanges: { who: 'account', sees: ['change', 'ours'] },
  createChange: { who: 'account', body: CHANGE, counts: 'delete' },
  getChange: { who: 'ours' },
  cancelChange: { who: 'ours', fresh: 'change' },
  undoChange: { who: 'ours', fresh: 'change' },
  validateObjects: { who: 'account', body: [], audited: false },

  listRules: { who: 'admin' },
  createRule: { who: 'admin', body: RULE },
  orderRules: { who: 'admin', body: '{"ids":{rules}}', fresh: 'rule' },
  tryRule: { who: 'admin', body: { where: RULE.where }, audited: false },
  putRule: { who: 'admin', body: RULE },
  deleteRule: { who: 'admin', fresh: 'rule' },

  getHealth: { who: 'public' },
  getReadiness: { who: 'public' },
  getMetrics: { who: 'admin' },
  getOpenapi: { who: 'public' },
};
