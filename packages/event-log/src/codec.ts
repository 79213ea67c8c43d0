import type { EventData } from '@eventstore/db-client';
import { jsonEvent } from '@eventstore/db-client';
import {
  type EventId,
  eventBytes,
  LEDGER_STREAM_PREFIXES,
  type LedgerEvent,
  type Metadata,
  metadataSchema,
  type Revision,
  type StoredEvent,
  type StorePosition,
  type StreamName,
} from '@ledger/schemas';
import type { UnreadableEvent } from './event-log.ts';
import { StoreError } from './store-error.ts';

/** A record as the official client reads it; `data` is bytes unless it was written as JSON. */
export interface RawRecord {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: StorePosition | undefined;
}

export type Decoded =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'unreadable'; readonly unreadable: UnreadableEvent };

/** True when the stream is one of the ledger's five kinds. */
export function isLedgerStream(stream: string): stream is StreamName {
  return LEDGER_STREAM_PREFIXES.some((prefix) => stream.startsWith(prefix));
}

/**
 * The events as the store takes them, in their own order.
 *
 * Errors: NOT_WRITABLE for what canonical JSON cannot carry; a broken invariant when the events do not stand behind
 *         `expected` in `stream`, or there is none.
 */
export function encodeAppend(
  stream: StreamName,
  expected: Revision | 'no-stream',
  events: readonly LedgerEvent[],
): EventData[] {
  if (events.length === 0) throw new Error(`nothing to append to ${stream}`);
  const first = expected === 'no-stream' ? 0 : expected + 1;
  return events.map((event, index) => {
    if (event.stream !== stream || event.revision !== first + index) {
      throw new Error(
        `${event.stream}@${event.revision} cannot stand at ${stream}@${first + index}: wrong place in an append`,
      );
    }
    return encode(event);
  });
}

function encode(event: LedgerEvent): EventData {
  try {
    // Whoever can hash the event can read it back; what the hash cannot carry must not be written.
    eventBytes(event);
  } catch (cause) {
    throw new StoreError('NOT_WRITABLE', `${event.stream}@${event.revision}: ${sentence(cause)}`, {
      cause,
      stream: event.stream,
      revision: event.revision,
    });
  }
  return jsonEvent({
    id: event.id,
    type: event.type,
    data: event.data as Record<string, unknown>,
    metadata: event.metadata,
  });
}

/**
 * The record as an event of the ledger, data and metadata exactly as stored, or what is wrong with it. Never throws,
 * unless the server sends no position.
 */
export function decode(record: RawRecord): Decoded {
  const { position } = record;
  if (position === undefined) {
    throw new StoreError('STORE_FAULT', `${record.streamId}@${record.revision} came without a position`);
  }
  const stream = record.streamId as StreamName;
  const revision = Number(record.revision) as Revision;
  const storePosition = { commit: position.commit, prepare: position.prepare };
  const fault = faultIn(record);
  if (fault !== undefined) {
    const message = `${stream}@${record.revision} is no event of the ledger: ${fault}`;
    const error = new StoreError('NOT_AN_EVENT', message, { stream, revision });
    return { kind: 'unreadable', unreadable: { stream, revision, storePosition, error } };
  }
  const event: StoredEvent = {
    stream,
    revision,
    id: record.id as EventId,
    type: record.type,
    data: record.data,
    // Checked, not replaced: the hash is over what was written, also over fields that are new to this release.
    metadata: record.metadata as Metadata,
    storePosition,
  };
  return { kind: 'event', event };
}

function faultIn(record: RawRecord): string | undefined {
  if (!record.isJson) return 'its content is not JSON';
  if (!isPlainObject(record.data)) return 'its data is no JSON object';
  if (record.revision > BigInt(Number.MAX_SAFE_INTEGER)) return 'its revision is out of range';
  const checked = metadataSchema.safeParse(record.metadata);
  if (checked.success) return undefined;
  const issue = checked.error.issues[0];
  return issue === undefined
    ? 'its metadata is malformed'
    : `metadata.${issue.path.join('.')}: ${issue.message}`;
}

function isPlainObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function sentence(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
