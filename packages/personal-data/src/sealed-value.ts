import { decrypt, encrypt, type RandomBytes } from './authenticated-cipher.ts';
import { type PersonKey, type PersonKeyId, parsePersonKeyId } from './person-key.ts';
import { PersonalDataError } from './personal-data-error.ts';

/** A personal value as it stands in an event: nobody reads it without the person's key. */
export interface SealedValue {
  readonly $sealed: {
    readonly key: PersonKeyId;
    readonly alg: 'A256GCM';
    /** base64url: nonce ‖ ciphertext ‖ tag. */
    readonly box: string;
  };
}

// The length of a name tells whose it may be: values are filled up to multiples of this.
const FILL_BYTES = 64;

/** Whether a value in a payload is sealed. */
export function isSealed(value: unknown): value is SealedValue {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '$sealed')) return false;
  const { $sealed } = value as { readonly $sealed: Readonly<Record<string, unknown>> | null };
  return (
    Object.keys(value).length === 1 &&
    typeof $sealed === 'object' &&
    $sealed !== null &&
    Object.keys($sealed).length === 3 &&
    $sealed['alg'] === 'A256GCM' &&
    typeof $sealed['box'] === 'string' &&
    typeof $sealed['key'] === 'string' &&
    parsePersonKeyId($sealed['key']) !== undefined
  );
}

/**
 * The JSON value sealed for a person.
 *
 * Shape:  another box every time, its length a step of 64 bytes. The id of the key is bound into it.
 * Errors: throws KEY_OF_WRONG_LENGTH.
 */
export function seal(value: unknown, key: PersonKey, random: RandomBytes): SealedValue {
  const text = Buffer.from(JSON.stringify(value));
  // Blanks after a JSON text mean nothing, and cost nothing to take off again.
  const filled = Buffer.alloc(Math.ceil(text.length / FILL_BYTES) * FILL_BYTES, ' ');
  filled.set(text);
  const box = encrypt(key.secret, filled, contextOf(key.id), random);
  return { $sealed: { key: key.id, alg: 'A256GCM', box: Buffer.from(box).toString('base64url') } };
}

/** The value in a box. Errors: throws SEALED_BOX_BROKEN when a bit differs or the key is another. */
export function unseal({ $sealed: { key: id, box } }: SealedValue, key: PersonKey): unknown {
  const bytes = Buffer.from(box, 'base64url');
  const canonical = bytes.toString('base64url') === box;
  const plaintext = canonical && id === key.id ? decrypt(key.secret, bytes, contextOf(id)) : undefined;
  if (plaintext === undefined)
    throw new PersonalDataError('SEALED_BOX_BROKEN', `a value sealed under key ${id} does not open`);
  return JSON.parse(Buffer.from(plaintext).toString());
}

function contextOf(id: PersonKeyId): Uint8Array {
  return Buffer.from(`ledger personal value v1\n${id}`);
}
