// Where lines end: LF, CR or CRLF, in text that comes piece by piece.

const LF = 10;
const CR = 13;

/** Whether the line may go on: a CR at the very end may be the first half of a CRLF. */
export function isOpenEnd(text: string, end: number): boolean {
  return end === -1 || (text.charCodeAt(end) === CR && end + 1 === text.length);
}

/** Where the next line begins, after the LF, CR or CRLF at `end`. */
export function afterEnd(text: string, end: number): number {
  return text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
}

/** The end of the line, LF or CR, with a memory for both: most files have no lone CR at all. */
export function makeLineEnds(text: string): (at: number) => number {
  const feeds = makeFinder(text, '\n');
  const returns = makeFinder(text, '\r');
  return (at) => {
    const lf = feeds(at);
    const cr = returns(at);
    return cr !== -1 && (lf === -1 || cr < lf) ? cr : lf;
  };
}

/** The next occurrence from a place on, for places that mostly rise. */
export function makeFinder(text: string, mark: string): (at: number) => number {
  let known = -2;
  let from = 0;
  return (at) => {
    if (at < from || (known !== -1 && known < at)) {
      known = text.indexOf(mark, at);
    }
    from = at;
    return known;
  };
}
