/**
 * Knows how far a group is done without a gap, whatever the order of the acknowledgements.
 *
 * Shape: places come by `sent` in rising sequence; `done` may come in any order.
 */
export class CheckpointMark {
  /** Places sent and not yet covered by the mark, in order. */
  readonly #open: { readonly sequence: number; readonly place: string; done: boolean }[] = [];
  #mark: string | undefined;
  #advanced = 0;

  sent(sequence: number, place: string): void {
    this.#open.push({ sequence, place, done: false });
  }

  done(sequence: number): void {
    const entry = this.#open.find((candidate) => candidate.sequence === sequence);
    if (entry !== undefined) entry.done = true;
    let first = this.#open[0];
    while (first?.done === true) {
      this.#mark = first.place;
      this.#advanced++;
      this.#open.shift();
      first = this.#open[0];
    }
  }

  /** How many events the mark has moved over that are not yet known to be written. */
  get advanced(): number {
    return this.#advanced;
  }

  /** The place up to which everything is done. */
  get place(): string | undefined {
    return this.#mark;
  }

  /** The place is written that stood when `advanced` was `count`. */
  written(count: number): void {
    this.#advanced -= count;
  }
}
