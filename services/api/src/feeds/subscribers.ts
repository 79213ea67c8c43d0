import { ApiError } from '../http/api-error.ts';

/** Milliseconds of gathering for each subscriber there is: a thousand are woken four times a second. */
const GATHER_MS_EACH = 0.25;
const GATHER_MS_MAX = 500;
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

  /** How long to gather changes before the next message, so that the work of sending stays bounded. */
  gatherMs(): number {
    return Math.min(GATHER_MS_MAX, this.#count * GATHER_MS_EACH);
  }

  get count(): number {
    return this.#count;
  }
}
