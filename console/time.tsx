const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** An instant in the viewer's zone; in UTC when pointed at. */
export function Time({ value }: { readonly value: string }) {
  const utc = `${value.replace('T', ' ').replace(/(\.\d+)?Z$/, '')} UTC`;
  return (
    <time dateTime={value} title={utc}>
      {LOCAL.format(new Date(value))}
    </time>
  );
}
