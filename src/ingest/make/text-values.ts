// Values that are words of their own: registry keys, paths of files, AS numbers, MAC addresses, JA3.
import { isMacAddress } from '../../stix/format/mac.ts';
import { fault, plain, quoted, type Value, type ValueFault, value } from './comparison.ts';

const HIVES: ReadonlyMap<string, string> = new Map([
  ['HKLM', 'HKEY_LOCAL_MACHINE'],
  ['HKCU', 'HKEY_CURRENT_USER'],
  ['HKCR', 'HKEY_CLASSES_ROOT'],
  ['HKU', 'HKEY_USERS'],
  ['HKCC', 'HKEY_CURRENT_CONFIG'],
]);

/** A registry key with its hive written out; with `hasDatum`, `key|data`. */
export function readRegistryKey(text: string, hasDatum = false): Value | ValueFault {
  const bar = hasDatum ? text.indexOf('|') : -1;
  const written = bar === -1 ? text : text.slice(0, bar);
  const backslash = written.indexOf('\\');
  const hive = (backslash === -1 ? written : written.slice(0, backslash)).toUpperCase();
  const spelled = HIVES.get(hive) ?? (/^HKEY_[A-Z_]+$/.test(hive) ? hive : null);
  if (spelled === null || (backslash === -1 && !hive.startsWith('HKEY_'))) {
    return fault('VALUE_NOT_A_REGISTRY_KEY');
  }
  const key = `${spelled}${backslash === -1 ? '' : written.slice(backslash)}`;
  const comparison = `windows-registry-key:key = ${quoted(key)}`;
  if (bar === -1) {
    return value(comparison, key);
  }
  const datum = quoted(text.slice(bar + 1));
  return value(`${comparison} AND windows-registry-key:values[*].data = ${datum}`, key);
}

/** A path: its folder and its file name. */
export function readPath(text: string): Value | ValueFault {
  const at = Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'));
  if (at === -1 || at === text.length - 1) {
    return fault('VALUE_NOT_A_PATH');
  }
  const folder =
    at === 0 || text.charAt(at - 1) === ':' ? text.slice(0, at + 1) : text.slice(0, at);
  const name = `file:name = ${quoted(text.slice(at + 1))}`;
  return value(`file:parent_directory_ref.path = ${quoted(folder)} AND ${name}`, text);
}

/** An AS number, with or without the letters. */
export function readAsn(text: string): Value | ValueFault {
  const digits = /^(?:AS|ASN)?\s*(\d{1,10})$/i.exec(text)?.[1];
  const number = Number(digits ?? -1);
  return number < 0 || number > 4_294_967_295
    ? fault('VALUE_NOT_AN_ASN')
    : value(`autonomous-system:number = ${number}`, `AS${number}`);
}

/** A MAC address of six bytes. */
export function readMac(text: string): Value | ValueFault {
  const mac = text.toLowerCase().replaceAll('-', ':');
  return isMacAddress(mac) ? plain('mac-addr:value', mac) : fault('VALUE_NOT_A_MAC');
}

/** A JA3 or JA3S fingerprint. */
export function readJa3(text: string, member: string): Value | ValueFault {
  if (!/^[0-9a-f]+$/i.test(text)) {
    return fault('VALUE_NOT_A_HASH');
  }
  return text.length === 32
    ? plain(`network-traffic:extensions.'x-ja3-ext'.${member}`, text.toLowerCase())
    : fault('HASH_LENGTH');
}
