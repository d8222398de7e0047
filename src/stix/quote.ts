// A sender's text inside a message of ours: shortened, and safe to send as UTF-8 JSON.

const LONGEST = 80;

/** The text in double quotes, cut to 80 characters, control characters escaped, lone surrogates replaced. */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return JSON.stringify(cut.replace(/\p{Cs}/gu, '\uFFFD'));
}
