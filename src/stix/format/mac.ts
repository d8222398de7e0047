// MAC addresses (STIX 2.1 §6.10).

const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/;

/** Whether the text is six octets in lower case with colons between. */
export function isMacAddress(text: string): boolean {
  return MAC.test(text);
}
