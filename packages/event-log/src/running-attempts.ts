import type { ClientLease } from './client-lease.ts';
import type { EventLogOptions } from './event-log.ts';
import { Unanswered } from './faults.ts';

/** A call that waits for its answer. */
export interface RunningAttempt {
  readonly lease: ClientLease;
  readonly endsAt: number;
  readonly fail: (error: unknown) => void;
}

/** The calls under way; one timer for all of them, because there may be thousands in a second. */
export class RunningAttempts {
  readonly #options: EventLogOptions;
  readonly #timeoutMs: number;
  readonly #closing: AbortSignal;
  /** In the order of their beginning, and so of their ends. */
  readonly #running = new Set<RunningAttempt>();
  #isTimed = false;

  constructor(options: EventLogOptions, timeoutMs: number, closing: AbortSignal) {
    this.#options = options;
    this.#timeoutMs = timeoutMs;
    this.#closing = closing;
  }

  /** From now on `fail` is called when the time is up, or the client is lost, until the attempt is ended. */
  begin(lease: ClientLease, fail: (error: unknown) => void): RunningAttempt {
    const attempt = { lease, endsAt: this.#options.now() + this.#timeoutMs, fail };
    this.#running.add(attempt);
    if (!this.#isTimed) void this.#time();
    return attempt;
  }

  end(attempt: RunningAttempt): void {
    this.#running.delete(attempt);
  }

  /** Fails what runs on this client, or everything. */
  failAll(error: unknown, lease?: ClientLease): void {
    for (const attempt of this.#running) {
      if (lease === undefined || attempt.lease === lease) attempt.fail(error);
    }
  }

  async #time(): Promise<void> {
    this.#isTimed = true;
    for (;;) {
      const [oldest] = this.#running;
      if (oldest === undefined || this.#closing.aborted) break;
      const leftMs = oldest.endsAt - this.#options.now();
      if (leftMs > 0) {
        await this.#options.wait(leftMs, this.#closing);
      } else {
        this.#running.delete(oldest);
        oldest.fail(new Unanswered(`the event store did not answer within ${this.#timeoutMs} ms`));
      }
    }
    this.#isTimed = false;
  }
}
