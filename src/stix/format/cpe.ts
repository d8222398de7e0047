// Names of products: CPE 2.3 formatted strings (NIST IR 7695 §6.2). Whether the dictionary has the
// name cannot be told offline.

// The dictionary's longest has under 300 characters.
const LONGEST = 4096;

// Wildcards stand alone at either end, so there is one way to match only.
const STRING = '(?:\\?+|\\*)?(?:[\\w.-]|\\\\[!-/:-@[-`{-~])+(?:\\?+|\\*)?';
const VALUE = `(?:[*-]|${STRING})`;
const LANGUAGE = '(?:[*-]|[A-Za-z]{2,3}(?:-(?:[A-Za-z]{2}|\\d{3}))?)';
const CPE = new RegExp(`^cpe:2\\.3:[aho*-](?::${VALUE}){5}:${LANGUAGE}(?::${VALUE}){4}$`);

/** Whether the text is a CPE 2.3 formatted string. */
export function isCpe23(text: string): boolean {
  return text.length <= LONGEST && CPE.test(text);
}
