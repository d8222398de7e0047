/** A value that no mail program or chat makes a link of: `hxxps://evil[.]example`. */
export function defang(value: string): string {
  return value
    .replace(/^http/i, 'hxxp')
    .replace('://', '[://]')
    .replace(/\./g, '[.]')
    .replace('@', '[@]');
}
