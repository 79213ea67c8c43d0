import { createHmac } from 'node:crypto';
import { checkedKey } from './authenticated-cipher.ts';
import type { Branded } from './person-key.ts';

/** A person as the vault knows one: HMAC-SHA-256, hex. Without the hashing key nobody can try out resident ids. */
export type IdentityHash = Branded<string, 'IdentityHash'>;

/**
 * What a person is known by. A number is one person's everywhere; a name only within one file, since others bear it
 * too.
 */
export type Identity =
  | { readonly by: 'resident-id' | 'mobile' | 'certificate' | 'contact'; readonly value: string }
  | { readonly by: 'name-in-file'; readonly fileId: string; readonly name: string };

/**
 * The keyed hash of an identity: the same identity gives the same hash, for whoever holds the key.
 *
 * Shape:  blanks around it, the case of letters and the composition of characters make no difference.
 * Errors: throws KEY_OF_WRONG_LENGTH.
 */
export function identityHash(hashingKey: Uint8Array, identity: Identity): IdentityHash {
  const parts = identity.by === 'name-in-file' ? [identity.fileId, identity.name] : [identity.value];
  // JSON keeps the parts apart: no two identities give the same text.
  const text = JSON.stringify([identity.by, ...parts.map(normalized)]);
  return createHmac('sha256', checkedKey(hashingKey)).update(text).digest('hex') as IdentityHash;
}

function normalized(part: string): string {
  return part.normalize('NFKC').trim().toUpperCase();
}
