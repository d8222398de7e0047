// One answer of every kind that a TAXII client can get: all endpoints, all refusals. For the lines
// that speak of every response.
import type { Answer, RequestOptions } from '../support/server.ts';
import { indicator } from '../support/stix.ts';
import type { Fixture } from './fixture.ts';

export interface Stop {
  readonly method: string;
  readonly path: string;
  readonly answer: Answer;
}

/** The GET endpoints of the specification on the fixture's {C}; `S` is the id of a status. */
export function getPaths(f: Fixture, S: string): readonly string[] {
  return [
    '/taxii2/',
    f.R,
    `${f.R}status/${S}/`,
    `${f.R}collections/`,
    f.path(f.C),
    f.path(f.C, 'manifest/'),
    f.path(f.C, 'objects/'),
    f.path(f.C, `objects/${f.ids.X}/`),
    f.path(f.C, `objects/${f.ids.X}/versions/`),
  ];
}

/** Visits them all; each answer was checked against openapi.yaml on the way. */
export async function takeTour(f: Fixture): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  const visit = async (path: string, options: RequestOptions = {}) => {
    const answer = await f.request(path, options);
    stops.push({ method: options.method ?? 'GET', path, answer });
    return answer;
  };
  const good = indicator();
  const objects = [good, { ...indicator(), id: 'indicator--not-a-uuid' }];
  const post = (body: RequestOptions['body'], headers: Record<string, string> = {}) =>
    visit(f.path(f.C, 'objects/'), { method: 'POST', headers, ...(body ? { body } : {}) });
  const { json } = await post({ objects });
  for (const path of getPaths(f, json.id)) {
    await visit(path);
    await visit(path, { as: null });
    await visit(path, { headers: { Accept: 'text/html' } });
    await visit(path, { method: 'PUT' });
  }
  for (const rest of [
    'manifest/',
    'objects/',
    `objects/${f.ids.X}/`,
    `objects/${f.ids.X}/versions/`,
  ])
    for (const query of ['limit=1', 'limit=0', 'added_after=2999-01-01T00:00:00Z', 'next=forged'])
      await visit(f.path(f.C, `${rest}?${query}`));
  for (const rest of ['', 'manifest/', 'objects/']) await visit(f.path(f.CE, rest));
  for (const path of [`${f.R}nothing/`, '/taxii2/unknown/', `${f.R}status/${good.id}/`, '/taxii/'])
    await visit(path);
  await visit(f.path(f.CW, 'objects/'));
  await visit(f.path(f.C, `objects/${indicator().id}/`));
  await post('{"objects":');
  await post({ objects: [] });
  await post('text', { 'Content-Type': 'text/plain' });
  await post({ objects }, { 'Content-Length': '999999999999' });
  await visit(f.path(f.C, `objects/${good.id}/`), { method: 'DELETE' });
  await visit(f.path(f.C, `objects/${good.id}/`), { method: 'DELETE' });
  return stops;
}

/** The TAXII-level lists of a resource: every list that is not inside a STIX object. */
export function taxiiLists(stop: Stop): readonly (readonly unknown[])[] {
  return walk(taxiiPart(stop)).filter((value) => Array.isArray(value));
}

/** A resource without the STIX objects in it. */
export function taxiiPart({ path, answer }: Stop): unknown {
  const isEnvelope = path.includes('/objects/') && answer.json?.objects !== undefined;
  return isEnvelope ? { ...answer.json, objects: ['a STIX object'] } : answer.json;
}

/** A value and everything in it. */
export function walk(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return [value, ...Object.values(value).flatMap(walk)];
}

/** The names of all properties in a value. */
export function namesIn(value: unknown): ReadonlySet<string> {
  return new Set(
    walk(value).flatMap((part) =>
      typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.keys(part) : [],
    ),
  );
}
