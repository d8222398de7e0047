// What the import pages say of imports, in words for people.
import type { Import } from './queries.ts';

const NUMBER = new Intl.NumberFormat();

/** A number as the viewer writes it. */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** So many records, also when it is one. */
export function records(value: number): string {
  return value === 1 ? 'one record' : `${count(value)} records`;
}

/** A size, to two digits. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** step;
  const digits = step === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[step]}`;
}

/** How long something takes, roughly. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};
const FORMATS: Readonly<Record<string, string>> = {
  csv: 'A table',
  text: 'A plain list, one value a line',
  json: 'JSON',
  ndjson: 'JSON, one object a line',
  xlsx: 'An Excel workbook, its first sheet',
};
const FEEDS: Readonly<Record<string, string>> = {
  'sentinel-csv': 'Microsoft Sentinel’s table',
  'sentinel-file-csv': 'Microsoft Sentinel’s table of files',
  'defender-csv': 'Microsoft Defender for Endpoint',
  urlhaus: 'URLhaus',
  threatfox: 'ThreatFox',
  malwarebazaar: 'MalwareBazaar',
  feodo: 'Feodo Tracker',
  'sslbl-certs': 'SSLBL certificates',
  'sslbl-ips': 'SSLBL addresses',
  'sslbl-ja3': 'SSLBL JA3',
  phishtank: 'PhishTank',
  otx: 'AlienVault OTX',
  'misp-csv': 'MISP (CSV)',
  'misp-json': 'MISP (JSON)',
  'spamhaus-drop': 'Spamhaus DROP',
  'spamhaus-asndrop': 'Spamhaus ASN-DROP',
  kev: 'CISA KEV',
  dshield: 'DShield',
  crowdsec: 'CrowdSec',
  sumo: 'Sumo Logic',
  'splunk-es': 'Splunk Enterprise Security',
};

type Detected = Import['detected'];

/** The feed by its own name. */
export function feedName(name: string): string {
  return FEEDS[name] ?? name;
}

/** How a file is read, in one sentence. */
export function recognised(detected: Detected): string {
  if (detected === null) return 'Not recognised.';
  const { format, delimiter, encoding, header_line, compression } = detected;
  const isTable = format === 'csv' || format === 'xlsx';
  const parts = [
    FORMATS[format ?? ''] ?? String(format),
    typeof delimiter === 'string' &&
      `cells separated by ${DELIMITERS[delimiter] ?? `“${delimiter}”`}`,
    typeof encoding === 'string' && format !== 'xlsx' && encoding.toUpperCase(),
    typeof header_line === 'number' && `header on line ${header_line}`,
    isTable && header_line === null && 'no header: columns told by what is in them',
    typeof compression === 'string' && `packed with ${compression}`,
  ];
  return `${parts.filter((part) => part !== false).join(', ')}.`;
}

/** What became of an import, in a sentence or two. */
export function summary(one: Import): string {
  const { state, counts, dry_run, error } = one;
  switch (state) {
    case 'waiting':
      return 'It waits for its turn.';
    case 'running':
      return dry_run ? 'The file is being tried; nothing is stored.' : 'Objects are being stored.';
    case 'undoing':
      return 'It is being taken back.';
    case 'failed':
      return `Nothing was stored. ${error?.message ?? 'The file cannot be read.'}`;
    case 'rejected':
      return `Nothing was stored: all or nothing was asked for, and ${records(counts.rejected)} of ${count(counts.total)} ${counts.rejected === 1 ? 'is' : 'are'} bad.`;
    case 'cancelled':
      return `It was stopped after ${records(counts.total)}. What was stored until then stays; it can be taken back.`;
    case 'undone':
      return undone(one);
    default:
      return dry_run ? tried(one) : stored(one);
  }
}

function stored({ counts }: Import): string {
  const { total, valid, rejected } = counts;
  if (total === 0) return 'The file has no records; nothing was stored.';
  const all = total === 1 ? 'The only record' : `All ${records(total)}`;
  if (rejected === total)
    return `${all} ${total === 1 ? 'was' : 'were'} rejected; nothing was stored.`;
  const brought = broughtBy(counts);
  if (rejected === 0) return `${all} went through. ${brought}`;
  return `${count(valid)} of ${records(total)} went through; ${count(rejected)} ${rejected === 1 ? 'was' : 'were'} rejected. ${brought}`;
}

function broughtBy({ created, updated, set_aside }: Import['counts']): string {
  const waits = set_aside === 0 ? '' : ` ${count(set_aside)} set aside for a decision.`;
  if (created + updated > 0) return `${count(created)} new, ${count(updated)} changed.${waits}`;
  return waits === '' ? 'Nothing had to be stored: it was all there before.' : waits.trim();
}

function tried({ counts }: Import): string {
  const { total, created, updated, rejected } = counts;
  if (total === 0) return 'The file has no records.';
  const bad = rejected === 0 ? 'no record' : records(rejected);
  return `Nothing was stored. An import would bring ${count(created)} new and ${count(updated)} changed, and reject ${bad}.`;
}

function undone({ undo }: Import): string {
  if (undo === undefined) return 'It was taken back.';
  const { remove, revoked, restored, removed, kept } = undo;
  const did = remove
    ? `${count(removed)} removed`
    : `${count(revoked)} revoked, ${count(restored)} restored, ${count(removed)} removed`;
  const left = kept === 0 ? '' : ` ${count(kept)} left alone, because somebody changed them since.`;
  return `It was taken back: ${did}.${left}`;
}
