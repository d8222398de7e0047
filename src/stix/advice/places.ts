// Countries and their parts in locations (STIX 2.1 §4.10).

import { add, type Properties, type Report, type Rule } from '../finding.ts';
import type { TypeModel } from '../model/model.ts';
import { quote } from '../quote.ts';

const COUNTRY_CODE: Rule = {
  code: 'COUNTRY_CODE',
  level: 'warning',
  section: '4.10.1',
  title: '`country` is a code of two letters of ISO 3166-1.',
  hint: 'Write the code, such as "DE" or "US", not the name.',
};
const AREA_CODE: Rule = {
  code: 'AREA_CODE',
  level: 'warning',
  section: '4.10.1',
  title: '`administrative_area` is a code of ISO 3166-2.',
  hint: 'Write the code of the country, a hyphen and the code of the area, such as "US-TX".',
};

/** The rules of this file. */
export const PLACE_ADVICE: readonly Rule[] = [COUNTRY_CODE, AREA_CODE];

const COUNTRIES: ReadonlySet<string> = new Set(
  `
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
  BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
  ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
  HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
  LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
  NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
  SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
  UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`
    .trim()
    .split(/\s+/),
);
const AREA = /^([a-z]{2})-[a-z0-9]{1,3}$/i;

/** Checks the codes of a location (§4.10.1). */
export function advisePlace(object: Properties, model: TypeModel, report: Report): void {
  if (model.name !== 'location') return;
  const { country, administrative_area: area } = object;
  if (typeof country === 'string' && !isCountry(country))
    add(report, COUNTRY_CODE, ['country'], `country ${quote(country)} is not in ISO 3166-1`);
  if (typeof area === 'string' && !isArea(area))
    add(
      report,
      AREA_CODE,
      ['administrative_area'],
      `administrative_area ${quote(area)} is no ISO 3166-2 code`,
    );
}

function isArea(text: string): boolean {
  return isCountry(AREA.exec(text)?.[1] ?? '');
}

// ISO writes capitals, the examples of STIX small letters.
function isCountry(code: string): boolean {
  return code.length === 2 && COUNTRIES.has(code.toUpperCase());
}
