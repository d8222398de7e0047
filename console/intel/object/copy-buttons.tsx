import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconLinkOff } from '@tabler/icons-react';
import { defang } from '../defang.ts';

interface CopyButtonsProps {
  /** What is copied, for those who do not see the buttons. */
  readonly what: string;
  readonly value: string;
  /** Offers it without live links as well. */
  readonly isValue?: boolean;
}

/** Copies a text; values also defanged, for mails and chats. */
export function CopyButtons({ what, value, isValue }: CopyButtonsProps) {
  return (
    <span className="copy-buttons">
      <One label={`Copy ${what}`} value={value} icon={IconCopy} />
      {isValue === true && (
        <One label={`Copy ${what} defanged`} value={defang(value)} icon={IconLinkOff} />
      )}
    </span>
  );
}

interface OneProps {
  readonly label: string;
  readonly value: string;
  readonly icon: typeof IconCopy;
}

function One({ label, value, icon: Icon }: OneProps) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          size="sm"
          onClick={copy}
          title={label}
          aria-label={copied ? 'Copied' : label}
        >
          {copied ? <IconCheck size={15} aria-hidden /> : <Icon size={15} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
