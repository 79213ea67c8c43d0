import { ApiError } from '../http/api-error.ts';

/** Milliseconds between two beats for each subscriber there is: a thousand are woken four times a second. */
const BEAT_MS_EACH = 0.25;
const BEAT_MS_MAX = 500;
const RETRY_AFTER_SECONDS = 30;

/** The streams that are open, and what follows from their number. */
export class Subscribers {
  readonly #max: number;
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Takes one more in; the answer lets it go, once. Errors: SUBSCRIBERS_FULL. */
  enter(): () => void {
    if (this.#count >= this.#max) {
      throw new ApiError(
        'SUBSCRIBERS_FULL',
        `This service keeps ${this.#max} streams open and no more. Read pages meanwhile, or connect again later.`,
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    this.#count += 1;
    let isIn = true;
    return () => {
      if (isIn) this.#count -= 1;
      isIn = false;
    };
  }

  /**
   * How long to gather changes before the next message, so that the work of sending stays bounded: until the next beat, which
   * is the same for all. Those that keep up are then at the same place and share what is read and rendered for it.
   */
  gatherMs(now: number): number {
    const beatMs = Math.min(BEAT_MS_MAX, Math.floor(this.#count * BEAT_MS_EACH));
    return beatMs === 0 ? 0 : beatMs - (now % beatMs);
  }

  get count(): number {
    return this.#count;
  }
}
