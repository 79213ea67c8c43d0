import type { EventLog } from '../log/event-log.ts';
import { isYoung } from '../log/links.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import { isDeleted, isTombstoned, lowestVisible } from '../log/stream-head.ts';
import { isLastPage } from '../storage/event-store.ts';
import { type EventFilter, selectEvents } from '../subscriptions/event-filter.ts';

/** Where a group reads, and how far it has read. */
export interface GroupSource {
  /** The next events, oldest first; the place moves behind them. `exhausted` = there are no more for now. */
  read(limit: number): Promise<{ readonly events: readonly StoredEvent[]; readonly exhausted: boolean }>;
  /** Whether a live event belongs to this group, as far as that can be told at once. */
  concerns(event: StoredEvent): boolean;
  /** The place of an event as checkpoints and answers write it. */
  placeOf(event: StoredEvent): string;
}

/** The visible events of one stream from a revision on, inclusive. */
export class StreamSource implements GroupSource {
  readonly #log: EventLog;
  readonly #stream: string;
  #next: bigint;

  constructor(log: EventLog, stream: string, from: bigint) {
    this.#log = log;
    this.#stream = stream;
    this.#next = from;
  }

  async read(limit: number): Promise<{ events: StoredEvent[]; exhausted: boolean }> {
    const head = await this.#log.head(this.#stream);
    if (head.id === undefined || isDeleted(head)) return { events: [], exhausted: true };
    let from = this.#next;
    // What a tombstone took away is not read any more; the tombstone itself is told.
    const lowest = isTombstoned(head) ? head.last : lowestVisible(head);
    if (lowest > from) from = lowest;
    const read = await this.#log.store.readStreamForwards(head.id, from, limit);
    const last = read.at(-1);
    if (last !== undefined) this.#next = last.revision + 1n;
    const now = this.#log.now();
    return { events: read.filter((event) => isYoung(event, head, now)), exhausted: isLastPage(read, limit) };
  }

  concerns(event: StoredEvent): boolean {
    return event.revision >= this.#next && event.stream === this.#stream;
  }

  placeOf(event: StoredEvent): string {
    return String(event.revision);
  }
}

/** The events of `$all` that pass a filter, from a position on, inclusive. */
export class AllSource implements GroupSource {
  readonly #log: EventLog;
  readonly #filter: EventFilter | undefined;
  #next: bigint;

  constructor(log: EventLog, from: bigint, filter: EventFilter | undefined) {
    this.#log = log;
    this.#next = from;
    this.#filter = filter;
  }

  async read(limit: number): Promise<{ events: StoredEvent[]; exhausted: boolean }> {
    const read = await this.#log.store.readAllForwards(this.#next, limit);
    const events = this.#filter === undefined ? read : await selectEvents(this.#filter, read);
    const last = read.at(-1);
    if (last !== undefined) this.#next = last.position + 1n;
    return { events, exhausted: isLastPage(read, limit) };
  }

  concerns(event: StoredEvent): boolean {
    // What is not known yet is read, and judged then.
    return event.position >= this.#next && this.#filter?.known(event) !== false;
  }

  placeOf(event: StoredEvent): string {
    return formatPlace(event.position);
  }
}

/** How a place in `$all` is written. */
export function formatPlace(position: bigint): string {
  return `C:${position}/P:${position}`;
}
