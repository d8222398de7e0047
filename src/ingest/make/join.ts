// What joins a value from other cells of its record: a port an address, hashes a hash, parts of a
// registry key or a certificate each other.

import type { ValueColumn } from '../map/columns.ts';
import { type Draft, reject, textAt, textOf } from '../map/draft.ts';
import type { ValueType } from '../map/field.ts';
import { nForm, valueTypeOf } from '../map/names.ts';
import { readPort } from './address.ts';
import type { Chosen } from './choose.ts';
import { quoted } from './comparison.ts';
import { CRYPTO_HASHES, hashTypeOf, isCryptoHash, NAMING_ORDER, readHash } from './hash.ts';
import { endpointComparison } from './value.ts';

/** The inside of the pattern, and what the object is called where no cell says so. */
export interface Joined {
  readonly comparison: string;
  readonly name: string;
}

const CERTIFICATE_PARTS: readonly ValueType[] = ['cert-serial', 'cert-issuer', 'cert-subject'];

/** Joins to the chosen value what belongs to it; null when a part is wrong (then rejected). */
export function joinParts(
  draft: Draft,
  chosen: Chosen,
  settings: { readonly port_mode: 'endpoint' | 'address' },
): Joined | null {
  const { value, type } = chosen;
  const hashType = resolvedHash(chosen);
  if (hashType !== null) {
    return joinHashes(draft, chosen, hashType);
  }
  if (value.host !== undefined) {
    return settings.port_mode === 'endpoint' ? joinPort(draft, chosen) : value;
  }
  if (type === 'registry') {
    return joinRegistry(draft, value);
  }
  return CERTIFICATE_PARTS.includes(type) ? joinCertificate(draft, chosen) : value;
}

function resolvedHash(chosen: Chosen): ValueType | null {
  const { type, text } = chosen;
  const isAny = type === 'hash' || type === 'file';
  const resolved = isAny ? hashTypeOf(text) : type;
  return resolved !== null && isCryptoHash(resolved) ? resolved : null;
}

function joinHashes(draft: Draft, chosen: Chosen, type: ValueType): Joined | null {
  const found = new Map<ValueType, Joined>([[type, chosen.value]]);
  for (const where of draft.plan.values) {
    if (where.column !== chosen.column) {
      joinHash(draft, where, found);
    }
  }
  if (found.size === 1) {
    return { comparison: chosen.value.comparison, name: fileName(draft) ?? chosen.value.name };
  }
  const inOrder = CRYPTO_HASHES.flatMap((algorithm) => found.get(algorithm) ?? []);
  const naming = NAMING_ORDER.find((algorithm) => found.has(algorithm)) ?? type;
  return {
    comparison: inOrder.map((hash) => hash.comparison).join(' OR '),
    name: fileName(draft) ?? found.get(naming)?.name ?? chosen.value.name,
  };
}

function joinHash(draft: Draft, where: ValueColumn, found: Map<ValueType, Joined>): void {
  const text = textAt(draft, where.column);
  const algorithm = text === null ? null : algorithmOf(draft, where.type, where.partner, text);
  if (text === null || algorithm === null) {
    return;
  }
  const read = readHash(algorithm, text);
  if (read.kind === 'fault') {
    const hint = 'Move the hash to the column of its algorithm, or correct it.';
    reject(draft, where.column, read.code, `is not valid as ${algorithm}`, hint);
  } else if (!found.has(algorithm) || found.get(algorithm)?.name === read.name) {
    draft.used[where.column] = true;
    found.set(algorithm, read);
  }
}

function algorithmOf(
  draft: Draft,
  declared: ValueType,
  partner: number | undefined,
  text: string,
): ValueType | null {
  if (declared !== 'hash') {
    return isCryptoHash(declared) ? declared : null;
  }
  const word = partner === undefined ? null : textAt(draft, partner);
  if (word === null || partner === undefined) {
    return hashTypeOf(text);
  }
  const named = valueTypeOf.get(nForm(word));
  if (named === undefined) {
    reject(
      draft,
      partner,
      'HASH_ALGORITHM_UNKNOWN',
      'is no known hash algorithm',
      'Use MD5, SHA-1, SHA-256 or SHA-512.',
    );
    return null;
  }
  draft.used[partner] = true;
  return isCryptoHash(named) ? named : null;
}

function fileName(draft: Draft): string | null {
  const where = draft.plan.values.find((value) => value.type === 'file-name');
  return where === undefined ? null : textAt(draft, where.column);
}

function joinPort(draft: Draft, chosen: Chosen): Joined | null {
  const text = textOf(draft, 'port');
  const column = draft.plan.scalars.port;
  const { host } = chosen.value;
  if (text === null || column === undefined || host === undefined) {
    return chosen.value;
  }
  draft.used[column] = true;
  const port = readPort(text);
  if (port === null) {
    reject(
      draft,
      column,
      'PORT_RANGE',
      'is no port from 1 to 65535',
      'Correct the port, or leave it empty.',
    );
    return null;
  }
  const name = host.type === 'ipv6-addr' ? `[${host.text}]:${port}` : `${host.text}:${port}`;
  return { comparison: endpointComparison(host.type, host.text, port), name };
}

function joinRegistry(draft: Draft, value: Joined): Joined {
  let { comparison } = value;
  for (const part of ['name', 'data'] as const) {
    const text = textOf(draft, `registry_value_${part}`);
    const column = draft.plan.scalars[`registry_value_${part}`];
    if (text !== null && column !== undefined) {
      draft.used[column] = true;
      comparison += ` AND windows-registry-key:values[*].${part} = ${quoted(text)}`;
    }
  }
  return { comparison, name: value.name };
}

function joinCertificate(draft: Draft, chosen: Chosen): Joined {
  const parts = CERTIFICATE_PARTS.flatMap((type) => {
    const where = draft.plan.values.find((value) => value.type === type);
    const text = where === undefined ? null : textAt(draft, where.column);
    if (where === undefined || text === null) {
      return [];
    }
    draft.used[where.column] = true;
    return [{ path: type.replace('cert-serial', 'serial_number').replace('cert-', ''), text }];
  });
  const first = parts[0];
  if (first === undefined || parts.length < 2) {
    return chosen.value;
  }
  const comparisons = parts.map(({ path, text }) => `x509-certificate:${path} = ${quoted(text)}`);
  return { comparison: comparisons.join(' AND '), name: first.text };
}
