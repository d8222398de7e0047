import type { ReactNode } from 'react';

interface FoldProps {
  readonly id?: string;
  readonly label: ReactNode;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** Something that opens; what is inside is made when it does. */
export function Fold({ id, label, isOpen, onToggle, children }: FoldProps) {
  return (
    <details
      id={id}
      className="fold"
      open={isOpen}
      onToggle={(event) => onToggle(event.currentTarget.open)}
    >
      <summary>{label}</summary>
      {isOpen && <div className="fold-body">{children}</div>}
    </details>
  );
}
