/** Position of the first event of a log; everything below stands for "before all events". */
export const FIRST_POSITION = 64n;

/** Distance kept between events beyond their size; it makes sure that positions are never dense. */
const GAP = 16n;

/** The position that follows an event of `size` bytes at `position`: positions rise like the bytes of a log. */
export function positionAfter(position: bigint, size: number): bigint {
  return position + BigInt(size) + GAP;
}
