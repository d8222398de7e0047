// Media types (RFC 6838 §4.2) without parameters.

const MEDIA_TYPE = /^[a-z\d][a-z\d!#$&^_.+-]{0,126}\/[a-z\d][a-z\d!#$&^_.+-]{0,126}$/i;

// IANA's registry of top-level types; it changes once in a decade, the one of subtypes weekly.
const TOP_LEVEL: ReadonlySet<string> = new Set([
  'application',
  'audio',
  'example',
  'font',
  'haptics',
  'image',
  'message',
  'model',
  'multipart',
  'text',
  'video',
]);

/** Whether the text is a type and a subtype. */
export function isMediaType(text: string): boolean {
  return MEDIA_TYPE.test(text);
}

/** Whether the part before the slash is one that IANA knows. */
export function hasRegisteredTopLevel(mediaType: string): boolean {
  return TOP_LEVEL.has(mediaType.slice(0, mediaType.indexOf('/')).toLowerCase());
}
