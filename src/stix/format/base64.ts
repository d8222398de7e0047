// Base64 with the standard alphabet and padding (RFC 4648 §4).

// A search, because matching a megabyte would cost V8 a stack entry a character.
const NOT_IN_ALPHABET = /[^A-Za-z0-9+/]/;
const PADDED = /^[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]=|==)$/;

/** Whether the text is base64 of whole octets. */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  if (!text.endsWith('=')) return !NOT_IN_ALPHABET.test(text);
  return PADDED.test(text.slice(-4)) && !NOT_IN_ALPHABET.test(text.slice(0, -4));
}
