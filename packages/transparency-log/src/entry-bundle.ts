import { concatBytes } from './bytes.ts';
import { TransparencyLogError } from './errors.ts';

/** Bytes an entry has at most: its length is two bytes in an entry bundle. */
export const ENTRY_BYTES_MAX = 65_535;

/**
 * The entries of a tile as a log serves them: each after its length in two bytes, big-endian.
 *
 * Errors: throws ENTRY_TOO_LONG for an entry beyond {@link ENTRY_BYTES_MAX}.
 * @see https://c2sp.org/tlog-tiles#log-entries
 */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...entries.flatMap((entry) => [lengthOf(entry), entry]));
}

/** The entries of a bundle. Errors: throws TILE_MALFORMED when they are not `count`, or do not end with the bytes. */
export function decodeEntries(bytes: Uint8Array, count: number): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const end = at + 2 <= bytes.length ? at + 2 + view.getUint16(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length)
      throw new TransparencyLogError('TILE_MALFORMED', `entry ${entries.length} of a bundle is cut off`);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (entries.length === count) return entries;
  throw new TransparencyLogError('TILE_MALFORMED', `a bundle holds ${entries.length} entries, not ${count}`);
}

function lengthOf(entry: Uint8Array): Uint8Array {
  if (entry.length <= ENTRY_BYTES_MAX) return Uint8Array.of(entry.length >> 8, entry.length & 0xff);
  throw new TransparencyLogError(
    'ENTRY_TOO_LONG',
    `an entry has ${entry.length} bytes, at most ${ENTRY_BYTES_MAX} fit`,
  );
}
