import { concatBytes, utf8 } from './bytes.ts';
import { ED25519_SIGNATURE_BYTES } from './ed25519.ts';
import { TransparencyLogError } from './errors.ts';

/** A cosigner's signature with the time it states. Units: seconds since 1970-01-01T00:00:00Z. */
export interface Cosignature {
  readonly time: number;
  readonly signature: Uint8Array;
}

const TIME_BYTES = 8;

/**
 * What a cosigner signs: its statement and the time, in front of the whole text of the checkpoint.
 *
 * @see https://c2sp.org/tlog-cosignature#ed25519-signed-message
 */
export function cosignedMessage(text: string, time: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/** The cosignature as it stands in a signature line: the time in eight bytes, big-endian, then the signature. Errors: throws COUNT_OUT_OF_RANGE. */
export function encodeCosignature({ time, signature }: Cosignature): Uint8Array {
  if (!Number.isSafeInteger(time) || time < 0)
    throw new TransparencyLogError('COUNT_OUT_OF_RANGE', `${time} is no time of a cosignature`);
  const bytes = new Uint8Array(TIME_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  return concatBytes(bytes, signature);
}

/** The cosignature in a signature line, or undefined when the bytes are none; times no number holds exactly are none. */
export function decodeCosignature(bytes: Uint8Array): Cosignature | undefined {
  if (bytes.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) return undefined;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  return Number.isSafeInteger(time) ? { time, signature: bytes.subarray(TIME_BYTES) } : undefined;
}
