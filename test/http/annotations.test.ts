// What the team says of objects of others: beside them, in searches, and as notes for pollers.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator, sdo } from '../support/stix-objects.ts';

let server: TestServer;
let root: string;
let collection: string;
let count = 0;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
  collection = await server.makeCollection(root);
});
afterAll(() => server.stop());

async function ask(method: string, path: string, body?: object) {
  const full = `/api/v1/collections/${collection}/objects/${path}`;
  const answer = await server.request(full, { method, ...(body && { body }) });
  checkAgainstSpec({ method, path: full }, answer);
  return answer;
}

const say = (id: unknown, body: object) => ask('PUT', `${id}/annotation`, body);

async function push(...objects: object[]) {
  await server.request(server.objects(root, collection), { method: 'POST', body: { objects } });
}

/** An object of somebody else. */
async function pushed(more: object = {}) {
  count += 1;
  const id = `indicator--8e2e2d2b-17d4-4cbf-938f-${String(count).padStart(12, '0')}`;
  const object = indicator({ id, labels: ['feed'], confidence: 70, ...more });
  await push(object);
  return object;
}

async function poll(query: string) {
  const { json } = await server.request(`${server.objects(root, collection)}?${query}`);
  return json.objects ?? [];
}

async function found(id: unknown) {
  const { rows } = await server.database.db.work.query(
    `select labels, confidence, tlp, valid_until, content from intel
      where collection_id = $1 and stix_uuid = $2 and not is_superseded`,
    [collection, String(id).split('--')[1]],
  );
  return rows[0];
}

describe('an annotation', () => {
  test('is beside the object, which keeps its bytes', async () => {
    const object = await pushed();
    const before = (await ask('GET', `${object.id}`)).json;
    const { status, json } = await say(object.id, {
      add_labels: ['sinkholed'],
      confidence: 20,
      tlp: 'amber',
      valid_until: '2030-01-01T00:00:00.000Z',
      opinion: 'disagree',
      comment: 'Seen it all',
    });
    expect(status).toBe(200);
    const after = (await ask('GET', `${object.id}`)).json;
    expect(after).toEqual({ ...before, annotation: json.annotation, item: after.item });
    expect(after.annotation).toMatchObject({
      labels_added: ['sinkholed'],
      confidence: 20,
      tlp: 'amber',
      valid_until: '2030-01-01T00:00:00.000Z',
      opinion: 'disagree',
      comments: [{ text: 'Seen it all', account: 'admin' }],
      updated_by: 'admin',
    });
    expect(await poll(`match[id]=${object.id}`)).toEqual([object]);
    expect(await found(object.id)).toMatchObject({
      labels: ['feed', 'sinkholed'],
      confidence: 20,
      tlp: 'amber',
      valid_until: Date.parse('2030-01-01T00:00:00Z') * 1000,
      content: expect.stringContaining('seen it all'),
    });
  });

  test('changes what is said, and keeps what is not', async () => {
    const object = await pushed();
    await say(object.id, { labels: ['a', 'b'], confidence: 10, comment: 'one' });
    const { json } = await say(object.id, {
      remove_labels: ['a'],
      add_labels: ['feed'],
      confidence: null,
      comment: 'two',
    });
    expect(json.annotation).toMatchObject({ labels_added: ['b'], labels_removed: [] });
    expect(json.annotation.comments).toHaveLength(2);
    expect(await found(object.id)).toMatchObject({ labels: ['feed', 'b'], confidence: 70 });
  });

  test('lies over new versions too, whatever way they come in', async () => {
    const object = await pushed();
    await say(object.id, { remove_labels: ['feed'], confidence: 5 });
    await push({ ...object, modified: '2025-01-01T00:00:00.000Z', name: 'Newer' });
    expect(await found(object.id)).toMatchObject({ labels: [], confidence: 5 });
  });

  test('is forgotten, and then nothing of it is left', async () => {
    const object = await pushed();
    expect((await ask('DELETE', `${object.id}/annotation`)).status).toBe(404);
    await say(object.id, { confidence: 5, add_labels: ['x'] });
    expect((await ask('DELETE', `${object.id}/annotation`)).status).toBe(204);
    expect(await found(object.id)).toMatchObject({ labels: ['feed'], confidence: 70 });
    await say(object.id, { confidence: 5 });
    expect((await say(object.id, { confidence: null })).json).toEqual({ annotation: null });
  });

  test.each([
    { confidence: 101 },
    { tlp: 'purple' },
    { comment: '' },
    { labels: ['a\nb'] },
    { opinion: 'perhaps' },
    { valid_until: 'tomorrow' },
    { unknown: 1 },
    {},
  ])('is refused as %j', async (body) => {
    const object = await pushed();
    expect((await say(object.id, body)).status).toBe(422);
  });

  test('needs an object', async () => {
    const id = 'indicator--00000000-0000-4000-8000-000000000000';
    expect((await say(id, { confidence: 1 })).status).toBe(404);
  });
});

describe('annotations that a collection publishes', () => {
  async function publish(publish_annotations: boolean) {
    const path = `/api/v1/collections/${collection}`;
    const answer = await server.request(path, { method: 'PATCH', body: { publish_annotations } });
    checkAgainstSpec({ method: 'PATCH', path }, answer);
    expect(answer.json.publish_annotations).toBe(publish_annotations);
  }

  const notesOf = async (id: unknown) =>
    (await poll('match[type]=note,opinion')).filter(({ object_refs }: { object_refs: string[] }) =>
      object_refs.includes(String(id)),
    );

  async function until(isSo: () => Promise<boolean>) {
    while (!(await isSo())) await sleep(50);
  }

  test('are told as notes and opinions, changed and revoked with them', async () => {
    const object = await pushed({
      object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
    });
    const quiet = await pushed();
    await say(quiet.id, { comment: 'Said before' });
    expect(await notesOf(quiet.id)).toEqual([]);
    await publish(true);
    await until(async () => (await notesOf(quiet.id)).length === 1);
    await say(object.id, { add_labels: ['sinkholed'], opinion: 'disagree', comment: 'Known' });
    const [note, opinion] = await notesOf(object.id);
    expect(note).toMatchObject({ type: 'note', object_refs: [object.id] });
    expect(note.content).toMatch(/^Labels: sinkholed\n\d{4}-\d\d-\d\d: Known$/);
    expect(note.object_marking_refs).toEqual(object.object_marking_refs);
    expect(opinion).toMatchObject({ type: 'opinion', opinion: 'disagree' });
    expect(JSON.stringify([note, opinion])).not.toContain('admin');
    const verdicts = await server.request('/api/v1/validate', {
      method: 'POST',
      body: { objects: [note, opinion] },
    });
    expect(verdicts.json.results).toMatchObject([{ valid: true }, { valid: true }]);

    await say(object.id, { opinion: null, confidence: 30 });
    const [newer, gone] = await notesOf(object.id);
    expect(newer).toMatchObject({
      id: note.id,
      content: expect.stringContaining('Confidence: 30'),
    });
    expect(gone).toMatchObject({ id: opinion.id, revoked: true });

    await ask('DELETE', `${object.id}/annotation`);
    for (const one of await notesOf(object.id)) expect(one.revoked).toBe(true);
    await publish(false);
    await until(async () => (await notesOf(quiet.id))[0].revoked === true);
  });

  test('are revoked when the object is deleted, and told again when it comes back', async () => {
    await publish(true);
    const object = await pushed();
    await say(object.id, { add_labels: ['sinkholed'], opinion: 'disagree' });
    const before = await notesOf(object.id);
    expect((await ask('DELETE', `${object.id}`)).status).toBe(204);
    const gone = await notesOf(object.id);
    expect(gone).toMatchObject(before.map(({ id }: { id: string }) => ({ id, revoked: true })));
    await push(object);
    const again = await notesOf(object.id);
    const bare = ({ modified, ...says }: Record<string, unknown>) => says;
    expect(again.map(bare)).toEqual(before.map(bare));
    await push(object);
    expect(await notesOf(object.id)).toEqual(again);
    await publish(false);
  });

  test('take on the markings of a new version of the object', async () => {
    await publish(true);
    const object = await pushed();
    await say(object.id, { comment: 'Known' });
    const object_marking_refs = ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'];
    await push({ ...object, modified: '2025-01-01T00:00:00.000Z', object_marking_refs });
    expect(await notesOf(object.id)).toMatchObject([{ object_marking_refs }]);
    await publish(false);
  });
});

test('relations are told from both sides, by relationships and by properties', async () => {
  const object = await pushed();
  const malware = sdo('malware', { name: 'Example', is_family: false });
  const relationship = sdo('relationship', {
    relationship_type: 'indicates',
    source_ref: object.id,
    target_ref: malware.id,
  });
  const away = 'campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
  const report = sdo('report', {
    name: 'About it',
    published: '2024-01-01T00:00:00.000Z',
    object_refs: [malware.id, away],
  });
  await push(malware, relationship, report);
  const malwares = (await ask('GET', `${malware.id}/relations`)).json;
  expect(malwares).toMatchObject({ more: false });
  expect(malwares.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        direction: 'in',
        relationship: expect.objectContaining({ relationship_type: 'indicates' }),
        other: expect.objectContaining({ id: object.id, stored: true }),
      }),
      expect.objectContaining({
        direction: 'in',
        property: 'object_refs',
        relationship: null,
        other: { id: report.id, type: 'report', name: 'About it', revoked: false, stored: true },
      }),
    ]),
  );
  const indicators = (await ask('GET', `${object.id}/relations`)).json.items;
  expect(indicators).toMatchObject([
    { direction: 'out', other: { id: malware.id, name: 'Example' } },
  ]);
  const reports = (await ask('GET', `${report.id}/relations`)).json.items;
  expect(
    reports.map(({ other }: { other: { id: string; stored: boolean } }) => [
      other.id,
      other.stored,
    ]),
  ).toEqual([
    [malware.id, true],
    [away, false],
  ]);
});
