import { toHex } from './bytes.ts';
import type { TransparencyLogErrorCode } from './errors.ts';
import { type Hash, sha256 } from './hash.ts';
import { JsonReader, parseCanonicalJson } from './json-reader.ts';

/**
 * An event as its canonical bytes tell it: the JCS bytes of `{stream, revision, id, type, data, metadata}`. What
 * data and metadata hold beyond the chain is read by whoever knows the type.
 */
export interface ShownEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** SHA-256 of the bytes. */
  readonly hash: Hash;
}

/** The event in its canonical bytes. Errors: throws an error of the code given when they are none, or not canonical. */
export function readEventBytes(bytes: Uint8Array, code: TransparencyLogErrorCode): ShownEvent {
  const event = new JsonReader(code, parseCanonicalJson(bytes), 'event').object(MEMBERS);
  return {
    stream: event.at('stream').text(),
    revision: event.at('revision').count(),
    id: event.at('id').text(),
    type: event.at('type').text(),
    data: event.at('data').value(),
    metadata: event.at('metadata').members(),
    hash: sha256(bytes),
  };
}

/** Whether `next` is the event after the one of this revision and hash in its stream. */
export function follows(next: ShownEvent, before: Pick<ShownEvent, 'stream' | 'revision' | 'hash'>): boolean {
  return (
    next.stream === before.stream &&
    next.revision === before.revision + 1 &&
    next.metadata['prior'] === toHex(before.hash)
  );
}

const MEMBERS = ['stream', 'revision', 'id', 'type', 'data', 'metadata'];
