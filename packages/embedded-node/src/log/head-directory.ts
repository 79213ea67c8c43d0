import type { StreamHead } from './stream-head.ts';

/**
 * Remembers the heads of the streams used last; what it tells is always what is committed.
 *
 * Only the writer changes heads, so it alone may `put`. Readers look heads up elsewhere and offer them with the `generation` they started
 * from: a commit in between makes the offer void, because it may have changed just that stream.
 */
export class HeadDirectory {
  readonly #capacity: number;
  readonly #heads = new Map<string, StreamHead>();
  /** Kept from one removal to the next: a new one would walk over the gap that every removal so far has left in the map. */
  #oldestFirst = this.#heads.keys();
  #generation = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get generation(): number {
    return this.#generation;
  }

  get(stream: string): StreamHead | undefined {
    const head = this.#heads.get(stream);
    if (head !== undefined) {
      this.#heads.delete(stream);
      this.#heads.set(stream, head);
    }
    return head;
  }

  /** Takes the heads of one commit. */
  put(heads: Iterable<readonly [string, StreamHead]>): void {
    this.#generation++;
    for (const [stream, head] of heads) this.#store(stream, head);
  }

  /** Takes a head that was read beside the writer. */
  offer(stream: string, head: StreamHead, generation: number): void {
    if (generation === this.#generation) this.#store(stream, head);
  }

  clear(): void {
    this.#generation++;
    this.#heads.clear();
    this.#oldestFirst = this.#heads.keys();
  }

  #store(stream: string, head: StreamHead): void {
    this.#heads.delete(stream);
    this.#heads.set(stream, head);
    if (this.#heads.size <= this.#capacity) return;
    const oldest = this.#oldestFirst.next();
    if (!oldest.done) this.#heads.delete(oldest.value);
  }
}
