import {
  IconAffiliate,
  IconBug,
  IconBuilding,
  IconChartDots3,
  IconCube,
  IconFile,
  IconFlag,
  IconId,
  IconLink,
  IconMail,
  IconMapPin,
  IconMessage,
  IconNote,
  IconReport,
  IconServer,
  IconShieldExclamation,
  IconSpy,
  IconSwords,
  IconTarget,
  IconTool,
  IconWorld,
} from '@tabler/icons-react';
import { typeWords } from './words.ts';

const ICONS: Readonly<Record<string, typeof IconCube>> = {
  'attack-pattern': IconSwords,
  campaign: IconFlag,
  'domain-name': IconWorld,
  'email-addr': IconMail,
  'email-message': IconMail,
  file: IconFile,
  grouping: IconChartDots3,
  identity: IconBuilding,
  indicator: IconTarget,
  infrastructure: IconServer,
  'intrusion-set': IconSpy,
  'ipv4-addr': IconWorld,
  'ipv6-addr': IconWorld,
  location: IconMapPin,
  malware: IconBug,
  note: IconNote,
  opinion: IconMessage,
  relationship: IconAffiliate,
  report: IconReport,
  'threat-actor': IconSpy,
  tool: IconTool,
  url: IconLink,
  'user-account': IconId,
  vulnerability: IconShieldExclamation,
};

/** A type as a small picture; its name for those who do not see it. */
export function TypeIcon({ type }: { readonly type: string }) {
  const Icon = ICONS[type] ?? IconCube;
  return (
    <span className="type-icon" title={typeWords(type)}>
      <Icon size={16} role="img" aria-label={typeWords(type)} />
    </span>
  );
}
