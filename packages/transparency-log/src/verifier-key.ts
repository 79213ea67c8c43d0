import { concatBytes, equalBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';
import { ED25519_KEY_BYTES } from './ed25519.ts';
import { TransparencyLogError } from './errors.ts';
import { sha256 } from './hash.ts';
import { isKeyName } from './key-name.ts';

/**
 * The kinds of signature known here, by the byte that stands for them.
 *
 * @see https://c2sp.org/signed-note#signature-types
 */
export const SIGNATURE_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;
export type SignatureType = keyof typeof SIGNATURE_TYPES;

/** A public key with the name it signs under. */
export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
}

/** Bytes of a key id. */
export const KEY_ID_BYTES = 4;

/**
 * The id by which a signature line names its key: SHA-256(name ‖ LF ‖ type ‖ public key), its first four bytes.
 *
 * Shape: an aid to finding the key, no fingerprint: others can make keys with the same id.
 * @see https://c2sp.org/signed-note#signatures
 */
export function keyId(name: string, typeAndKey: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8(`${name}\n`), typeAndKey)).subarray(0, KEY_ID_BYTES);
}

/** The id of a verifier key. */
export function idOf({ name, type, publicKey }: VerifierKey): Uint8Array {
  return keyId(name, concatBytes(Uint8Array.of(SIGNATURE_TYPES[type]), publicKey));
}

/** The key as `name+id+key`, to hand to others. @see https://c2sp.org/signed-note#verifier-keys */
export function formatVerifierKey(key: VerifierKey): string {
  const typeAndKey = concatBytes(Uint8Array.of(SIGNATURE_TYPES[key.type]), key.publicKey);
  return `${key.name}+${toHex(idOf(key))}+${toBase64(typeAndKey)}`;
}

/** The key that a text `name+id+key` hands over. Errors: throws VERIFIER_KEY_MALFORMED, also when the id is another key's. */
export function parseVerifierKey(text: string): VerifierKey {
  const malformed = (why: string): TransparencyLogError =>
    new TransparencyLogError('VERIFIER_KEY_MALFORMED', `a verifier key ${why}`);
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  if (!isKeyName(name)) throw malformed('has no name');
  const typeAndKey = fromBase64(encoded);
  const type = typesByByte.get(typeAndKey?.[0]);
  if (typeAndKey === undefined || type === undefined) throw malformed('is of a type not known here');
  const publicKey = typeAndKey.subarray(1);
  if (publicKey.length !== ED25519_KEY_BYTES)
    throw malformed(`has ${publicKey.length} bytes, not ${ED25519_KEY_BYTES}`);
  const named = fromHex(id);
  if (named === undefined || !equalBytes(named, keyId(name, typeAndKey)))
    throw malformed('has the id of another key');
  return { name, type, publicKey };
}

const typesByByte: ReadonlyMap<number | undefined, SignatureType> = new Map([
  [SIGNATURE_TYPES.ed25519, 'ed25519'],
  [SIGNATURE_TYPES.cosignature, 'cosignature'],
]);
