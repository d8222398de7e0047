// Objects of a collection as people look at them: their content, versions and bytes. What pollers get
// of them: OASIS TAXII 2.1 section 5.6.
import { ApiError } from '../../errors.ts';
import { isOwn, readCreators } from '../../ingest/edit/own.ts';
import { readIdentifier } from '../../stix/identifier.ts';
import { printVersion } from '../../stix/timestamp.ts';
import { selectAnnotations } from '../../store/annotations.ts';
import { selectIntelRow } from '../../store/intel-page.ts';
import {
  type ObjectKey,
  selectLastVersions,
  selectVersionBody,
  selectVersions,
  type VersionSummary,
} from '../../store/object-versions.ts';
import { selectTouching } from '../../store/rules.ts';
import { formatDateAdded, readAddedAfter } from '../../taxii/timestamp.ts';
import { intelItem } from '../intel/item.ts';
import { readScope } from '../intel/scope.ts';
import type { Handler, Input } from '../operation.ts';
import { describeAnnotation } from './annotation-resource.ts';

// More than anybody looks through; TAXII's versions resource has them all.
const MAX_VERSIONS = 200;

/** The last version of an object, and all that is known of it. */
export const describeObject: Handler = async (input, context) => {
  const { db } = context;
  const { id: collection } = input.collection;
  const key = readKey(input);
  const [last] = await selectLastVersions(db.work, collection, [key]);
  if (last === undefined) throw noObject();
  const row = await selectIntelRow(db, collection, last.date_added);
  const asked = { ...input, query: { collection } };
  const versions = await selectVersions(db.work, collection, key, MAX_VERSIONS + 1);
  const [annotation] = await selectAnnotations(db.work, collection, [key]);
  const object = JSON.parse(last.body);
  return {
    status: 200,
    body: {
      item: row === null ? null : intelItem(row, await readScope(asked, context)),
      object,
      body: last.body,
      rules: await selectTouching(db.work, collection, key),
      own: isOwn(object, await readCreators(db.work, collection)),
      annotation: describeAnnotation(annotation ?? null),
      versions: versions.slice(0, MAX_VERSIONS).map(describeVersionRow),
      more_versions: versions.length > MAX_VERSIONS,
    },
  };
};

/** One version of an object. */
export const describeVersion: Handler = async (input, { db }) => {
  const added = readAddedAfter(input.path.added ?? '');
  const body =
    added === null
      ? null
      : await selectVersionBody(db.work, input.collection.id, readKey(input), added);
  if (body === null) throw new ApiError('NOT_FOUND', 'There is no such version of this object.');
  return { status: 200, body: { object: JSON.parse(body), body } };
};

/**
 * The object that the path names.
 * @throws ApiError NOT_FOUND for what can be no object's id
 */
export function readKey({ path }: Pick<Input, 'path'>): ObjectKey {
  const key = readIdentifier(path.object_id ?? '');
  if (key === null) throw noObject();
  return key;
}

/** The answer for an object that is not there. */
export function noObject(): ApiError {
  return new ApiError('NOT_FOUND', 'There is no such object in this collection.');
}

function describeVersionRow(row: VersionSummary): object {
  return {
    modified: printVersion(row.version, row.version_as_sent),
    added: formatDateAdded(row.date_added),
    spec_version: row.spec_version,
    account: row.account,
    import: row.import_id,
  };
}
