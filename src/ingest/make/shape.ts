// What a value looks like when nothing says what it is: the first shape that fits wins.
import type { ValueType } from '../map/field.ts';
import { readCidr, readIp, readIpv4 } from './address.ts';
import { hasKnownTld, readDomain, readEmail } from './host.ts';
import { refang } from './refang.ts';

/** A shape that was found. Strict ones are proof enough that a cell holds a value. */
export interface Shape {
  readonly type: ValueType;
  readonly isStrict: boolean;
  readonly warning?: 'TYPE_AMBIGUOUS' | 'URL_SCHEME_ASSUMED';
}

/** Number of hex digits → algorithm. */
export const HASH_OF_LENGTH: ReadonlyMap<number, ValueType> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [56, 'sha224'],
  [64, 'sha256'],
  [96, 'sha384'],
  [128, 'sha512'],
]);

const FILE_NAME =
  /\.(?:exe|dll|sys|bat|cmd|ps1|vbs|jse?|wsf|hta|scr|pif|msi|jar|docx?|docm|xlsx?|xlsm|pptx?|pdf|rtf|lnk|iso|img|rar|7z|gz|tar|cab|bin|elf|apk)$/i;
const AMBIGUOUS_TLD = /^[^.]+\.(?:zip|mov|sh|py|pl|md|rs|so|ps)$/;
const HEX = /^[0-9a-fA-F]+$/;

/** The shape of a refanged value, or null. */
export function shapeOf(text: string): Shape | null {
  return (
    addressShape(text) ??
    wordShape(text) ??
    recordShape(text) ??
    hostShape(text) ??
    compositeShape(text)
  );
}

/** True for text that is certainly a value and no name of a column. */
export function isStrict(text: string): boolean {
  return shapeOf(text)?.isStrict === true;
}

const LONGEST_VALUE = 4096;

/** True for a cell, defanged or not, that is certainly a value. */
export function holdsValue(cell: string): boolean {
  return cell.length <= LONGEST_VALUE && isStrict(refang(cell));
}

/** The code for what nearly is something; TYPE_UNKNOWN for anything else. */
export function lookAlike(text: string): string {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
    return 'VALUE_NOT_AN_IPV4';
  }
  if (/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text)) {
    return 'VALUE_NOT_A_CIDR';
  }
  if (/^\w+:\/\//.test(text)) {
    return 'VALUE_NOT_A_URL';
  }
  return text.length >= 24 && HEX.test(text) ? 'HASH_LENGTH' : 'TYPE_UNKNOWN';
}

function strict(type: ValueType): Shape {
  return { type, isStrict: true };
}

function loose(type: ValueType): Shape {
  return { type, isStrict: false };
}

function addressShape(text: string): Shape | null {
  const first = text.charCodeAt(0);
  const mayBeAddress = (first >= 48 && first <= 58) || first === 91 || /^[0-9a-f]*:/i.test(text);
  if (!mayBeAddress) {
    return null;
  }
  const address = readIp(text);
  if (address !== null) {
    return strict(address.version === 4 ? 'ipv4' : 'ipv6');
  }
  if (readCidr(text) !== null) {
    return strict('cidr');
  }
  const endpoint = /^(?:\[([^\]]+)\]:|([^|]+)[|]|([\d.]+):)(\d+)$/.exec(text);
  const host = endpoint?.[1] ?? endpoint?.[2] ?? endpoint?.[3];
  return host !== undefined && readIp(host) !== null ? strict('endpoint') : null;
}

function wordShape(text: string): Shape | null {
  const hash = HASH_OF_LENGTH.get(text.length);
  if (hash !== undefined && HEX.test(text)) {
    return strict(hash);
  }
  if (text.includes('@') && !text.includes('://') && readEmail(text) !== null) {
    return strict('email');
  }
  if (/^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i.test(text)) {
    return strict('url');
  }
  return /^cve-\d{4}-\d{4,}$/i.test(text) ? strict('cve') : null;
}

function recordShape(text: string): Shape | null {
  if (/^as\d{1,10}$/i.test(text)) {
    return loose('asn');
  }
  if (/^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(text)) {
    return loose('mac');
  }
  if (/^\d+:[A-Za-z0-9+/]{3,}:[A-Za-z0-9+/]{3,}$/.test(text)) {
    return loose('ssdeep');
  }
  if (text.length === 72 && /^T1[0-9A-F]{70}$/i.test(text)) {
    return loose('tlsh');
  }
  if (/^(?:HKLM|HKCU|HKCR|HKU|HKCC|HKEY_[A-Z_]+)\\/i.test(text)) {
    return loose('registry');
  }
  return /^(?:[a-z]:\\|\/[^/\s]+\/).+/i.test(text) ? loose('file-path') : null;
}

function hostShape(text: string): Shape | null {
  const bare = text.replace(/^(?:\*\.|\.)/, '');
  const domain = readDomain(bare);
  if (domain !== null && hasKnownTld(domain)) {
    const isAmbiguous = AMBIGUOUS_TLD.test(domain);
    return { ...strict('domain'), ...(isAmbiguous ? { warning: 'TYPE_AMBIGUOUS' as const } : {}) };
  }
  const withPort = /^([^:/|\s]+):(\d{1,5})$/.exec(text);
  if (withPort?.[1] !== undefined && isHost(withPort[1])) {
    return loose('endpoint');
  }
  const slash = text.indexOf('/');
  if (slash > 0 && !/\s/.test(text)) {
    const host = text.slice(0, slash).replace(/:\d{1,5}$/, '');
    const isAddress = readIpv4(host) !== null && !/^\/\d*$/.test(text.slice(slash));
    if (isAddress || (readIpv4(host) === null && isHost(host))) {
      return { ...loose('url'), warning: 'URL_SCHEME_ASSUMED' };
    }
  }
  return null;
}

function compositeShape(text: string): Shape | null {
  const bar = text.lastIndexOf('|');
  if (bar > 0) {
    const left = text.slice(0, bar);
    const right = text.slice(bar + 1);
    if (HASH_OF_LENGTH.has(right.length) && HEX.test(right)) {
      return loose('filename-hash');
    }
    if (readDomain(left) !== null && readIp(right) !== null) {
      return loose('domain-ip');
    }
  }
  return FILE_NAME.test(text) && !/[\\/|]/.test(text) ? loose('file-name') : null;
}

function isHost(text: string): boolean {
  const domain = readDomain(text);
  return domain !== null && hasKnownTld(domain);
}
