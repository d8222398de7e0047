// language-content (STIX 2.1 §7.1): translations by language, then by the property that they are of.

import { isProperties, type Properties, type Rule } from '../finding.ts';
import { isLanguageTag } from '../format/language-tag.ts';
import { quote } from '../quote.ts';
import { isFull, type Place, tell } from './place.ts';

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

/** Checks the keys of `contents`. */
export function checkLanguageContent({ contents }: Properties, place: Place): void {
  if (!isProperties(contents)) return;
  for (const language in contents) {
    if (isFull(place.report)) return;
    if (!isLanguageTag(language))
      tell(
        place,
        CONTENTS_LANGUAGE,
        `${quote(language)} is not a language tag`,
        'contents',
        language,
      );
    checkTranslations(contents[language], language, place);
  }
}

function checkTranslations(translations: unknown, language: string, place: Place): void {
  if (!isProperties(translations)) return;
  for (const name in translations) {
    if (isFull(place.report)) return;
    if (!PROPERTY.test(name))
      tell(
        place,
        CONTENTS_PROPERTY,
        `${quote(name)} cannot be the name of a property`,
        'contents',
        language,
        name,
      );
  }
}

/** The rules of this file. */
export const LANGUAGE_RULES: readonly Rule[] = [CONTENTS_LANGUAGE, CONTENTS_PROPERTY];
