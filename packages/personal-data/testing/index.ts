import { randomBytes } from 'node:crypto';
import {
  type Identity,
  identityHash,
  type KeyVault,
  type PersonKey,
  type PersonKeyId,
  type RandomBytes,
} from '../src/index.ts';

/** Real randomness: what is sealed is another every time. */
export const random: RandomBytes = (count) => Uint8Array.from(randomBytes(count));

/** A key for hashing identities, the same in every test. */
export const HASHING_KEY = new Uint8Array(32).fill(7);

/** The keyed hash that the tests' vaults know persons by. */
export const hash = (identity: Identity) => identityHash(HASHING_KEY, identity);

/** A key of nobody in particular. */
export function newKey(): PersonKey {
  return { id: Buffer.from(random(16)).toString('hex') as PersonKeyId, secret: random(32) };
}

/** The vault of a process that keeps nothing: for tests of what is sealed, not of how keys are kept. */
export function vaultInMemory(): KeyVault {
  const keys = new Map<string, PersonKey>();
  return {
    keyOf: async (person) => {
      const key = keys.get(person) ?? newKey();
      keys.set(person, key);
      return key;
    },
    find: async (person) => keys.get(person)?.id,
    read: async (ids) => {
      const wanted = new Set(ids);
      return new Map([...keys.values()].filter(({ id }) => wanted.has(id)).map((key) => [key.id, key]));
    },
    destroy: async (ids) => {
      const doomed = new Set(ids);
      const persons = [...keys].filter(([, { id }]) => doomed.has(id)).map(([person]) => person);
      for (const person of persons) keys.delete(person);
      return persons.length;
    },
  };
}

/** The bytes of a base64url text with one bit turned. */
export function boxWithBitTurned(box: string, bit: number): string {
  const bytes = Buffer.from(box, 'base64url');
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString('base64url');
}
