import { hash } from 'node:crypto';
import { canonicalJson } from '@ledger/transparency-log';
import type { LedgerEvent } from './envelope.ts';
import type { Sha256Hex } from './identity.ts';

/**
 * The hash that chains a file and stands as the event's leaf in the log: SHA-256 of the JCS bytes of exactly
 * `{ stream, revision, id, type, data, metadata }`, all as stored. Whatever else the object carries is no part of it.
 *
 * Errors: throws TransparencyLogError when the event holds what JSON cannot carry.
 */
export function eventHash(event: LedgerEvent): Sha256Hex {
  return hash('sha256', eventBytes(event)) as Sha256Hex;
}

/** The bytes an event is hashed over; what an evidence bundle shows. Errors: as {@link eventHash}. */
export function eventBytes({ stream, revision, id, type, data, metadata }: LedgerEvent): Uint8Array {
  return canonicalJson({ stream, revision, id, type, data, metadata });
}
