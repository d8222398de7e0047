// E-mail addresses: the addr-spec of RFC 5322 §3.4.1, with the letters outside ASCII of RFC 6532.
// No comments, no folding, no display name.

// A line of a message has no more (RFC 5322 §2.1.1).
const LONGEST = 998;

const ATEXT = "[\\w!#$%&'*+/=?^`{|}~\\u00a0-\\uffff-]";
const DOT_ATOM = `${ATEXT}+(?:\\.${ATEXT}+)*`;
const QUOTED = '"(?:[\\t !#-\\[\\]-~\\u00a0-\\uffff]|\\\\[\\t -~])*"';
const LITERAL = '\\[[\\t !-Z^-~]*\\]';
const ADDR_SPEC = new RegExp(`^(?:${DOT_ATOM}|${QUOTED})@(?:${DOT_ATOM}|${LITERAL})$`);

/** Whether the text is an e-mail address without a display name. */
export function isEmailAddress(text: string): boolean {
  return text.length <= LONGEST && text.isWellFormed() && ADDR_SPEC.test(text);
}
