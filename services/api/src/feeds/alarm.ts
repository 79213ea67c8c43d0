/** Something to sleep by: a ring while nobody waits is kept for the next who does. */
export class Alarm {
  readonly #signal: AbortSignal;
  #rung = false;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#end(), { once: true });
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves when it rings, at once when it rang before, and at the latest after the time. */
  async wait(timeoutMs: number): Promise<void> {
    if (!this.#rung && !this.#signal.aborted) {
      await this.#pause(timeoutMs, (wake) => {
        this.#wake = wake;
      });
      this.#wake = undefined;
    }
    this.#rung = false;
  }

  /** Resolves after the time whatever rings, or when the signal aborts; a ring is kept. */
  async sleep(timeoutMs: number): Promise<void> {
    if (timeoutMs <= 0 || this.#signal.aborted) return;
    await this.#pause(timeoutMs, (wake) => {
      this.#endSleep = wake;
    });
    this.#endSleep = undefined;
  }

  #endSleep: (() => void) | undefined;

  #end(): void {
    this.#wake?.();
    this.#endSleep?.();
  }

  async #pause(timeoutMs: number, arrange: (wake: () => void) => void): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      arrange(resolve);
      // A timer counts whole milliseconds and may be one early.
      timer = setTimeout(resolve, Math.ceil(timeoutMs) + 1);
    });
    clearTimeout(timer);
  }
}
