import { frame } from '../grpc/framing.ts';
import type { EventLog } from '../log/event-log.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import { encodeCheckpoint } from '../protocol/read.ts';
import type { PositionPair } from '../protocol/shared.ts';
import { CatchUpCheckpoints, LiveCheckpoints } from './checkpoints.ts';
import { type EventFilter, selectEvents } from './event-filter.ts';
import type { Shown, SubscriptionView } from './follow-log.ts';
import { type Rendering, renderEvents } from './render.ts';

/** A filter with how often its checkpoints are wanted. */
export interface FilteredView {
  readonly filter: EventFilter;
  /** Events examined per page. */
  readonly window: number;
  /** Events examined between checkpoints. */
  readonly interval: number;
}

/** What a subscription to `$all` shows: every event after a position that passes the filter, and checkpoints when there is one. */
export class AllView implements SubscriptionView {
  readonly #log: EventLog;
  readonly #rendering: Rendering;
  readonly #filtered: FilteredView | undefined;
  /** Events up to here, inclusive, are not shown. */
  readonly #start: bigint;
  #next: bigint;
  #catchUp: CatchUpCheckpoints | undefined;
  #live: LiveCheckpoints | undefined;
  #advanced = false;

  /** @param after the position after which events are shown; undefined = from the first one on */
  constructor(
    log: EventLog,
    after: PositionPair | undefined,
    filtered: FilteredView | undefined,
    rendering: Rendering,
  ) {
    this.#log = log;
    this.#rendering = rendering;
    this.#filtered = filtered;
    this.#start = after?.commit ?? -1n;
    // With a filter the start position itself is examined too, although it is not shown.
    this.#next = filtered === undefined ? this.#start + 1n : this.#start;
    if (filtered !== undefined)
      this.#catchUp = new CatchUpCheckpoints(filtered.window, filtered.interval, after);
  }

  async read(limit: number): Promise<StoredEvent[]> {
    // Nothing lies between the last event and the next one; a subscription at the end is live at once.
    if (this.#next >= this.#log.nextPosition - 1n) return [];
    return this.#log.store.readAllForwards(this.#next, limit);
  }

  concerns(event: StoredEvent): boolean {
    return event.position >= this.#next;
  }

  async show(events: readonly StoredEvent[], live: boolean): Promise<Shown> {
    const fresh = events.filter((event) => event.position >= this.#next);
    const last = fresh.at(-1);
    if (last === undefined) return { frames: [] };
    this.#next = last.position + 1n;
    if (this.#filtered === undefined)
      return { frames: await renderEvents(this.#log, fresh, this.#rendering) };
    if (last.position > this.#start) this.#advanced = true;
    const { filter } = this.#filtered;
    const matching = await selectEvents(filter, fresh);
    const rendered = await renderEvents(this.#log, matching, this.#rendering);
    const frameOf = new Map(matching.map((event, index) => [event, rendered[index]]));
    const frames: Buffer[] = [];
    for (const event of fresh) {
      const shown = event.position > this.#start ? frameOf.get(event) : undefined;
      if (shown !== undefined) frames.push(shown);
      const checkpoint = live
        ? this.#checkpoints().examine(event.position)
        : this.#catchUp?.examine(event.position, frameOf.has(event), shown !== undefined);
      if (checkpoint !== undefined) frames.push(frame(encodeCheckpoint(checkpoint)));
    }
    return { frames };
  }

  atEnd(): Buffer[] {
    // Where nothing was read there is nothing new to remember.
    const checkpoint = this.#advanced ? this.#catchUp?.end() : undefined;
    return checkpoint === undefined ? [] : [frame(encodeCheckpoint(checkpoint))];
  }

  #checkpoints(): LiveCheckpoints {
    this.#live ??= new LiveCheckpoints(this.#filtered?.interval ?? 1);
    return this.#live;
  }
}
