import type { RandomBytes } from './authenticated-cipher.ts';
import type { Identity, IdentityHash } from './identity-hash.ts';
import type { KeyVault } from './key-vault.ts';
import type { PersonKey, PersonKeyId } from './person-key.ts';
import {
  byPerson,
  identityOf,
  type PersonalField,
  type PersonalPath,
  personalFields,
} from './personal-fields.ts';
import { isSealed, type SealedValue, seal, unseal } from './sealed-value.ts';

/** What sealing needs beside the payload. */
export interface Sealing {
  /** The file the event is of: where a name alone tells who somebody is. */
  readonly fileId: string;
  readonly hash: (identity: Identity) => IdentityHash;
  readonly vault: Pick<KeyVault, 'keyOf'>;
  readonly random: RandomBytes;
}

/** A payload as far as the keys that are left open it. */
export interface OpenedPayload {
  readonly payload: unknown;
  /** Keys under which values are sealed that nobody reads any more; those values stand as they were. */
  readonly erased: ReadonlySet<PersonKeyId>;
}

/**
 * The payload with every personal value sealed for the person it is of; the one given is left as it was.
 *
 * Shape:   values that are sealed already stay as they are, so sealing twice is sealing once.
 * Errors:  what the vault throws.
 * Durable: the keys are stored before this returns, so no value is ever sealed for good under a key that is lost.
 */
export async function sealPayload(
  payload: unknown,
  paths: readonly PersonalPath[],
  { fileId, hash, vault, random }: Sealing,
): Promise<unknown> {
  const sealed: unknown = structuredClone(payload);
  const open = personalFields(sealed, paths).filter(({ value }) => !isSealed(value));
  for (const fields of byPerson(open)) {
    const key = await vault.keyOf(hash(identityOf(fields, fileId)));
    for (const field of fields) put(field, seal(field.value, key, random));
  }
  return sealed;
}

/**
 * The payload with every value opened whose key is still there; the one given is left as it was.
 *
 * Errors: throws SEALED_BOX_BROKEN when a box was changed, and what the vault throws.
 */
export async function openPayload(payload: unknown, vault: Pick<KeyVault, 'read'>): Promise<OpenedPayload> {
  const ids = sealedUnder(payload);
  const keys: ReadonlyMap<PersonKeyId, PersonKey> = ids.size === 0 ? new Map() : await vault.read(ids);
  const opened = replaceSealed(payload, (sealed) => {
    const key = keys.get(sealed.$sealed.key);
    return key === undefined ? sealed : unseal(sealed, key);
  });
  return { payload: opened, erased: new Set([...ids].filter((id) => !keys.has(id))) };
}

/** The keys under which anything in a value is sealed: which persons it tells of, to those who hold the keys. */
export function sealedUnder(value: unknown): ReadonlySet<PersonKeyId> {
  const ids = new Set<PersonKeyId>();
  replaceSealed(value, (sealed) => {
    ids.add(sealed.$sealed.key);
    return sealed;
  });
  return ids;
}

function replaceSealed(value: unknown, replace: (sealed: SealedValue) => unknown): unknown {
  if (isSealed(value)) return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceSealed(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, replaceSealed(item, replace)]),
  );
}

function put({ holder, member }: PersonalField, sealed: SealedValue): void {
  Reflect.set(holder, member, sealed);
}
