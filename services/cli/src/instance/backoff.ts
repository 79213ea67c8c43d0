/** How long to wait before the next start of a part that died. */
export interface Backoff {
  /** Units: milliseconds; doubles from the first to the longest pause, begins anew after a long enough life. */
  pauseAfter(livedMs: number): number;
}

const FIRST_MS = 100;
const LONGEST_MS = 10_000;
/** A part that lived this long was well; its next death is a new story. */
const WELL_MS = 10_000;

/** A fresh backoff: the first death is answered almost at once, a part that cannot live is tried six times a minute. */
export function createBackoff(): Backoff {
  let next = FIRST_MS;
  return {
    pauseAfter(livedMs) {
      if (livedMs >= WELL_MS) next = FIRST_MS;
      const pause = next;
      next = Math.min(next * 2, LONGEST_MS);
      return pause;
    },
  };
}
