// The structure of a regular expression (PCRE, STIX 2.1 §9.6.1): groups, classes, and what quantifiers
// repeat. Not more: JavaScript refuses expressions that PCRE allows, such as `a++` and `(?i)`, and
// running a sender's expression could take forever.

/** What is wrong, as the rest of a sentence about the expression. */
export interface RegexFault {
  readonly message: string;
  /** Whether every PCRE refuses it, whatever its options. */
  readonly isCertain: boolean;
}

interface Reader {
  readonly text: string;
  at: number;
  groups: number;
  /** What a quantifier would repeat here; after a quantifier, versions of PCRE differ. */
  before: 'nothing' | 'item' | 'quantifier';
  /** With the option x, `#` begins comments, in which brackets mean nothing. */
  isExtended: boolean;
}

const NAMED_CLASS = /^\[([:.=])[^\]]{0,32}\1\]/;
const LONGEST_NAMED_CLASS = 40;
const INTERVAL = /^\{(\d{1,5})(?:,(\d{0,5}))?\}/;
const LONGEST_INTERVAL = '{65535,65535}'.length;
const MOST_REPEATS = 65_535;
const EXTENDED = /^\(\?[\^a-wyzA-Z-]{0,8}x/;
const LONGEST_OPTIONS = 12;
const VERB = /[A-Za-z_:]/;

/** What is wrong with the structure of a regular expression, or null. */
export function findRegexFault(text: string): RegexFault | null {
  const reader: Reader = { text, at: 0, groups: 0, before: 'nothing', isExtended: false };
  while (reader.at < text.length) {
    const fault = readItem(reader);
    if (fault !== null) return fault;
  }
  return reader.groups === 0 ? null : certain(reader, 'has a group that is not closed');
}

function readItem(r: Reader): RegexFault | null {
  switch (r.text[r.at]) {
    case '\\':
      return readEscape(r);
    case '[':
      return readClass(r);
    case '(':
      return readGroup(r);
    case ')':
      return closeGroup(r);
    case '*':
    case '+':
    case '?':
      return readQuantifier(r, 1);
    case '{':
      return readInterval(r);
    default:
      r.before = r.text[r.at] === '|' ? 'nothing' : 'item';
      r.at += 1;
      return null;
  }
}

function readEscape(r: Reader): RegexFault | null {
  if (r.at + 1 === r.text.length) return certain(r, 'ends in a backslash');
  r.at = r.text[r.at + 1] === 'Q' ? endOfQuotation(r.text, r.at) : r.at + 2;
  r.before = 'item';
  return null;
}

// \Q…\E: everything between is literal; without \E, to the end.
function endOfQuotation(text: string, from: number): number {
  const end = text.indexOf('\\E', from);
  return end === -1 ? text.length : end + 2;
}

function readClass(r: Reader): RegexFault | null {
  const { text } = r;
  let at = r.at + 1;
  if (text[at] === '^') at += 1;
  // A bracket in the first place is literal.
  if (text[at] === ']') at += 1;
  while (at < text.length && text[at] !== ']') at = endOfMember(text, at);
  if (at >= text.length) return certain(r, 'has a character class that is not closed');
  r.at = at + 1;
  r.before = 'item';
  return null;
}

function endOfMember(text: string, at: number): number {
  if (text[at] === '\\') return text[at + 1] === 'Q' ? endOfQuotation(text, at) : at + 2;
  if (text[at] !== '[') return at + 1;
  const named = NAMED_CLASS.exec(text.slice(at, at + LONGEST_NAMED_CLASS));
  return at + (named === null ? 1 : named[0].length);
}

function readGroup(r: Reader): RegexFault | null {
  const { text, at } = r;
  if (text.startsWith('(?#', at)) return skipComment(r);
  if (text[at + 1] === '*' && !VERB.test(text.charAt(at + 2)))
    return certain(r, 'has a quantifier with nothing to repeat');
  if (EXTENDED.test(text.slice(at, at + LONGEST_OPTIONS))) r.isExtended = true;
  r.groups += 1;
  r.before = 'nothing';
  // Behind (? stands a sign that is no quantifier, and (* begins a verb.
  r.at = at + (text[at + 1] === '?' ? 3 : text[at + 1] === '*' ? 2 : 1);
  // A condition (?(1)…) begins with a group of its own.
  if (text.startsWith('(?(', at)) r.at = at + 2;
  return null;
}

function skipComment(r: Reader): RegexFault | null {
  const end = r.text.indexOf(')', r.at);
  if (end === -1) return certain(r, 'has a comment that is not closed');
  r.at = end + 1;
  return null;
}

function closeGroup(r: Reader): RegexFault | null {
  if (r.groups === 0) return certain(r, 'closes a group that is not open');
  r.groups -= 1;
  r.before = 'item';
  r.at += 1;
  return null;
}

function readInterval(r: Reader): RegexFault | null {
  const found = INTERVAL.exec(r.text.slice(r.at, r.at + LONGEST_INTERVAL));
  if (found === null) {
    // A brace that begins no interval is literal.
    r.before = 'item';
    r.at += 1;
    return null;
  }
  const least = Number(found[1]);
  const most = found[2] === undefined || found[2] === '' ? least : Number(found[2]);
  if (least > most) return certain(r, `repeats ${found[0]}, which has its numbers out of order`);
  if (most > MOST_REPEATS) return certain(r, `repeats ${found[0]}; ${MOST_REPEATS} is the most`);
  return readQuantifier(r, found[0].length);
}

function readQuantifier(r: Reader, length: number): RegexFault | null {
  if (r.before === 'nothing') return certain(r, 'has a quantifier with nothing to repeat');
  if (r.before === 'quantifier')
    return { message: 'has a quantifier after a quantifier', isCertain: false };
  r.at += length;
  // Lazy and possessive quantifiers.
  if (r.text[r.at] === '?' || r.text[r.at] === '+') r.at += 1;
  r.before = 'quantifier';
  return null;
}

function certain(r: Reader, message: string): RegexFault {
  return { message, isCertain: !r.isExtended };
}
