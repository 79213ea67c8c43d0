import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import type { Branded } from './counts.ts';
import { TransparencyLogError } from './errors.ts';

/** A SHA-256 value, 32 bytes. */
export type Hash = Branded<Uint8Array, 'Hash'>;

/** Bytes of a {@link Hash}. */
export const HASH_BYTES = 32;

/** SHA-256 of the bytes. */
export function sha256(bytes: Uint8Array): Hash {
  return sha256Of(bytes) as Uint8Array as Hash;
}

/** The bytes as a hash. Errors: throws HASH_MALFORMED when there are not 32 of them. */
export function hashFrom(bytes: Uint8Array): Hash {
  if (bytes.length === HASH_BYTES) return bytes as Hash;
  throw new TransparencyLogError(
    'HASH_MALFORMED',
    `a hash has ${HASH_BYTES} bytes, this has ${bytes.length}`,
  );
}

/** The root of the tree without leaves: the hash of nothing, RFC 6962 §2.1. */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array(0));

/** The hash of a leaf: SHA-256(0x00 ‖ data), RFC 6962 §2.1. The first byte keeps a leaf from passing as a node. */
export function leafHash(data: Uint8Array): Hash {
  const bytes = new Uint8Array(1 + data.length);
  bytes.set(data, 1);
  return sha256(bytes);
}

/** The hash of a node over its children: SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1. */
export function nodeHash(left: Hash, right: Hash): Hash {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 0x01;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}
