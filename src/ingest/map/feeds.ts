// Feeds that are recognised by the names of their columns, and what they mean by some of them.
import type { Attribute, ValueType } from './field.ts';

/** A feed: its signature, its own meanings of names, and the indicator type of what it lists. */
export interface Feed {
  readonly name: string;
  readonly signature: readonly string[];
  /** The signature is all there may be. */
  readonly isExact: boolean;
  readonly overrides: Readonly<Record<string, Attribute | ValueType | 'extra'>>;
  readonly indicatorType: string | null;
}

const BAD = 'malicious-activity';

/** In the order in which they are tried. */
const FEEDS: readonly Feed[] = [
  feed('sentinel-csv', 'observabletype observablevalue validfrom', null),
  feed('defender-csv', 'indicatortype indicatorvalue action', BAD),
  feed('urlhaus', 'url urlstatus threat', BAD),
  feed('threatfox', 'iocvalue ioctype threattype', BAD),
  feed('threatfox', 'ioc ioctype threattype', BAD),
  feed('malwarebazaar', 'sha256hash md5hash sha1hash filetypeguess', BAD),
  feed('feodo', 'dstip dstport malware', BAD),
  feed('feodo', 'ipaddress port malware lastonline', BAD, { hostname: 'extra' }),
  feed('sslbl-certs', 'listingdate sha1 listingreason', BAD, { sha1: 'cert' }),
  feed('sslbl-ips', '! firstseen dstip dstport', BAD),
  feed('sslbl-ja3', 'ja3md5 listingreason', BAD),
  feed('phishtank', 'phishid url', BAD, { target: 'extra' }),
  feed('otx', '! indicatortype indicator description', null),
  feed('misp-csv', 'eventid type value toids', BAD),
  feed('spamhaus-drop', 'cidr sblid', BAD),
  // Its text, whose lines are told by their look; see read/headerless.ts.
  feed('spamhaus-drop', '! value sblid', BAD),
  feed('spamhaus-asndrop', 'asn rir domain', BAD, { domain: 'extra' }),
  feed('kev', 'cveid vendorproject duedate', null, { notes: 'references', dateadded: 'extra' }),
  feed('dshield', 'start end netblock attacks', BAD, {
    start: 'cidr',
    netblock: 'extra',
    end: 'extra',
    name: 'extra',
    email: 'extra',
  }),
  feed('crowdsec', 'scope value duration', BAD, { scope: 'type', type: 'extra' }),
  feed('sumo', 'indicator type validfrom threattype', null),
  feed('splunk-es', 'description weight', null),
];

// Told by the container of its records, and not by their names.
const MISP = feed('misp-json', '', BAD, { comment: 'description', timestamp: 'first_seen' });

/** The feed of that name, where the reader told it; null for those that say nothing of their columns. */
export function feedNamed(name: string): Feed | null {
  return name === MISP.name ? MISP : null;
}

/** The feed that these names (N-forms) belong to. */
export function recogniseFeed(names: readonly string[]): Feed | null {
  const present = new Set(names);
  return FEEDS.find((candidate) => hasSignature(candidate, present)) ?? sentinelFiles(present);
}

function hasSignature(candidate: Feed, present: ReadonlySet<string>): boolean {
  const { signature, isExact } = candidate;
  return (
    signature.every((name) => present.has(name)) && (!isExact || present.size === signature.length)
  );
}

const FILE_COLUMNS =
  /^(?:file)?(?:hash(?:es)?)?(?:md5|sha1|sha224|sha256|sha384|sha512)(?:hash)?$|^(?:file)?hash(?:type|value)?$/;

function sentinelFiles(present: ReadonlySet<string>): Feed | null {
  const isSentinel =
    present.has('validfrom') && present.has('tlplevel') && !present.has('observablevalue');
  const hasHash = [...present].some((name) => FILE_COLUMNS.test(name));
  return isSentinel && hasHash ? feed('sentinel-file-csv', '', null) : null;
}

function feed(
  name: string,
  signature: string,
  indicatorType: string | null,
  overrides: Feed['overrides'] = {},
): Feed {
  const words = signature.split(' ').filter((word) => word !== '' && word !== '!');
  return { name, signature: words, isExact: signature.startsWith('!'), overrides, indicatorType };
}
