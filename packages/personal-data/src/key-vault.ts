import type { IdentityHash } from './identity-hash.ts';
import type { PersonKey, PersonKeyId } from './person-key.ts';

/**
 * Where the keys of persons are kept, wrapped. What a key sealed is gone for good when the key is destroyed; so an
 * event keeps its bytes and its hash, and its proof still holds.
 */
export interface KeyVault {
  /**
   * The person's key; made when there is none.
   *
   * Shape:   the same key for everybody who asks at once, and from then on.
   * Durable: a key that was made is stored before it is given.
   */
  keyOf(person: IdentityHash): Promise<PersonKey>;

  /** The id of the person's key, or undefined when there is none. Makes nothing. */
  find(person: IdentityHash): Promise<PersonKeyId | undefined>;

  /** The keys of these ids. Shape: those that are not, or no longer, there are left out. */
  read(ids: Iterable<PersonKeyId>): Promise<ReadonlyMap<PersonKeyId, PersonKey>>;

  /**
   * Destroys keys for good, and what the vault knows of whose they were; a person who comes again gets a new key.
   *
   * Shape:   how many there were; ids that are not there are no error, so that all erasures there ever were can be
   *          replayed over a vault that came out of a backup.
   * Durable: once this returns the keys are gone. The event that tells of the erasure is appended before: a
   *          crash in between then leaves a key that the next start destroys.
   */
  destroy(ids: Iterable<PersonKeyId>): Promise<number>;
}
