import { createCipheriv, createDecipheriv } from 'node:crypto';
import { PersonalDataError } from './personal-data-error.ts';

/** Bytes of every key of this package. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Fresh random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

/**
 * The text under AES-256-GCM: nonce ‖ ciphertext ‖ tag.
 *
 * Shape:  another result every time. `context` is not hidden but bound: with another one it does not open.
 * Errors: throws KEY_OF_WRONG_LENGTH.
 * @see NIST SP 800-38D §8.2.2: random nonces of 96 bits, at most 2^32 under one key.
 */
export function encrypt(
  key: Uint8Array,
  plaintext: Uint8Array,
  context: Uint8Array,
  random: RandomBytes,
): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', checkedKey(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(context);
  return Uint8Array.from(
    Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]),
  );
}

/** What was encrypted, or undefined when a bit, the key or the context is another. Errors: throws KEY_OF_WRONG_LENGTH. */
export function decrypt(key: Uint8Array, box: Uint8Array, context: Uint8Array): Uint8Array | undefined {
  checkedKey(key);
  if (box.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const end = box.length - TAG_BYTES;
  const nonce = box.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(context).setAuthTag(box.subarray(end));
  try {
    return Uint8Array.from(
      Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, end)), decipher.final()]),
    );
  } catch {
    return undefined;
  }
}

/** The key. Errors: throws KEY_OF_WRONG_LENGTH when it has not {@link KEY_BYTES} bytes. */
export function checkedKey(key: Uint8Array): Uint8Array {
  if (key.length === KEY_BYTES) return key;
  throw new PersonalDataError('KEY_OF_WRONG_LENGTH', `a key has ${KEY_BYTES} bytes, this has ${key.length}`);
}
