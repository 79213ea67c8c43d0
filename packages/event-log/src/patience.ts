import type { EventLogOptions } from './event-log.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** How long one call goes on asking, with pauses that double from 20 ms to one second. */
export class Patience {
  readonly #options: EventLogOptions;
  readonly #stop: AbortSignal;
  readonly #endsAt: number;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(options: EventLogOptions, stop: AbortSignal) {
    this.#options = options;
    this.#stop = stop;
    this.#endsAt = options.now() + (options.appendTimeoutMs ?? 30_000);
  }

  /** Waits before the next try; false when there is to be none, because time is up or nobody waits any more. */
  async another(): Promise<boolean> {
    if (this.#stop.aborted || this.#options.now() + this.#pauseMs >= this.#endsAt) return false;
    await this.#options.wait(this.#pauseMs, this.#stop);
    this.#pauseMs = longer(this.#pauseMs);
    return !this.#stop.aborted;
  }
}

/** The pauses of something that never gives up. */
export class EndlessPatience {
  readonly #options: EventLogOptions;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(options: EventLogOptions) {
    this.#options = options;
  }

  async another(signal: AbortSignal): Promise<void> {
    await this.#options.wait(this.#pauseMs, signal);
    this.#pauseMs = longer(this.#pauseMs);
  }

  /** The next pause is the first one again. */
  restore(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
  }
}

function longer(ms: number): number {
  return Math.min(ms * 2, LONGEST_PAUSE_MS);
}
