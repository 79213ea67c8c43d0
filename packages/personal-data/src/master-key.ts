import { createHash } from 'node:crypto';
import { checkedKey, decrypt, encrypt, type RandomBytes } from './authenticated-cipher.ts';
import type { PersonKeyId } from './person-key.ts';
import { PersonalDataError } from './personal-data-error.ts';

/** What wraps the keys of persons: a key from a file or the environment, or a key service. */
export interface MasterKey {
  /** Tells which master key wrapped a key; no secret. */
  readonly id: string;
  /** The secret of a person's key, to be stored. */
  wrap(secret: Uint8Array, id: PersonKeyId): Promise<Uint8Array>;
  /** The secret again. Errors: throws MASTER_KEY_DIFFERS when it was not wrapped so. */
  unwrap(wrapped: Uint8Array, id: PersonKeyId): Promise<Uint8Array>;
}

/** A master key held in memory. Errors: throws KEY_OF_WRONG_LENGTH when the secret has not 32 bytes. */
export function localMasterKey(secret: Uint8Array, random: RandomBytes): MasterKey {
  checkedKey(secret);
  const digest = createHash('sha256').update('ledger master key id\n').update(secret).digest('hex');
  const id = `local-${digest.slice(0, 16)}`;
  return {
    id,
    wrap: async (key, keyId) => encrypt(secret, key, contextOf(keyId), random),
    unwrap: async (wrapped, keyId) => {
      const key = decrypt(secret, wrapped, contextOf(keyId));
      if (key !== undefined) return key;
      throw new PersonalDataError('MASTER_KEY_DIFFERS', `master key ${id} does not open person key ${keyId}`);
    },
  };
}

function contextOf(id: PersonKeyId): Uint8Array {
  return Buffer.from(`ledger person key v1\n${id}`);
}
