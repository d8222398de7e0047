// operationId → handler. Complete by type: openapi.yaml and this table cannot differ.
import * as intelExport from './intel/export.ts';
import * as intelList from './intel/list.ts';
import * as intelLookup from './intel/lookup.ts';
import * as overview from './intel/overview.ts';
import * as searches from './intel/searches.ts';
import * as intelValues from './intel/values.ts';
import * as accounts from './manage/accounts.ts';
import * as annotations from './manage/annotations.ts';
import * as apiRoots from './manage/api-roots.ts';
import * as audit from './manage/audit.ts';
import * as changes from './manage/changes.ts';
import * as collections from './manage/collections.ts';
import * as contents from './manage/contents.ts';
import * as grants from './manage/grants.ts';
import * as importEnd from './manage/import-end.ts';
import * as importErrorFile from './manage/import-error-file.ts';
import * as importEvents from './manage/import-events.ts';
import * as importPreview from './manage/import-preview.ts';
import * as importReplay from './manage/import-replay.ts';
import * as importSamples from './manage/import-samples.ts';
import * as importTemplates from './manage/import-templates.ts';
import * as imports from './manage/imports.ts';
import * as me from './manage/me.ts';
import * as objectEdits from './manage/object-edits.ts';
import * as objects from './manage/objects.ts';
import * as probes from './manage/probes.ts';
import * as relations from './manage/relations.ts';
import * as rules from './manage/rules.ts';
import * as session from './manage/session.ts';
import * as setAside from './manage/set-aside.ts';
import * as setAsideDecisions from './manage/set-aside-decisions.ts';
import * as tokens from './manage/tokens.ts';
import * as validate from './manage/validate.ts';
import * as warningLists from './manage/warning-lists.ts';
import type { Handlers } from './operation.ts';
import * as sentinel from './sentinel.ts';
import * as taxiiCollections from './taxii/collections.ts';
import * as discovery from './taxii/discovery.ts';
import * as poll from './taxii/poll.ts';
import * as push from './taxii/push.ts';
import * as status from './taxii/status.ts';

export const handlers: Handlers = {
  ...discovery,
  ...taxiiCollections,
  ...poll,
  ...push,
  ...status,
  ...apiRoots,
  ...collections,
  ...contents,
  ...grants,
  ...accounts,
  ...tokens,
  ...me,
  ...session,
  ...imports,
  ...importEnd,
  ...importEvents,
  ...importErrorFile,
  ...importPreview,
  ...importSamples,
  ...importReplay,
  ...importTemplates,
  ...warningLists,
  ...objects,
  ...objectEdits,
  ...intelList,
  ...intelExport,
  ...searches,
  ...overview,
  ...annotations,
  ...changes,
  ...relations,
  ...setAside,
  ...setAsideDecisions,
  ...intelValues,
  ...intelLookup,
  ...rules,
  ...validate,
  ...audit,
  ...sentinel,
  ...probes,
};
