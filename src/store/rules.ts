// Ingestion rules, and which objects they have found.
import type { Condition } from '../intel/condition.ts';
import type { Action, Rule } from '../intel/rule.ts';
import type { Queryable } from './database.ts';

/** A rule as stored. */
export interface RuleRow {
  readonly id: string;
  readonly position: number;
  readonly name: string;
  readonly is_on: boolean;
  readonly where: Condition;
  readonly action: Action;
  readonly found: number;
  readonly found_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What can be said of a rule. */
export type RuleSettings = Pick<RuleRow, 'name' | 'is_on' | 'where' | 'action'>;

const RULE = `r.id, r.position, r.name, r.is_on, r."where", r.action, r.created_at, r.updated_at,
  (select coalesce(sum(c.found), 0)::bigint from rule_count c where c.rule_id = r.id) as found,
  (select max(c.found_at) from rule_count c where c.rule_id = r.id) as found_at`;

/** All rules in their order: there are a few dozen. */
export async function selectRules(db: Queryable): Promise<RuleRow[]> {
  const { rows } = await db.query<RuleRow>(`select ${RULE} from rule r order by r.position`);
  return rows;
}

/** Those that are asked. */
export async function selectActiveRules(db: Queryable): Promise<Rule[]> {
  const { rows } = await db.query<Rule>({
    name: 'active-rules',
    text: 'select r.id, r.name, r."where", r.action from rule r where r.is_on order by r.position',
  });
  return rows;
}

/** Adds a rule behind the others. */
export async function insertRule(db: Queryable, settings: RuleSettings): Promise<RuleRow> {
  const { rows } = await db.query<RuleRow>(
    `insert into rule as r (position, name, is_on, "where", action)
      values ((select coalesce(max(o.position), 0) + 1 from rule o), $1, $2, $3, $4) returning ${RULE}`,
    toValues(settings),
  );
  return one(rows);
}

/** Replaces a rule; null when there is none. */
export async function updateRule(
  db: Queryable,
  id: string,
  settings: RuleSettings,
): Promise<RuleRow | null> {
  const { rows } = await db.query<RuleRow>(
    `update rule r set name = $1, is_on = $2, "where" = $3, action = $4, updated_at = now()
      where r.id = $5 returning ${RULE}`,
    [...toValues(settings), id],
  );
  return rows[0] ?? null;
}

/** Deletes a rule; false when there is none. */
export async function deleteRule(db: Queryable, id: string): Promise<boolean> {
  const result = await db.query('delete from rule r where r.id = $1', [id]);
  return result.rowCount === 1;
}

/** Puts rules in the order of the ids. */
export async function updateRuleOrder(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query(
    `update rule r set position = o.position
      from unnest($1::uuid[]) with ordinality as o (id, position) where r.id = o.id`,
    [ids],
  );
}

/** What a collection is called in conditions: its id, its alias, and that behind its API root. */
export async function selectCollectionNames(db: Queryable, id: string): Promise<string[]> {
  const { rows } = await db.query<{ alias: string | null; api_root: string }>({
    name: 'collection-names',
    text: 'select c.alias, c.api_root from collection c where c.id = $1',
    values: [id],
  });
  return [
    id,
    ...rows.flatMap(({ alias, api_root }) => (alias ? [alias, `${api_root}/${alias}`] : [])),
  ];
}

/** An object that a rule has found. */
export interface Touch {
  readonly rule_id: string;
  readonly stix_type: string;
  readonly stix_uuid: string;
}

/** Notes which rules have found which objects; `found` is by rule, of those that were kept out too. */
export async function insertTouches(
  db: Queryable,
  collectionId: string,
  touches: readonly Touch[],
  found: ReadonlyMap<string, number>,
): Promise<void> {
  if (touches.length > 0)
    await db.query(
      `insert into rule_touch (collection_id, stix_type, stix_uuid, rule_id)
        select $1, t.* from unnest($2::text[], $3::uuid[], $4::uuid[]) as t
        on conflict (collection_id, stix_uuid, stix_type, rule_id) do update set at = now()`,
      [
        collectionId,
        touches.map((touch) => touch.stix_type),
        touches.map((touch) => touch.stix_uuid),
        touches.map((touch) => touch.rule_id),
      ],
    );
  if (found.size > 0)
    await db.query(
      `insert into rule_count as c (rule_id, collection_id, found, found_at)
        select f.rule_id, $1, f.found, now() from unnest($2::uuid[], $3::bigint[]) as f (rule_id, found)
        on conflict (rule_id, collection_id) do update
          set found = c.found + excluded.found, found_at = excluded.found_at`,
      [collectionId, [...found.keys()], [...found.values()]],
    );
}

/** The rules that have found an object, in their order. */
export async function selectTouching(
  db: Queryable,
  collectionId: string,
  object: { readonly type: string; readonly uuid: string },
): Promise<{ id: string; name: string; at: string }[]> {
  const { rows } = await db.query(
    `select r.id, r.name, t.at from rule_touch t join rule r on r.id = t.rule_id
      where t.collection_id = $1 and t.stix_uuid = $2 and t.stix_type = $3 order by r.position`,
    [collectionId, object.uuid, object.type],
  );
  return rows;
}

function toValues({ name, is_on, where, action }: RuleSettings): unknown[] {
  return [name, is_on, JSON.stringify(where), JSON.stringify(action)];
}

function one(rows: readonly RuleRow[]): RuleRow {
  const [row] = rows;
  if (row === undefined) throw new Error('an insert has answered with no row');
  return row;
}
