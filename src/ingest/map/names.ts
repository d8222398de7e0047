// The names that columns carry and the words that a type column holds, as tables. All keys are
// N-forms: NFKC, lower-case, only letters and digits kept.

import type { Attribute, ValueType } from './field.ts';
import { GERMAN_ATTRIBUTES, GERMAN_VALUES } from './german-names.ts';

const ATTRIBUTE_NAMES: readonly (readonly [Attribute, string])[] = [
  ['pattern_type', 'patterntype'],
  ['type', 'type indicatortype observabletype ioctype attributetype valuetype datatype'],
  ['name', 'name title indicatorname displayname'],
  [
    'description',
    'description desc comment comments note notes shortdescription listingreason reason',
  ],
  ['confidence', 'confidence confidencelevel confidencescore weight certainty'],
  ['valid_from', 'validfrom validityfrom startdate effectivefrom activefrom'],
  [
    'valid_until',
    'validuntil validto validtill expires expiresat expireson expiry expirydate expiration expirationdate expirationtime expirationdatetime enddate',
  ],
  ['duration', 'duration ttl'],
  [
    'first_seen',
    'firstseen firstseenutc firstseenat datefirstseen dateadded listingdate submissiontime reportedat date timestamp time',
  ],
  ['last_seen', 'lastseen lastseenutc lastseenat lastseentimestamp lastonline datelastseen'],
  ['created', 'created createdat createdtime creationtime datecreated'],
  ['tlp', 'tlp tlplevel tlpmarking marking markings trafficlightprotocol'],
  ['labels', 'tags tag labels label keywords attributetag eventtag'],
  [
    'threat_types',
    'threattypes threattype threat indicatortypes category threatcategory classification verdict',
  ],
  ['malware', 'malware malwareprintable malwarealias malwarefamily fkmalware family signature'],
  ['kill_chain', 'killchain killchainphase killchainphases killchainphasename'],
  [
    'references',
    'reference references referenceurl link links sourceurl externalreference externalreferences urlhauslink phishdetailurl report reporturl',
  ],
  ['external_id', 'id uuid iocid phishid sblid indicatorid externalid'],
  ['mitre', 'mitretechniques techniques attacktechniques mitreattack'],
  ['cwe', 'cwes cwe'],
  ['revoked', 'revoked isrevoked'],
  ['to_ids', 'toids'],
  ['is_compromised', 'iscompromised'],
  ['source', 'source sourcename feed feedname provider sourcesystem'],
  ['action', 'action'],
  ['severity', 'severity'],
  ['port', 'port dstport destport destinationport dport remoteport'],
  ['hash_type', 'filehashtype hashtype hashalgorithm algorithm'],
  ['file_size', 'filesize filesizebytes size'],
  ['registry_value_name', 'registryvaluename'],
  ['registry_value_data', 'registryvaluetext registryvaluedata'],
];

const VALUE_NAMES: readonly (readonly [ValueType, string])[] = [
  ['pattern', 'pattern stixpattern'],
  [
    'any',
    'value indicator indicatorvalue observable observablevalue ioc iocvalue artifact attributevalue',
  ],
  ['cve', 'cve cveid vulnerability'],
  ['md5', 'md5 md5hash hashmd5 filehashmd5 filemd5 filehashesmd5'],
  ['sha1', 'sha1 sha1hash hashsha1 filehashsha1 filesha1 filehashessha1'],
  ['sha256', 'sha256 sha256hash hashsha256 filehashsha256 filesha256 filehashessha256'],
  ['sha512', 'sha512 sha512hash hashsha512 filehashsha512 filesha512 filehashessha512'],
  ['sha3256', 'sha3256'],
  ['sha3512', 'sha3512'],
  ['sha224', 'sha224'],
  ['sha384', 'sha384'],
  ['hash', 'hash filehash filehashvalue hashvalue'],
  ['filename-hash', 'filenamemd5 filenamesha1 filenamesha256 filenamesha512'],
  ['url', 'url uri maliciousurl phishurl'],
  ['email-sender', 'sender emailsrc srcuser fromaddress senderaddress'],
  ['email-recipient', 'emaildst'],
  ['email', 'email emailaddr emailaddress mail'],
  ['endpoint', 'ipport ipdstport ipsrcport hostport hostnameport endpoint networktraffic'],
  ['domain-ip', 'domainip'],
  ['domain', 'domain domainname hostname fqdn'],
  ['host', 'host'],
  ['ip', 'ip ipaddress ipaddr dstip srcip destip sourceip destinationip remoteip ipdst ipsrc'],
  ['ipv4', 'ipv4 ipv4addr ipv4address'],
  ['ipv6', 'ipv6 ipv6addr ipv6address'],
  ['cidr', 'cidr netblock network subnet iprange range cidrblock'],
  ['asn', 'asn as asnumber autonomoussystem'],
  ['mac', 'mac macaddr macaddress'],
  [
    'cert',
    'x509certificate certsha1 certificatesha1 x509fingerprintsha1 x509fingerprintsha256 x509fingerprintmd5 certfingerprint thumbprint',
  ],
  ['cert-serial', 'certificateserial serialnumber'],
  ['cert-issuer', 'certificateissuer'],
  ['cert-subject', 'certificatesubject'],
  ['ja3', 'ja3 ja3md5 ja3fingerprintmd5'],
  ['ja3s', 'ja3s'],
  ['mutex', 'mutex'],
  ['registry', 'registry registrykey regkey registrypath windowsregistrykey'],
  ['regkey-value', 'regkeyvalue'],
  ['process', 'process commandline cmdline processcommandline'],
  ['service', 'service servicename'],
  ['user-agent', 'useragent httpuseragent'],
  ['user', 'user username useraccount accountname'],
  ['subject', 'subject emailsubject'],
  ['file-path', 'filepath path fullpath'],
  ['file-name', 'filename processfilename'],
  ['file', 'file'],
  ['ssdeep', 'ssdeep'],
  ['tlsh', 'tlsh'],
  ['authentihash', 'authentihash'],
  ['imphash', 'imphash filehashimphash'],
  ['pehash', 'pehash filehashpehash'],
  ['rule', 'yara sigma snort suricata pcre'],
];

/** N-form → attribute. */
export const attributeOf: ReadonlyMap<string, Attribute> = invert([
  ...ATTRIBUTE_NAMES,
  ...GERMAN_ATTRIBUTES,
]);

/** N-form → type of value; also the type words of a type column. */
export const valueTypeOf: ReadonlyMap<string, ValueType> = invert([
  ...VALUE_NAMES,
  ...GERMAN_VALUES,
]);

/** Place in the order of precedence: the smaller wins. */
export const precedenceOf: ReadonlyMap<ValueType, number> = new Map(
  VALUE_NAMES.map(([type], index) => [type, index]),
);

/** True for a field name that a manual column map may give. */
export function fieldOf(word: string): Attribute | ValueType | 'extra' | null {
  if (word === 'extra') {
    return 'extra';
  }
  return (
    VALUE_NAMES.find(([type]) => type === word)?.[0] ??
    ATTRIBUTE_NAMES.find(([field]) => field === word)?.[0] ??
    null
  );
}

/** The N-form of a name: how it is written does not matter, only its letters and digits. */
export function nForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** True for a type of value, false for an attribute. */
export function isValueType(field: Attribute | ValueType | 'extra'): field is ValueType {
  return VALUE_NAMES.some(([type]) => type === field);
}

function invert<T extends string>(rows: readonly (readonly [T, string])[]): ReadonlyMap<string, T> {
  const byName = new Map<string, T>();
  for (const [field, names] of rows) {
    for (const name of names.split(' ')) {
      byName.set(name, field);
    }
  }
  return byName;
}
