import { hash } from 'node:crypto';
import type { LedgerEvent, Sha256Hex, StoredEvent } from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log';

/** An event with the canonical text of its two JSON parts, which the journal keeps, and the hash over all six. */
export interface HashedEvent {
  readonly event: StoredEvent;
  readonly data: string;
  readonly metadata: string;
  readonly hash: Sha256Hex;
}

/** What of an event the hash needs, the JSON parts as canonical text. */
export type HashedParts = Pick<LedgerEvent, 'stream' | 'revision' | 'id' | 'type'> & {
  readonly data: string;
  readonly metadata: string;
};

/** Hashes an event once for check and journal. Errors: throws when canonical JSON cannot carry it. */
export function hashEvent(event: StoredEvent): HashedEvent {
  const data = canonicalJsonText(event.data);
  const metadata = canonicalJsonText(event.metadata);
  const text = hashedText({ ...event, data, metadata });
  return { event, data, metadata, hash: hash('sha256', text) as Sha256Hex };
}

/** The text an event is hashed over: canonical JSON of the six parts, put together without parsing the two large ones. */
export function hashedText({ stream, revision, id, type, data, metadata }: HashedParts): string {
  const text = (value: string) => canonicalJsonText(value);
  // JCS orders members by name, and these six are in that order.
  return `{"data":${data},"id":${text(id)},"metadata":${metadata},"revision":${revision},"stream":${text(stream)},"type":${text(type)}}`;
}
