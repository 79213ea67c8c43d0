/** Pseudo-random numbers that a seed repeats (mulberry32). */
export interface Chance {
  /** A number from 0 up to, not including, 1. */
  fraction(): number;
  /** An integer from 0 up to, not including, `below`. */
  below(below: number): number;
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** The same seed gives the same numbers. Units: the seed's low 32 bits count. */
export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(fraction() * bound);
  return { fraction, below, oneOf: (items) => items[below(items.length)] ?? items[0] };
}
