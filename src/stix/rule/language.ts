// language-content (STIX 2.1 §7.1): translations by language, then by the property that they are of.

import { isProperties, type Properties, type Rule } from '../finding.ts';
import { isLanguageTag } from '../format/language-tag.ts';
import { quote } from '../quote.ts';
import { isFull, type Place, tellOnce } from './place.ts';
import { walkValue } from './walk.ts';

const CONTENTS_LANGUAGE: Rule = {
  code: 'CONTENTS_LANGUAGE',
  level: 'error',
  section: '7.1',
  title: 'The keys of contents are well-formed language tags of RFC 5646.',
  hint: 'Use a tag such as en, de-CH or zh-Hans.',
};

const CONTENTS_PROPERTY: Rule = {
  code: 'CONTENTS_PROPERTY',
  level: 'error',
  section: '7.1',
  title: 'The keys below a language are names of properties.',
  hint: 'Use the name of the property that is translated.',
};

const PROPERTY = /^[a-z][a-z0-9_]{2,249}$/;

/** Checks `contents`: its keys, and the values that no table knows. */
export function checkLanguageContent({ contents }: Properties, place: Place): void {
  if (!isProperties(contents)) return;
  place.path.push('contents');
  for (const language in contents) {
    place.path.push(language);
    if (!isLanguageTag(language))
      tellOnce(place, CONTENTS_LANGUAGE, `${quote(language)} is not a language tag`);
    checkTranslations(contents[language], place);
    place.path.pop();
    if (isFull(place.report)) break;
  }
  place.path.pop();
}

function checkTranslations(translations: unknown, place: Place): void {
  if (!isProperties(translations)) return;
  for (const name in translations) {
    place.path.push(name);
    if (!PROPERTY.test(name))
      tellOnce(place, CONTENTS_PROPERTY, `${quote(name)} cannot be the name of a property`);
    walkValue(translations[name], false, place);
    place.path.pop();
    if (isFull(place.report)) return;
  }
}

/** The rules of this file. */
export const LANGUAGE_RULES: readonly Rule[] = [CONTENTS_LANGUAGE, CONTENTS_PROPERTY];
