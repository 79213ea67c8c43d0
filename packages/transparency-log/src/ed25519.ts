import { ed25519 } from '@noble/curves/ed25519.js';
import { TransparencyLogError } from './errors.ts';

/** Bytes of a public key, and of the seed that is the private key. */
export const ED25519_KEY_BYTES = 32;
/** Bytes of a signature. */
export const ED25519_SIGNATURE_BYTES = 64;

/**
 * Whether the signature is the key's over the message, by the strict reading of RFC 8032.
 *
 * Shape:  refuses what lenient verifiers take: s ≥ L, points in an encoding other than their shortest, keys of small
 *         order. The same code runs in Node and in browsers, so both give the same verdict.
 * Errors: never throws; whatever is no key or no signature is false.
 * @see RFC 8032 §5.1.7
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== ED25519_SIGNATURE_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}

/** The signature over the message; the same every time. Errors: throws SIGNING_KEY_MALFORMED. @see RFC 8032 §5.1.6 */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, checkedSeed(seed));
}

/** The public key of a seed. Errors: throws SIGNING_KEY_MALFORMED. @see RFC 8032 §5.1.5 */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(checkedSeed(seed));
}

function checkedSeed(seed: Uint8Array): Uint8Array {
  if (seed.length === ED25519_KEY_BYTES) return seed;
  throw new TransparencyLogError(
    'SIGNING_KEY_MALFORMED',
    `a signing key has ${ED25519_KEY_BYTES} bytes, this has ${seed.length}`,
  );
}
