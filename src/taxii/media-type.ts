// Media types and their negotiation (TAXII 2.1 §1.6.8 and §3.1, RFC 9110 §12.5.1). Our own small
// parser: TAXII's `version` parameter chooses a protocol, which no negotiation library knows.

/** What every TAXII response is. */
export const TAXII_MEDIA_TYPE = 'application/taxii+json;version=2.1';

/** The media type of STIX content. */
export const STIX_MEDIA_TYPE = (version: string): string =>
  `application/stix+json;version=${version}`;

/** A media type or range; `type` and the names of parameters in lower case. */
export interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Whether only what the specification asks for is taken. */
export interface MediaTypePolicy {
  readonly strict: boolean;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9a-z-]+";
const TYPE = new RegExp(`^${TOKEN}/${TOKEN}$`, 'i');
const PARAMETER = new RegExp(`^(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")$`, 'i');

/** Reads one media type or range, or null when it is none. Of a repeated parameter the first counts. */
export function readMediaType(text: string): MediaType | null {
  const [type = '', ...rest] = splitOutsideQuotes(text, ';');
  if (!TYPE.test(type)) return null;
  const parameters = new Map<string, string>();
  for (const part of rest) {
    if (part === '') continue;
    const found = PARAMETER.exec(part);
    const name = found?.[1]?.toLowerCase();
    if (found === null || name === undefined) return null;
    const value = found[2] ?? (found[3] ?? '').replace(/\\(.)/g, '$1');
    if (!parameters.has(name)) parameters.set(name, value);
  }
  return { type: type.toLowerCase(), parameters };
}

/** Whether a TAXII 2.1 response may answer a request with this Accept header. */
export function acceptsTaxii(header: string | undefined, policy: MediaTypePolicy): boolean {
  if (header === undefined || header.trim() === '') return !policy.strict;
  let closest = 0;
  let quality = 0;
  for (const text of splitOutsideQuotes(header, ',')) {
    const range = readMediaType(text);
    if (range === null) continue;
    const closeness = closenessOf(range, policy);
    if (closeness === 0 || closeness < closest) continue;
    const asked = readQuality(range.parameters.get('q'));
    quality = closeness > closest ? asked : Math.max(quality, asked);
    closest = closeness;
  }
  return quality > 0;
}

/** Whether a pushed body with this Content-Type is read. */
export function acceptsContentType(header: string | undefined, policy: MediaTypePolicy): boolean {
  const found = header === undefined ? null : readMediaType(header);
  if (found === null) return false;
  const charset = found.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8') return false;
  if (found.type === 'application/taxii+json') return isVersion21(found);
  if (policy.strict) return false;
  return (
    found.type === 'application/json' ||
    (found.type === 'application/stix+json' && isVersion21(found))
  );
}

// How narrowly a range describes our media type; 0: not at all. The narrowest range decides, so
// that `application/taxii+json;version=2.1;q=0, */*` is a refusal.
function closenessOf(range: MediaType, policy: MediaTypePolicy): number {
  switch (range.type) {
    case 'application/taxii+json':
      if (!range.parameters.has('version')) return 4;
      return isVersion21(range) ? 5 : 0;
    case 'application/json':
      return policy.strict ? 0 : 3;
    case 'application/*':
      return 2;
    case '*/*':
      return 1;
    default:
      return 0;
  }
}

function isVersion21(found: MediaType): boolean {
  return (found.parameters.get('version') ?? '2.1') === '2.1';
}

function readQuality(text: string | undefined): number {
  const quality = text === undefined ? 1 : Number.parseFloat(text);
  return Number.isNaN(quality) ? 1 : quality;
}

// The parts without blanks around them. A separator inside a quoted string does not separate.
function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted && letter === '\\') at += 1;
    else if (letter === '"') quoted = !quoted;
    else if (letter === separator && !quoted) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
}
