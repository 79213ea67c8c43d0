/** The bytes with one bit turned. */
export function withBitTurned(bytes: Uint8Array, bit: number): Uint8Array {
  const turned = Uint8Array.from(bytes);
  const at = Math.floor(bit / 8);
  turned[at] = (turned[at] ?? 0) ^ (1 << (bit % 8));
  return turned;
}

/** Numbers below `bound`, evenly spread and the same for the same seed (xorshift32). */
export function* randomNumbers(seed: number): Generator<(bound: number) => number, never> {
  let state = seed >>> 0 || 1;
  while (true) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const drawn = state >>> 0;
    yield (bound) => drawn % bound;
  }
}
