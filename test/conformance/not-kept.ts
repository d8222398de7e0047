// Lines of the checklist without a test, each with its reason. `not offered` is for what the
// specification leaves optional (MAY) and Taxiway leaves out.

export interface NotKept {
  readonly state: 'not kept' | 'not applicable' | 'not offered';
  readonly reason: string;
}

export const NOT_KEPT: Readonly<Record<string, NotKept>> = {
  'TLS-10': {
    state: 'not offered',
    reason:
      'Client certificates are verified against an authority; there is no pinning of fingerprints.',
  },
  'TLS-12': {
    state: 'not kept',
    reason: 'HTTP/1.1 only. A proxy in front may speak HTTP/2 to clients.',
  },
  'SRV-04': {
    state: 'not applicable',
    reason:
      'A line for clients. The command line takes the URL of the server, it looks up no DNS records.',
  },
  'AUTH-10': {
    state: 'not offered',
    reason: 'Unauthorized requests are always answered, never dropped.',
  },
  'DISC-10': {
    state: 'not offered',
    reason: 'Discovery lists the roots of this server only.',
  },
  'ROOT-06': {
    state: 'not kept',
    reason:
      'A root is one segment under /taxii2/, so that routing, grants and links stay simple; clients take any URL.',
  },
  'IOP-12': {
    state: 'not offered',
    reason: 'Only the match fields of the specification; the further ones are optional even there.',
  },
  'IOP-14': {
    state: 'not applicable',
    reason:
      'No interoperability certificate is claimed, so its checklist for servers does not apply.',
  },
};
