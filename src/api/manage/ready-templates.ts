// Files to begin with: each can be imported as it is, and shows what an import understands. The
// addresses and domains in them are the ones that are set aside for documentation.

/** A file to begin with. A table comes as CSV and as JSON. */
export interface ReadyTemplate {
  readonly name: string;
  readonly description: string;
  readonly rows?: readonly (readonly string[])[];
  readonly objects?: readonly object[];
}

const SHA256 = 'aa2f4fa70b74a4b8851e3247959596141665da2a6bb16b4d52db4fc81653a707';
const SHA1 = '2d9649c38edb45c8fbf176bcb6a009278660bbca';
const MD5 = '59f78a4a8438289df25bf0b0f4449cc5';
const SEEN = '2026-05-01T08:00:00Z';

const SENTINEL =
  'threatTypes,tags,name,description,confidence,revoked,validFrom,validUntil,tlpLevel,severity';

/** By name. */
export const READY_TEMPLATES: readonly ReadyTemplate[] = [
  {
    name: 'defender',
    description: 'Indicators as Microsoft Defender for Endpoint exports them.',
    rows: table(
      'IndicatorType,IndicatorValue,ExpirationTime,Action,Severity,Title,Description,RecommendedActions,RbacGroups,Category,MitreTechniques,GenerateAlert',
      ['FileSha256', SHA256, '', 'Block', 'High', 'Loader', '', '', '', 'Malware', 'T1204', 'TRUE'],
      ['DomainName', 'c2.example', '', 'Warn', 'Medium', 'Panel', '', '', '', '', 'T1071', 'FALSE'],
    ),
  },
  {
    name: 'files',
    description: 'Files by their hashes; the hashes of one row are one file.',
    rows: table('filename,size,md5,sha1,sha256,description,tags,confidence,tlp', [
      'loader.exe',
      '20480',
      MD5,
      SHA1,
      SHA256,
      'First stage',
      'loader',
      '90',
      'amber',
    ]),
  },
  {
    name: 'misp',
    description: 'Attributes as MISP exports them in CSV.',
    rows: table('uuid,event_id,category,type,value,comment,to_ids,date', [
      '5f000000-0000-4000-8000-000000000001',
      '77',
      'Network activity',
      'ip-dst',
      '198.51.100.7',
      'C2',
      '1',
      '1777622400',
    ]),
  },
  {
    name: 'sentinel-files',
    description: "Microsoft Sentinel's table for file indicators.",
    rows: table(`${SENTINEL},fileName,fileSize,fileHashMd5,fileHashSha1,fileHashSha256`, [
      'Malware',
      'loader',
      'First stage',
      '',
      '90',
      '',
      SEEN,
      '',
      'amber',
      '4',
      'loader.exe',
      '20480',
      MD5,
      SHA1,
      SHA256,
    ]),
  },
  {
    name: 'sentinel-indicators',
    description: "Microsoft Sentinel's table for all indicators but files.",
    rows: table(
      `${SENTINEL},observableType,observableValue`,
      [
        'Phishing',
        'demo, csv',
        'Franken domain',
        'Seen in an article',
        '100',
        '',
        SEEN,
        '',
        'white',
        '5',
        'domain-name',
        'phish.example',
      ],
      ['C2', 'botnet', '', '', '85', 'false', SEEN, '', 'green', '4', 'ipv4-addr', '192.0.2.15'],
    ),
  },
  {
    name: 'simple',
    description: 'One indicator a row, of any type.',
    rows: table(
      'type,value,description,tags,confidence,tlp,first_seen,valid_until,reference',
      [
        'ip',
        '198.51.100.7',
        'C2 of a loader',
        'c2, loader',
        '80',
        'green',
        SEEN,
        '',
        'https://example.com/report',
      ],
      ['domain', 'evil.example', 'Phishing kit', 'phishing', '70', 'green', SEEN, '', ''],
      ['url', 'https://evil.example/login', '', 'phishing', '70', 'clear', SEEN, '', ''],
      ['sha256', SHA256, 'First stage', 'loader', '90', 'amber', SEEN, '', ''],
    ),
  },
  {
    name: 'stix',
    description: 'STIX 2.1 objects in a list, as they are stored.',
    objects: [
      {
        type: 'indicator',
        spec_version: '2.1',
        id: 'indicator--dbc48d87-b5e9-4380-85ae-e1184abf5ff4',
        created: '2026-05-01T08:00:00.000Z',
        modified: '2026-05-01T08:00:00.000Z',
        name: 'C2 of a loader',
        indicator_types: ['malicious-activity'],
        labels: ['c2'],
        confidence: 80,
        pattern: "[ipv4-addr:value = '198.51.100.7']",
        pattern_type: 'stix',
        valid_from: '2026-05-01T08:00:00Z',
      },
    ],
  },
  {
    name: 'vulnerabilities',
    description: "Vulnerabilities, in the columns of CISA's catalogue of known exploited ones.",
    rows: table(
      'cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes',
      [
        'CVE-2099-10001',
        'Example',
        'Gateway',
        'Example Gateway Command Injection',
        '2026-05-01',
        'A command injection.',
        'Update.',
        '2026-05-22',
        'Unknown',
        'https://example.com/advisory',
      ],
    ),
  },
];

function table(header: string, ...rows: readonly (readonly string[])[]) {
  return [header.split(','), ...rows];
}
