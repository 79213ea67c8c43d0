import type { EventLog } from '../log/event-log.ts';
import { isYoung } from '../log/links.ts';
import { streamDeleted } from '../log/readable-stream.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import { isDeleted, lowestVisible } from '../log/stream-head.ts';
import { REVISION_MAX } from '../log/stream-metadata.ts';
import type { Shown, SubscriptionView } from './follow-log.ts';
import { type Rendering, renderEvents } from './render.ts';

/** An event of this type ends a subscription to its stream, as the tombstone does that carries it. */
const DELETED_TYPE = '$streamDeleted';

/** What a subscription to one stream shows: the visible events after a revision, then every live one. */
export class StreamView implements SubscriptionView {
  readonly #log: EventLog;
  readonly #stream: string;
  readonly #rendering: Rendering;
  #next: bigint;

  /** @param after the last revision that is not shown; `NO_REVISION` = show from the start */
  constructor(log: EventLog, stream: string, after: bigint, rendering: Rendering) {
    this.#log = log;
    this.#stream = stream;
    this.#next = after + 1n;
    this.#rendering = rendering;
  }

  async read(limit: number): Promise<StoredEvent[]> {
    const head = await this.#log.head(this.#stream);
    // The head is known without asking the store, so a subscription at the end is live at once.
    if (head.id === undefined || this.#next > head.last) return [];
    const lowest = isDeleted(head) ? REVISION_MAX : lowestVisible(head);
    let from = this.#next;
    if (lowest > from) from = lowest;
    return this.#log.store.readStreamForwards(head.id, from, limit);
  }

  concerns(event: StoredEvent): boolean {
    return event.revision >= this.#next && event.stream === this.#stream;
  }

  async show(events: readonly StoredEvent[], live: boolean): Promise<Shown> {
    const fresh = events.filter((event) => event.revision >= this.#next);
    const last = fresh.at(-1);
    if (last === undefined) return { frames: [] };
    this.#next = last.revision + 1n;
    const ending = fresh.findIndex((event) => event.type === DELETED_TYPE);
    const reached = ending === -1 ? fresh : fresh.slice(0, ending + 1);
    const visible = live ? reached : await this.#youngOf(reached);
    const frames = await renderEvents(this.#log, visible, this.#rendering);
    return { frames, end: ending === -1 ? undefined : streamDeleted(this.#stream) };
  }

  atEnd(): Buffer[] {
    return [];
  }

  async #youngOf(events: readonly StoredEvent[]): Promise<readonly StoredEvent[]> {
    const head = await this.#log.head(this.#stream);
    const now = this.#log.now();
    return events.filter((event) => isYoung(event, head, now));
  }
}
