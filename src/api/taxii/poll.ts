// The four reads of a collection: objects, one object, manifest, versions. One shape: filters →
// page → rows → resource, with the X-TAXII-Date-Added headers. OASIS TAXII 2.1 sections 3.2 to 3.5,
// 5.3, 5.4, 5.6 and 5.8.
import { ApiError } from '../../errors.ts';
import { readIdentifier } from '../../stix/identifier.ts';
import { printVersion } from '../../stix/timestamp.ts';
import type { PageQuery } from '../../store/page-statement.ts';
import {
  hasObject,
  type PageSpan,
  type RecordsPage,
  selectNewest,
  selectObjectsPage,
  selectRecordsPage,
} from '../../store/poll.ts';
import { readCursor, signCursor } from '../../taxii/cursor.ts';
import { type Match, type MatchFields, readMatch } from '../../taxii/match.ts';
import { STIX_MEDIA_TYPE } from '../../taxii/media-type.ts';
import { formatDateAdded } from '../../taxii/timestamp.ts';
import type { Context, Handler, Input, Reply } from '../operation.ts';

const COLLECTION_FILTERS: MatchFields = {
  id: true,
  type: true,
  version: true,
  spec_version: true,
  paging: true,
};
const OBJECT_FILTERS: MatchFields = { ...COLLECTION_FILTERS, id: false, type: false };
const VERSIONS_FILTERS: MatchFields = { ...OBJECT_FILTERS, version: false };

/** Objects of the collection: bodies exactly as they were sent. */
export const getObjects: Handler = async (input, context) => {
  const request = readRequest(input, context, COLLECTION_FILTERS);
  return answerObjects(
    input,
    context,
    request,
    await readPage(context, request, objectsOf(context)),
  );
};

/** One object; 404 when it, or the version asked for by its time, is not there. */
export const getObject: Handler = async (input, context) => {
  const request = readRequest(input, context, OBJECT_FILTERS, readObjectId(input));
  const page = await readPage(context, request, objectsOf(context));
  if (page.count === 0) await checkExists(input, context, request);
  return answerObjects(input, context, request, page);
};

/** What the collection holds, without the bodies. */
export const getManifest: Handler = async (input, context) => {
  const request = readRequest(input, context, COLLECTION_FILTERS);
  const page = await readPage(context, request, recordsOf(context));
  const objects = page.records.map((record) => ({
    id: `${record.stix_type}--${record.stix_uuid}`,
    date_added: formatDateAdded(record.date_added),
    version: printVersion(record.version, record.version_as_sent),
    media_type: STIX_MEDIA_TYPE(record.spec_version),
  }));
  return answerPage(input, context, request, page, 'objects', JSON.stringify(objects).slice(1, -1));
};

/** The versions of one object, in the sender's spelling. */
export const getVersions: Handler = async (input, context) => {
  const request = readRequest(input, context, VERSIONS_FILTERS, readObjectId(input));
  const all = { ...request.query, keywords: ['all'] as const, distinct_versions: true };
  const asked = { ...request, query: all };
  const page: RecordsPage = await readPage(context, asked, recordsOf(context));
  if (page.count === 0) await checkExists(input, context, asked);
  const versions = page.records.map((r) => printVersion(r.version, r.version_as_sent));
  return answerPage(input, context, asked, page, 'versions', JSON.stringify(versions).slice(1, -1));
};

interface PollRequest {
  readonly match: Match;
  readonly query: PageQuery;
}

type ReadPage<P extends PageSpan> = (query: PageQuery) => Promise<P>;

const objectsOf =
  ({ db, settings }: Context) =>
  (query: PageQuery) =>
    selectObjectsPage(db, query, settings.pageMaxBytes);

const recordsOf =
  ({ db }: Context) =>
  (query: PageQuery) =>
    selectRecordsPage(db, query);

function readRequest(
  input: Input,
  { settings, installation }: Context,
  allowed: MatchFields,
  id?: { readonly type: string; readonly uuid: string },
): PollRequest {
  const read = readMatch(input.search, allowed, 'get');
  if ('fault' in read)
    throw new ApiError('BAD_QUERY', read.fault.message, {
      details: { parameter: read.fault.parameter },
    });
  const { match } = read;
  const cursor =
    match.next === null
      ? null
      : readCursor(match.next, input.collection.id, installation.cursor_key);
  if (match.next !== null && cursor === null)
    throw new ApiError('BAD_NEXT', '`next` is not a value that this collection gave out.');
  // A cursor carries the added_after that the paging began with; a later one in the request only
  // moves the page on. Clients drop it, repeat it or replace it: all get the right next page.
  const after = Math.max(cursor?.after ?? 0, match.added_after ?? 0);
  return {
    match,
    query: {
      collection_id: input.collection.id,
      added_after: cursor === null ? (match.added_after ?? 0) : (cursor.added_after ?? 0),
      after,
      until: null,
      limit: Math.min(match.limit ?? settings.pageSizeDefault, settings.pageSizeMax),
      ids: id === undefined ? match.ids : [id],
      types: match.types,
      spec_versions: match.spec_versions,
      keywords: match.version === null ? ['last'] : match.version.keywords,
      versions: match.version === null ? [] : match.version.versions,
      distinct_versions: false,
    },
  };
}

function readObjectId(input: Input): { type: string; uuid: string } {
  const id = readIdentifier(input.path.object_id ?? '');
  if (id === null) throw noSuchObject();
  return id;
}

// An empty page without added_after names the newest date_added in its header, so it must not miss
// what was stored between two looks: it is read again up to exactly that time.
async function readPage<P extends PageSpan>(
  { db }: Context,
  { match, query }: PollRequest,
  read: ReadPage<P>,
): Promise<P> {
  const page = await read(query);
  if (page.count > 0 || match.added_after !== null) return page;
  const until = await selectNewest(db, query.collection_id);
  const again = await read({ ...query, until });
  return again.count > 0 ? again : { ...again, first: until, last: until };
}

async function checkExists(
  input: Input,
  { db }: Context,
  { match, query }: PollRequest,
): Promise<void> {
  const [id] = query.ids ?? [];
  if (id === undefined) throw noSuchObject();
  const named = match.version !== null && match.version.keywords.length === 0;
  const versions = named ? match.version.versions : null;
  if (!(await hasObject(db, input.collection.id, id, versions))) throw noSuchObject();
}

function answerObjects(
  input: Input,
  context: Context,
  request: PollRequest,
  page: PageSpan & { readonly text: string },
): Reply {
  const { id } = input.collection;
  if (page.count > 0)
    context.observe({ kind: 'objects', direction: 'out', collection: id, count: page.count });
  return answerPage(input, context, request, page, 'objects', page.text);
}

function answerPage(
  input: Input,
  { installation }: Context,
  { match, query }: PollRequest,
  page: PageSpan,
  key: 'objects' | 'versions',
  items: string,
): Reply {
  const added_after = query.added_after === 0 ? null : query.added_after;
  const position = { collection: input.collection.id, after: page.last, added_after };
  const next = page.more ? `,"next":"${signCursor(position, installation.cursor_key)}"` : '';
  const empty = match.added_after ?? page.last;
  return {
    status: 200,
    headers: {
      'X-TAXII-Date-Added-First': formatDateAdded(page.count > 0 ? page.first : empty),
      'X-TAXII-Date-Added-Last': formatDateAdded(page.count > 0 ? page.last : empty),
    },
    text: page.count === 0 ? '{}' : `{"more":${page.more}${next},"${key}":[${items}]}`,
    etag: `${key[0]}${page.count}${page.more ? '+' : ''}.${page.first}.${page.last}.${page.fingerprint}`,
  };
}

function noSuchObject(): ApiError {
  return new ApiError('NOT_FOUND', 'There is no such object, or no such version of it.');
}
