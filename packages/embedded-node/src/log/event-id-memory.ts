/** Where an event id was written first. */
export interface EventPlace {
  readonly stream: bigint;
  readonly revision: bigint;
}

/**
 * Remembers where the most recent event ids were written first; the oldest are forgotten beyond `capacity`.
 *
 * Appends that expect `any` or `stream_exists` are recognised as retries by it; exact ones are recognised for ever by the stream itself.
 */
export class EventIdMemory {
  readonly #capacity: number;
  readonly #places = new Map<string, EventPlace>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(id: string): EventPlace | undefined {
    return this.#places.get(id);
  }

  remember(id: string, place: EventPlace): void {
    if (this.#places.has(id)) return;
    this.#places.set(id, place);
    if (this.#places.size <= this.#capacity) return;
    for (const oldest of this.#places.keys()) {
      this.#places.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#places.clear();
  }
}
