import type { StreamHead } from './stream-head.ts';

/**
 * Remembers the heads of the streams used last; what it tells is always what is committed.
 *
 * Only the writer changes heads, so it alone may `put`. Readers look heads up elsewhere and offer them with the `generation` they started
 * from: a commit in between makes the offer void, because it may have changed just that stream.
 *
 * Shape: at most `capacity` heads, and always those of the last `capacity / 2` streams used. Two maps take turns, and the older one is
 * dropped whole: to take single entries out of a map, and put them back at its end at each use, would leave it full of gaps.
 */
export class HeadDirectory {
  readonly #half: number;
  #recent = new Map<string, StreamHead>();
  #earlier = new Map<string, StreamHead>();
  #generation = 0;

  constructor(capacity: number) {
    this.#half = Math.floor(capacity / 2);
  }

  get generation(): number {
    return this.#generation;
  }

  get(stream: string): StreamHead | undefined {
    const recent = this.#recent.get(stream);
    if (recent !== undefined) return recent;
    const earlier = this.#earlier.get(stream);
    if (earlier !== undefined) this.#store(stream, earlier);
    return earlier;
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
    this.#recent = new Map();
    this.#earlier = new Map();
  }

  #store(stream: string, head: StreamHead): void {
    if (this.#recent.size >= this.#half && !this.#recent.has(stream)) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(stream, head);
  }
}
