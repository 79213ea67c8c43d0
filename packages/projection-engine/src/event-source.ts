import type { LedgerEvent, Revision, StoredEvent, StorePosition, StreamName } from '@ledger/schemas';

/** The store as the engine sees it; `EventLog` of event-log is one. */
export interface EventSource {
  /** Every ledger event behind `after` (exclusive), once, in the store's order, for ever; ends when `signal` aborts. */
  follow(after: StorePosition | undefined, signal: AbortSignal): AsyncIterable<readonly Delivery[]>;
  /** The ledger events behind `after`, in the store's order, up to the end it has; what does not parse is handed aside. */
  readAll(after?: StorePosition, onUnreadable?: (event: UnreadableEvent) => void): AsyncIterable<StoredEvent>;
  /** A stream from a revision (inclusive) on; nothing when it is missing. */
  readStream(stream: StreamName, from?: Revision): AsyncIterable<StoredEvent>;
}

export type Delivery =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'unreadable'; readonly unreadable: UnreadableEvent }
  | { readonly kind: 'checkpoint'; readonly storePosition: StorePosition }
  | { readonly kind: 'caught-up' };

/** A record in one of the ledger's streams that does not parse as an event. */
export interface UnreadableEvent {
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly storePosition: StorePosition;
  readonly error: Error;
}

/** Brings an event's data to the newest version of its schema; projections and readers see only that. */
export type NewestForm = (event: LedgerEvent) => LedgerEvent;

/** The order of two places in the store. Shape: as a comparator's. */
export function compareStorePositions(left: StorePosition, right: StorePosition): number {
  if (left.commit !== right.commit) return left.commit < right.commit ? -1 : 1;
  if (left.prepare !== right.prepare) return left.prepare < right.prepare ? -1 : 1;
  return 0;
}
