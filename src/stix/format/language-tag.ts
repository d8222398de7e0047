// Language tags (RFC 5646 §2.1). Well-formed is asked, not registered: the registry grows every year.

// RFC 5646 sets no bound; a key of a dictionary, the longest place for a tag, has 250 characters.
const LONGEST = 250;

// Subtags are told apart by their length and place, so there is one way to match only.
const LANGTAG =
  /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?$/i;
const PRIVATE_USE = /^x(?:-[a-z\d]{1,8})+$/i;

// Registered before there was a grammar. The rest of the grandfathered tags fits the grammar.
const IRREGULAR: ReadonlySet<string> = new Set([
  'en-gb-oed',
  'i-ami',
  'i-bnn',
  'i-default',
  'i-enochian',
  'i-hak',
  'i-klingon',
  'i-lux',
  'i-mingo',
  'i-navajo',
  'i-pwn',
  'i-tao',
  'i-tay',
  'i-tsu',
  'sgn-be-fr',
  'sgn-be-nl',
  'sgn-ch-de',
]);

/** Whether the text is a well-formed language tag, such as `en`, `zh-Hans` or `x-klingon`. */
export function isLanguageTag(text: string): boolean {
  if (text.length > LONGEST) return false;
  return LANGTAG.test(text) || PRIVATE_USE.test(text) || IRREGULAR.has(text.toLowerCase());
}
