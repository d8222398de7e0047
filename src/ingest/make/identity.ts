// Ids that imports make: the same row from the same source gets the same id on every node and in
// every import, because it is a UUIDv5 over what the object means.
import { hash } from 'node:crypto';

/** The id of our extension-definition: published, the same everywhere. */
export const EXTENSION_ID = 'extension-definition--43edd5db-a735-4949-8793-2e2118a8dd92';

const MAKER_ID = 'identity--401556f3-d7ee-4201-b322-961ae9c66627';
const EXTENSION_MADE = '2026-01-01T00:00:00.000Z';

/** A namespace as the bytes that a UUIDv5 starts from. */
export function namespaceBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

// One buffer for all names: a megabyte of file has thousands.
const scratch = Buffer.allocUnsafe(64 * 1024);

/** The UUIDv5 of a name in a namespace (RFC 9562 §5.5). */
function uuidV5(namespace: Buffer, name: string): string {
  const digest = hash('sha1', named(namespace, name), 'hex');
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** The UUID of an indicator; names are RFC 8785 JSON. */
export function indicatorUuid(
  namespace: Buffer,
  pattern: string,
  patternType: string,
  source: string,
): string {
  const name = `{"pattern":${JSON.stringify(pattern)},"pattern_type":${JSON.stringify(patternType)},"source":${JSON.stringify(source)}}`;
  return uuidV5(namespace, name);
}

/** The UUID of a vulnerability. */
export function vulnerabilityUuid(namespace: Buffer, cve: string, source: string): string {
  const name = `{"external_id":${JSON.stringify(cve)},"source":${JSON.stringify(source)},"type":"vulnerability"}`;
  return uuidV5(namespace, name);
}

/** The UUID of the note or the opinion that an annotation is told by. */
export function annotationUuid(
  namespace: Buffer,
  {
    kind,
    collection,
    of,
  }: { readonly kind: string; readonly collection: string; readonly of: string },
): string {
  return uuidV5(namespace, JSON.stringify({ annotates: of, collection, type: kind }));
}

/** The id of the identity that stands for a source. */
export function sourceIdentityId(namespace: Buffer, source: string): string {
  return `identity--${uuidV5(namespace, `{"name":${JSON.stringify(source)},"type":"identity"}`)}`;
}

/** The identity of a source, as JSON text. */
export function sourceIdentity(id: string, source: string, created: string): string {
  return JSON.stringify({
    type: 'identity',
    spec_version: '2.1',
    id,
    created,
    modified: created,
    name: source,
    identity_class: 'organization',
  });
}

/** Our extension-definition: what `columns` under its id holds. */
export function extensionDefinition(): string {
  return JSON.stringify({
    type: 'extension-definition',
    spec_version: '2.1',
    id: EXTENSION_ID,
    created_by_ref: MAKER_ID,
    created: EXTENSION_MADE,
    modified: EXTENSION_MADE,
    name: 'Taxiway import columns',
    description:
      'The cells of an imported row that no STIX property takes: a list of {name, value}, names as in the file.',
    schema:
      '{"type":"object","properties":{"extension_type":{"const":"property-extension"},"columns":{"type":"array","items":{"type":"object","required":["name","value"],"properties":{"name":{"type":"string"}}}}},"required":["extension_type","columns"]}',
    version: '1.0.0',
    extension_types: ['property-extension'],
  });
}

function named(namespace: Buffer, name: string): Buffer {
  if (name.length * 3 + namespace.length > scratch.length) {
    return Buffer.concat([namespace, Buffer.from(name)]);
  }
  scratch.set(namespace);
  return scratch.subarray(0, namespace.length + scratch.write(name, namespace.length));
}
