import { Fragment } from 'react';

/** A message of the server: what it quotes stands out. */
export function Said({ text }: { readonly text: string }) {
  const parts = text
    .split('`')
    .map((part, at) => ({ part, key: `part ${at}`, isName: at % 2 === 1 }));
  return (
    <>
      {parts.map(({ part, key, isName }) =>
        isName ? <code key={key}>{part}</code> : <Fragment key={key}>{part}</Fragment>,
      )}
    </>
  );
}
