import type { LedgerEvent, Revision, StoredEvent, StorePosition, StreamName } from '@ledger/schemas';
import type { StoreError } from './store-error.ts';

/** The ledger's view of the event store: five prefixes of streams, one order, nothing ever taken back. */
export interface EventLog {
  /**
   * Appends the events to the stream, all or none, if `expected` is still its last revision.
   *
   * A silent or broken node is asked again with the same event ids until the outcome is known or `appendTimeoutMs` has
   * passed; an append that is already in the stream at this place succeeds again and adds nothing.
   *
   * Shape:   the stream's last revision after the append.
   * Errors:  WRONG_EXPECTED_REVISION (with `actual`), STREAM_DELETED, TOO_LARGE, NOT_WRITABLE, ACCESS_DENIED,
   *          NODE_UNREACHABLE (nothing written), OUTCOME_UNKNOWN (written or not: call again with the same events).
   * Durable: on disk at the node, or acknowledged by the cluster's quorum.
   */
  append(
    stream: StreamName,
    expected: Revision | 'no-stream',
    events: readonly LedgerEvent[],
  ): Promise<{ readonly revision: Revision }>;

  /**
   * Reads a stream forwards, from its beginning or from a revision (inclusive) on.
   *
   * Shape:   as stored, in order; nothing when the stream is missing.
   * Errors:  NOT_AN_EVENT, STREAM_DELETED, ACCESS_DENIED, NODE_UNREACHABLE.
   */
  readStream(stream: StreamName, from?: Revision): AsyncIterable<StoredEvent>;

  /**
   * Reads the ledger's events behind `after` (exclusive), or all of them, up to the end the store has when it is reached.
   *
   * Shape:   as stored, in the store's order; events outside the ledger's prefixes are left out.
   * Errors:  NOT_AN_EVENT unless `onUnreadable` takes the event, UNKNOWN_POSITION, ACCESS_DENIED, NODE_UNREACHABLE.
   */
  readAll(after?: StorePosition, onUnreadable?: (event: UnreadableEvent) => void): AsyncIterable<StoredEvent>;

  /**
   * Delivers every ledger event behind `after` (exclusive) exactly once and in order, for ever; ends when `signal` aborts.
   *
   * A lost or silent subscription is taken up again behind the last event or checkpoint handed out. A consumer that does not
   * ask for more holds the store back; what was buffered meanwhile comes at once.
   *
   * Shape:   never empty batches. To resume, keep the position of the last event, or else of the last checkpoint.
   * Errors:  UNKNOWN_POSITION, ACCESS_DENIED; an unreachable node is waited for.
   */
  follow(after: StorePosition | undefined, signal: AbortSignal): AsyncIterable<readonly Delivery[]>;

  /** The last ledger event of the store, or undefined when it has none. Errors: as readAll. */
  head(): Promise<StoredEvent | undefined>;

  /** Ends every call with CLOSED and releases the connection; never throws. */
  close(): Promise<void>;
}

/** What a subscription hands out. */
export type Delivery =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Something stands in a ledger stream that is no event of the ledger: that file stops, the others go on. */
  | { readonly kind: 'unreadable'; readonly unreadable: UnreadableEvent }
  /** Nothing of the ledger lies between the last delivery and this position. */
  | { readonly kind: 'checkpoint'; readonly storePosition: StorePosition }
  /** All that the store held has been delivered; may come again after the consumer fell behind or a reconnection. */
  | { readonly kind: 'caught-up' };

/** A record in one of the ledger's streams that does not parse as an event of the ledger. */
export interface UnreadableEvent {
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly storePosition: StorePosition;
  /** NOT_AN_EVENT, with a sentence that names stream@revision and the fault. */
  readonly error: StoreError;
}

/** What happened between the ledger and the store, for counters; the sentence for people goes to the log. */
export type StoreOccurrence =
  | { readonly kind: 'append-retried' }
  | { readonly kind: 'append-outcome-unknown' }
  | { readonly kind: 'client-recreated' }
  | { readonly kind: 'subscribed' }
  | { readonly kind: 'subscription-lost' }
  | { readonly kind: 'subscription-silent' };

/** Where sentences for the operator go; pino fits. */
export interface LogSink {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** How to reach the store, and the clock to wait by. */
export interface EventLogOptions {
  /** `esdb://…` or `esdb+discover://…`, as the official client takes it. */
  readonly url: string;
  /** How long an append may take with all its retries. Default 30 000. */
  readonly appendTimeoutMs?: number;
  /** How long one attempt, or one page of a read, may stay unanswered. Default 5 000. */
  readonly attemptTimeoutMs?: number;
  /** How long a subscription may be silent before the head of the store is looked at. Default 15 000. */
  readonly silenceMs?: number;
  /** Events that a subscription holds for its consumer before it holds the store back. Default 2 048. */
  readonly bufferedEventsMax?: number;
  /** Resolves after so many milliseconds, or earlier when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Units: milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly log: LogSink;
  readonly observe?: (occurrence: StoreOccurrence) => void;
}
