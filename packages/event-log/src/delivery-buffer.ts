import type { Delivery } from './event-log.ts';

/** What a subscription has received and its consumer has not yet taken; asks for a pause when it is full. */
export class DeliveryBuffer {
  readonly #eventsMax: number;
  readonly #onFull: () => void;
  readonly #onRoom: () => void;
  #held: Delivery[] = [];
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;
  #full = false;

  constructor(eventsMax: number, onFull: () => void, onRoom: () => void) {
    this.#eventsMax = eventsMax;
    this.#onFull = onFull;
    this.#onRoom = onRoom;
  }

  /** True while the consumer is what everybody waits for. */
  get isFull(): boolean {
    return this.#full;
  }

  put(delivery: Delivery): void {
    if (delivery.kind === 'checkpoint' && this.#held.at(-1)?.kind === 'checkpoint') {
      // Only the last of several checkpoints in a row says anything.
      this.#held[this.#held.length - 1] = delivery;
    } else {
      this.#held.push(delivery);
    }
    if (!this.#full && this.#held.length >= this.#eventsMax) {
      this.#full = true;
      this.#onFull();
    }
    this.#wake?.();
  }

  /** What was put before is still handed out; then the error is thrown. The first failure stays. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  /** All that is held, at least one; waits for it. Errors: what {@link fail} was given, when nothing is held. */
  async take(): Promise<readonly Delivery[]> {
    while (this.#held.length === 0) {
      if (this.#failure !== undefined) throw this.#failure.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    const taken = this.#held;
    this.#held = [];
    if (this.#full) {
      this.#full = false;
      this.#onRoom();
    }
    return taken;
  }
}
