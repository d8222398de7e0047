// Names and numbers of the network that are accepted, but are not quite what they should be.

import { add, type Path, type Properties, type Report, type Rule } from '../finding.ts';
import { hasUnderscore } from '../format/domain.ts';
import { hasNonAscii } from '../format/url.ts';
import type { TypeModel } from '../model/model.ts';
import type { PropertyModel } from '../model/property.ts';
import { quote } from '../quote.ts';

const URL_ASCII: Rule = {
  code: 'URL_ASCII',
  level: 'warning',
  section: '6.15.1',
  title: 'A URL has ASCII characters only.',
  hint: 'Percent-encode the UTF-8 octets of other characters; write the host in its `xn--` form.',
};
const DOMAIN_UNDERSCORE: Rule = {
  code: 'DOMAIN_UNDERSCORE',
  level: 'warning',
  section: '6.4.1',
  title: 'A domain name has no underscores.',
  hint: 'Check the name: underscores occur in names of the DNS, such as `_dmarc`, but not in names of hosts.',
};
const AS_NUMBER: Rule = {
  code: 'AS_NUMBER',
  level: 'warning',
  section: '6.2.1',
  title: 'The number of an autonomous system is from 0 to 4294967295.',
  hint: 'Check the number: it has 32 bits (RFC 6793).',
};

/** The rules of this file. */
export const ADDRESS_ADVICE: readonly Rule[] = [URL_ASCII, DOMAIN_UNDERSCORE, AS_NUMBER];

const GREATEST_AS_NUMBER = 2 ** 32 - 1;

/** Checks what an observable of the network is called (§6.2, §6.4, §6.15; §6.1 for artifacts). */
export function adviseAddress(object: Properties, model: TypeModel, report: Report): void {
  if (model.name === 'url') adviseUrl(object.value, ['value'], report);
  else if (model.name === 'artifact') adviseUrl(object.url, ['url'], report);
  else if (model.name === 'domain-name') adviseDomain(object.value, report);
  else if (model.name === 'autonomous-system') adviseNumber(object.number, report);
}

/** Checks the URL of an external reference (§2.5). */
export function adviseReferenceUrl(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  const isUrl = property?.kind === 'string' && path.at(-1) === 'url';
  if (isUrl && path[0] === 'external_references') adviseUrl(value, path, report);
}

function adviseUrl(url: unknown, path: Path, report: Report): void {
  if (typeof url === 'string' && hasNonAscii(url))
    add(report, URL_ASCII, path, `URL ${quote(url)} has characters outside ASCII`);
}

function adviseDomain(name: unknown, report: Report): void {
  if (typeof name === 'string' && hasUnderscore(name))
    add(report, DOMAIN_UNDERSCORE, ['value'], `domain name ${quote(name)} has an underscore`);
}

function adviseNumber(number: unknown, report: Report): void {
  if (typeof number !== 'number' || (number >= 0 && number <= GREATEST_AS_NUMBER)) return;
  add(report, AS_NUMBER, ['number'], `number ${number} is not within 0 and ${GREATEST_AS_NUMBER}`);
}
