// Ingestion rules: what a condition finds among what comes in is labelled, rated, marked, given another
// end, dropped or set aside. Ordered: each rule sees what those before it did.
import { TLP_LEVELS, type TlpLevel } from '../stix/tlp.ts';
import type { Condition } from './condition.ts';
import { type Facts, matches } from './matches.ts';
import type { Summary } from './summary.ts';

/** What is done with what a rule finds. */
export interface Action {
  readonly add_labels?: readonly string[];
  /** Becomes the confidence. */
  readonly confidence?: number;
  /** Higher confidence is lowered to this one. */
  readonly confidence_at_most?: number;
  readonly tlp?: TlpLevel;
  /** A more open marking becomes this one. */
  readonly tlp_at_least?: TlpLevel;
  /** Valid until this long after it came in: `90d`, `12h`. */
  readonly valid_for?: string;
  /** Valid this much longer than it says. */
  readonly extend_by?: string;
  readonly drop?: boolean;
  readonly set_aside?: boolean;
  /** No later rule is asked. */
  readonly stop?: boolean;
}

/** A rule. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly where: Condition;
  readonly action: Action;
}

/** What rules lay over an object; null where they say nothing. */
export interface Overlay {
  readonly labels: readonly string[];
  readonly confidence: number | null;
  readonly tlp: TlpLevel | null;
  /** Microseconds since 1970. */
  readonly valid_until: number | null;
}

/** What became of an object by the rules. */
export interface Ruling {
  /** Those that found it, in their order. */
  readonly touched: readonly Rule[];
  /** The rule that keeps it out, if one does; it is the last of `touched`. */
  readonly verdict: 'stored' | 'dropped' | 'set_aside';
  readonly overlay: Overlay;
}

const UNITS = { m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const DURATION = /^(\d{1,5})([mhdw])$/;
const MICROS = 1_000_000;

/** The microseconds of a duration like `90d`; null when the text is none. */
export function readDuration(text: string): number | null {
  const found = DURATION.exec(text);
  const unit = found?.[2];
  if (found === null || (unit !== 'm' && unit !== 'h' && unit !== 'd' && unit !== 'w')) return null;
  return Number(found[1]) * UNITS[unit] * MICROS;
}

/** Asks the rules in their order. */
export function applyRules(rules: readonly Rule[], summary: Summary, facts: Facts): Ruling {
  const touched: Rule[] = [];
  let seen = summary;
  for (const rule of rules) {
    if (!matches(rule.where, seen, facts)) continue;
    touched.push(rule);
    const { action } = rule;
    if (action.drop === true || action.set_aside === true)
      return { touched, verdict: action.drop === true ? 'dropped' : 'set_aside', overlay: NOTHING };
    seen = act(action, seen, facts.added);
    if (action.stop === true) break;
  }
  return { touched, verdict: 'stored', overlay: difference(summary, seen) };
}

const NOTHING: Overlay = { labels: [], confidence: null, tlp: null, valid_until: null };

function act(action: Action, summary: Summary, added: number): Summary {
  const { add_labels = [], confidence_at_most } = action;
  const confidence = action.confidence ?? summary.confidence;
  return {
    ...summary,
    labels: [...new Set([...summary.labels, ...add_labels])],
    confidence:
      confidence_at_most === undefined || confidence === null
        ? confidence
        : Math.min(confidence, confidence_at_most),
    tlp: action.tlp ?? stricter(summary.tlp, action.tlp_at_least),
    valid_until: endOf(action, summary, added),
  };
}

function stricter(own: TlpLevel | null, least: TlpLevel | undefined): TlpLevel | null {
  if (least === undefined) return own;
  return own === null || TLP_LEVELS.indexOf(own) < TLP_LEVELS.indexOf(least) ? least : own;
}

function endOf({ valid_for, extend_by }: Action, summary: Summary, added: number): number | null {
  const lasting = valid_for === undefined ? null : readDuration(valid_for);
  const end = lasting === null ? summary.valid_until : added + lasting;
  const longer = extend_by === undefined ? null : readDuration(extend_by);
  return end === null || longer === null ? end : end + longer;
}

function difference(before: Summary, after: Summary): Overlay {
  return {
    labels: after.labels.filter((label) => !before.labels.includes(label)),
    confidence: after.confidence === before.confidence ? null : after.confidence,
    tlp: after.tlp === before.tlp ? null : after.tlp,
    valid_until: after.valid_until === before.valid_until ? null : after.valid_until,
  };
}
