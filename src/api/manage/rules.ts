// Ingestion rules under /api/v1/rules: what is asked of whatever comes in, before it is stored as a push
// stores it (OASIS TAXII 2.1 section 5.5).
import { ApiError } from '../../errors.ts';
import type { components } from '../../generated/api.ts';
import type { Condition } from '../../intel/condition.ts';
import { checkCondition } from '../../intel/condition-check.ts';
import type { Action } from '../../intel/rule.ts';
import { selectIntelCount, selectIntelPage } from '../../store/intel-page.ts';
import {
  deleteRule as deleteRuleRow,
  insertRule,
  type RuleRow,
  selectRules,
  updateRule,
  updateRuleOrder,
} from '../../store/rules.ts';
import { intelItem } from '../intel/item.ts';
import { readScope } from '../intel/scope.ts';
import type { Handler } from '../operation.ts';
import { bodyOf, makeChange, refuseBody } from './change.ts';

const SAMPLE = 20;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** All rules in the order in which they are asked. */
export const listRules: Handler = async (_, { db }) => ({
  status: 200,
  body: { items: (await selectRules(db.work)).map(show), more: false },
});

/** Adds a rule behind the others. */
export const createRule: Handler = async (input, context) => {
  const settings = readRule(bodyOf(input, 'RulePut'));
  const change = { action: 'createRule', target: settings.name, details: settings } as const;
  const row = await makeChange(input, context, change, async (db) => {
    await refuseTaken(db, settings.name, null);
    return insertRule(db, settings);
  });
  return { status: 201, body: show(row) };
};

/** Replaces a rule. */
export const putRule: Handler = async (input, context) => {
  const id = readId(input.path.id);
  const settings = readRule(bodyOf(input, 'RulePut'));
  const change = { action: 'putRule', target: settings.name, details: settings } as const;
  const row = await makeChange(input, context, change, async (db) => {
    await refuseTaken(db, settings.name, id);
    return (await updateRule(db, id, settings)) ?? noRule();
  });
  return { status: 200, body: show(row) };
};

/** Deletes a rule. */
export const deleteRule: Handler = async (input, context) => {
  const id = readId(input.path.id);
  const change = { action: 'deleteRule', target: id } as const;
  await makeChange(input, context, change, async (db) => (await deleteRuleRow(db, id)) || noRule());
  return { status: 204 };
};

/** Puts all rules in another order. */
export const orderRules: Handler = async (input, context) => {
  const { ids } = bodyOf(input, 'RuleOrder');
  const change = { action: 'orderRules', target: ids.join(' ') } as const;
  const rows = await makeChange(input, context, change, async (db) => {
    const known = new Set((await selectRules(db)).map(({ id }) => id));
    const isWhole = ids.length === known.size && new Set(ids).size === known.size;
    if (!isWhole || !ids.every((id) => known.has(id)))
      throw refuseBody('/ids', 'These must be the ids of all rules, each once.');
    await updateRuleOrder(db, ids);
    return selectRules(db);
  });
  return { status: 200, body: { items: rows.map(show), more: false } };
};

/** What a rule would find of what is stored. */
export const tryRule: Handler = async (input, context) => {
  const condition = readWhere(bodyOf(input, 'RuleTry').where);
  const scope = await readScope(input, context);
  const search = { scope, condition };
  const newest = { by: 'added', isDescending: true } as const;
  const [count, rows] = await Promise.all([
    selectIntelCount(context.db, search),
    selectIntelPage(context.db, search, newest, null, SAMPLE),
  ]);
  return { status: 200, body: { count, sample: rows.map((row) => intelItem(row, scope)) } };
};

type RulePut = components['schemas']['RulePut'];

function readRule({ name, is_on = true, where, action }: RulePut) {
  const { drop, set_aside, ...others } = action;
  const keepsOut = drop === true || set_aside === true;
  if (keepsOut && (Object.keys(others).length > 0 || (drop === true && set_aside === true)))
    throw refuseBody('/action', 'What is dropped or set aside has nothing else done with it.');
  return { name: name.trim(), is_on, where: readWhere(where), action: action as Action };
}

function readWhere(where: unknown): Condition {
  const reading = checkCondition(where);
  if (reading.ok) return reading.condition;
  const { pointer, message } = reading.fault;
  throw refuseBody(`/where${pointer}`, `\`where\` ${message}.`);
}

async function refuseTaken(
  db: Parameters<typeof selectRules>[0],
  name: string,
  own: string | null,
): Promise<void> {
  if (name === '') throw refuseBody('/name', 'A rule needs a name.');
  const isTaken = (await selectRules(db)).some((row) => row.name === name && row.id !== own);
  if (isTaken) throw new ApiError('CONFLICT', `There is a rule \`${name}\` already.`);
}

function readId(id = ''): string {
  return UUID.test(id) ? id.toLowerCase() : noRule();
}

function noRule(): never {
  throw new ApiError('NOT_FOUND', 'There is no such rule.');
}

function show(row: RuleRow): object {
  return row;
}
