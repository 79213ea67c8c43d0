import { concatBytes } from './bytes.ts';
import { HASH_BYTES, type Hash, hashFrom } from './hash.ts';

/** First byte of a leaf that stands for an event; other kinds of leaf would begin with another. */
const EVENT = 0x01;

/** The data of an event's leaf: 0x01 ‖ the event's hash, 33 bytes. It tells nothing of an event that is not public. */
export function eventLeaf(eventHash: Hash): Uint8Array {
  return concatBytes(Uint8Array.of(EVENT), eventHash);
}

/** The event hash in the data of a leaf, or undefined when the leaf is of no kind known here. */
export function parseEventLeaf(data: Uint8Array): Hash | undefined {
  return data.length === 1 + HASH_BYTES && data[0] === EVENT ? hashFrom(data.subarray(1)) : undefined;
}
