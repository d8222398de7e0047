// How many octets of envelopes may be in memory at once. A push waits for its share before its body
// is read (TCP holds the sender back meanwhile), so a crowd of large pushes cannot fill the memory.

export interface Budget {
  /** Waits for a share; the function it gives hands the share back. */
  readonly reserve: (bytes: number) => Promise<() => void>;
}

interface Waiting {
  readonly bytes: number;
  readonly start: () => void;
}

/** Makes a budget of so many octets, given out first come, first served. */
export function createBudget(total: number): Budget {
  let free = total;
  const queue: Waiting[] = [];
  const advance = () => {
    for (let first = queue[0]; first !== undefined && first.bytes <= free; first = queue[0]) {
      queue.shift();
      free -= first.bytes;
      first.start();
    }
  };
  return {
    reserve: (bytes) =>
      new Promise((resolve) => {
        // One that is larger than all there is gets all there is.
        const share = Math.min(bytes, total);
        let isReturned = false;
        const giveBack = () => {
          if (isReturned) return;
          isReturned = true;
          free += share;
          advance();
        };
        queue.push({ bytes: share, start: () => resolve(giveBack) });
        advance();
      }),
  };
}
