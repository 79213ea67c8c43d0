import { equalBytes } from './bytes.ts';
import type { LeafIndex, TreeSize } from './counts.ts';
import type { VerifierKey } from './verifier-key.ts';

/** What is known of one key of a log. */
export interface KeyRecord {
  readonly key: VerifierKey;
  /** The leaf that introduces it; absent for a key trusted from the outset. */
  readonly introducedAt?: LeafIndex;
  /** The size of the last tree it signed. */
  readonly retiredAt?: TreeSize;
  readonly compromised?: Compromise;
}

/** From when a key may have been in other hands. */
export interface Compromise {
  /** The size of the last tree that its signature still speaks for. */
  readonly lastSize: TreeSize;
  /** Units: seconds since 1970-01-01T00:00:00Z. */
  readonly since: number;
}

/** The keys of a log. */
export type KeyRing = readonly KeyRecord[];

/** A checkpoint whose signature holds, as far as the standing of its key depends on it. */
export interface SignedHead {
  readonly size: TreeSize;
  /** When trusted witnesses cosigned it. Units: seconds since 1970-01-01T00:00:00Z. */
  readonly cosignedAt: readonly number[];
}

/** What a key's signature under a checkpoint is worth. */
export type KeyStanding = 'good' | 'unknown' | 'not-yet-introduced' | 'retired' | 'compromised';

/** The ring of keys that are trusted from the outset. */
export function ringOf(keys: readonly VerifierKey[]): KeyRing {
  return keys.map((key) => ({ key }));
}

/** What is known of this key. Shape: the same key under another name is another key. */
export function recordOf(ring: KeyRing, key: VerifierKey): KeyRecord | undefined {
  return ring.find((record) => isSameKey(record.key, key));
}

/**
 * What the signature of a key under a checkpoint is worth.
 *
 * Shape: a key speaks for trees that contain its introduction, up to the last one it signed before it retired. A
 *        compromised key speaks only where others vouch for the time: for trees up to the last trusted size which
 *        a trusted witness cosigned before the compromise, and none after it. Without a witness nobody can tell an
 *        old signature of the log from a new one of the thief.
 */
export function keyStanding(ring: KeyRing, key: VerifierKey, { size, cosignedAt }: SignedHead): KeyStanding {
  const record = recordOf(ring, key);
  if (record === undefined) return 'unknown';
  const { introducedAt, retiredAt, compromised } = record;
  if (compromised !== undefined) {
    const inTime = cosignedAt.length > 0 && cosignedAt.every((time) => time < compromised.since);
    if (!inTime || size > compromised.lastSize) return 'compromised';
  }
  if (introducedAt !== undefined && size <= introducedAt) return 'not-yet-introduced';
  return retiredAt !== undefined && size > retiredAt ? 'retired' : 'good';
}

function isSameKey(left: VerifierKey, right: VerifierKey): boolean {
  return left.name === right.name && left.type === right.type && equalBytes(left.publicKey, right.publicKey);
}
