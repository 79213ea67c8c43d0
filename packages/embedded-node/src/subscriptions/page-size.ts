const FIRST = 64;
const MOST = 1024;
const TARGET_BYTES = 512 * 1024;

/** How many events to read at once, so that a page is worth its query and yet never large in memory. */
export class PageSize {
  #limit = FIRST;

  get limit(): number {
    return this.#limit;
  }

  /** Learns from a page of `count` events that took `bytes`. */
  note(count: number, bytes: number): void {
    if (count === 0) return;
    const fitting = Math.floor(TARGET_BYTES / Math.max(1, bytes / count));
    this.#limit = Math.max(1, Math.min(MOST, this.#limit * 4, fitting));
  }
}
