// Warnings about one test: its path and its constants against the model of STIX 2.1.

import type { Rule } from '../finding.ts';
import { isDomainName } from '../format/domain.ts';
import { isEmailAddress } from '../format/email.ts';
import { isIpv4, isIpv6 } from '../format/ip.ts';
import { isMacAddress } from '../format/mac.ts';
import { isUrl } from '../format/url.ts';
import type { Kind } from '../model/property.ts';
import { quote } from '../quote.ts';
import type { Constant, ConstantKind, TestNode, TestOperator } from './ast.ts';
import { printPath } from './print.ts';
import { findRegexFault } from './regex.ts';
import { type PathValue, resolvePath } from './resolve.ts';
import {
  KIND,
  LIST,
  PROPERTY_UNKNOWN,
  REGEX_DOUBTFUL,
  TYPE_UNKNOWN,
  VALUE_FORMAT,
} from './rules.ts';
import type { PatternFinding, PatternVersion } from './scanner.ts';
import type { PlacedTest } from './tree.ts';

const TEXT: readonly ConstantKind[] = ['string', 'hex', 'binary'];
const NUMBER: readonly ConstantKind[] = ['integer', 'float'];
const EQUALITIES: readonly TestOperator[] = ['=', '!=', 'IN'];
const NEVER: readonly ConstantKind[] = [];

// What may be equal to what (§9.2): octets and text, integers and floats.
const FITTING: Readonly<Partial<Record<Kind, readonly ConstantKind[]>>> = {
  boolean: ['boolean'],
  integer: NUMBER,
  float: NUMBER,
  timestamp: ['timestamp'],
  dictionary: NEVER,
  hashes: NEVER,
  extensions: NEVER,
};

const FORMATS: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['ipv4-addr', isIpv4],
  ['ipv6-addr', isIpv6],
  ['mac-addr', isMacAddress],
  ['email-addr', isEmailAddress],
  ['domain-name', isDomainName],
  ['url', isUrl],
]);

/** What is doubtful about a test. The model is that of 2.1, so that of 2.0 only the regex is looked at. */
export function adviseTest(
  { test, offset }: PlacedTest,
  version: PatternVersion,
): PatternFinding | null {
  const advice = adviseRegex(test) ?? (version === '2.1' ? advisePath(test) : null);
  if (advice === null) return null;
  const [rule, message] = advice;
  return { rule, offset, message, hint: rule.hint };
}

type Advice = readonly [rule: Rule, message: string];

// Longer ones are not written by people, and a bundle full of them would take more than 50 ms.
const LONGEST_REGEX = 16_384;

function adviseRegex(test: TestNode): Advice | null {
  const text = test.operator === 'MATCHES' ? (test.constants[0]?.value ?? '') : '';
  const fault = text.length > LONGEST_REGEX ? null : findRegexFault(text);
  return fault && [REGEX_DOUBTFUL, `The regular expression ${fault.message}.`];
}

function advisePath(test: TestNode): Advice | null {
  const target = resolvePath(test.path);
  switch (target.kind) {
    case 'type-unknown':
      return [TYPE_UNKNOWN, `STIX defines no cyber-observable object ${quote(test.path.type)}.`];
    case 'property-unknown':
      return [PROPERTY_UNKNOWN, `${target.host} has no property ${quote(target.name)}.`];
    case 'list':
      return [LIST, `${quote(target.name)} is a list.`];
    case 'value':
      return test.operator === 'EXISTS' ? null : adviseConstants(test, target);
    case 'open':
      return null;
  }
}

function adviseConstants(test: TestNode, target: PathValue): Advice | null {
  if (target.isList) return [LIST, `${quote(printPath(test.path))} is a list.`];
  const fitting = FITTING[target.valueKind] ?? TEXT;
  const misfit = test.constants.find(({ kind }) => !fitting.includes(kind));
  if (misfit !== undefined) {
    const path = quote(printPath(test.path));
    return [KIND, `${path} is of kind ${target.valueKind}, the constant is ${misfit.kind}.`];
  }
  if (!EQUALITIES.includes(test.operator)) return null;
  const odd = test.constants.find((constant) => isOdd(constant, target.hosts));
  return odd
    ? [VALUE_FORMAT, `${quote(odd.value)} is no value of ${target.hosts.join(' or ')}.`]
    : null;
}

// `hosts` are the types whose `value` is asked for; a reference may lead to several.
function isOdd(constant: Constant, hosts: readonly string[]): boolean {
  if (constant.kind !== 'string' || hosts.length === 0) return false;
  return !hosts.some((host) => FORMATS.get(host)?.(constant.value) ?? true);
}
