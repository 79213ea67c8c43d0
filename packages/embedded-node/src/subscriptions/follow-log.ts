import type { GrpcCall } from '../grpc/call.ts';
import { frame } from '../grpc/framing.ts';
import type { GrpcStatusError } from '../grpc/status.ts';
import type { CommitFeed } from '../log/commit-feed.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import { CAUGHT_UP } from '../protocol/read.ts';
import { isLastPage, PAGE_EVENTS } from '../storage/event-store.ts';

/** What one subscription shows of the log; it keeps the place up to which it has shown everything. */
export interface SubscriptionView {
  /** The next events after that place, in order. */
  read(limit: number): Promise<StoredEvent[]>;
  /** Whether a live event concerns this subscription at all. */
  concerns(event: StoredEvent): boolean;
  /** Moves the place over these events and returns what to send for them. */
  show(events: readonly StoredEvent[], live: boolean): Promise<Shown>;
  /** What to send where the log ends, before `caughtUp`. */
  atEnd(): Buffer[];
}

export interface Shown {
  readonly frames: Buffer[];
  /** Why the subscription ends after these frames. */
  readonly end?: GrpcStatusError | undefined;
}

/** Live events that wait for a reader that does not read; beyond them it catches up from the store. */
const LIVE_BUFFER = 32;
/** Live events that wait while the last stretch before them is read from the store. */
const JOIN_BUFFER = 2048;

/**
 * Follows the log for one call: from the view's place through the store to its end, then live, and again through the store whenever the
 * client reads more slowly than events come. Returns when the call is over.
 */
export async function followLog(call: GrpcCall, feed: CommitFeed, view: SubscriptionView): Promise<void> {
  while (!call.over) {
    await catchUp(call, view);
    const live = new LiveQueue(feed, view);
    try {
      // What was committed before the queue began is in the store by now.
      await catchUp(call, view);
      if (live.overflowed) continue;
      call.writeFrames(Buffer.concat([...view.atEnd(), frame(CAUGHT_UP)]));
      await live.pump(call);
    } finally {
      live.close();
    }
  }
}

async function catchUp(call: GrpcCall, view: SubscriptionView): Promise<void> {
  for (;;) {
    const events = await view.read(PAGE_EVENTS);
    if (call.over) return;
    send(call, await view.show(events, false));
    if (isLastPage(events, PAGE_EVENTS)) return;
    await call.drained();
  }
}

function send(call: GrpcCall, shown: Shown): void {
  // Not joined here: the frame of an event is one for all its subscribers, and the call joins what leaves together.
  for (const shownFrame of shown.frames) call.writeFrames(shownFrame);
  if (shown.end !== undefined) throw shown.end;
}

/** Live events on their way to one subscriber. */
class LiveQueue {
  overflowed = false;
  readonly #view: SubscriptionView;
  readonly #unfollow: () => void;
  #queue: StoredEvent[] = [];
  #room = JOIN_BUFFER;
  #wake: () => void = () => {};

  constructor(feed: CommitFeed, view: SubscriptionView) {
    this.#view = view;
    this.#unfollow = feed.follow({ committed: (events) => this.#committed(events) });
  }

  close(): void {
    this.#unfollow();
    this.#queue = [];
  }

  /** Sends events as they come; returns when the reader has fallen behind or the call is over. */
  async pump(call: GrpcCall): Promise<void> {
    const withdraw = call.onClose(() => this.#wake());
    try {
      while (!call.over && !this.overflowed) {
        if (this.#queue.length === 0) {
          // A reader that keeps up gets a commit whole, however large it is.
          this.#room = Number.POSITIVE_INFINITY;
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          continue;
        }
        const events = this.#queue;
        this.#queue = [];
        send(call, await this.#view.show(events, true));
        this.#room = LIVE_BUFFER;
        await call.drained();
      }
    } finally {
      withdraw();
    }
  }

  #committed(events: readonly StoredEvent[]): void {
    if (this.overflowed) return;
    for (const event of events) {
      if (!this.#view.concerns(event)) continue;
      if (this.#queue.length >= this.#room) {
        this.overflowed = true;
        this.#queue = [];
        break;
      }
      this.#queue.push(event);
    }
    if (this.overflowed || this.#queue.length > 0) this.#wake();
  }
}
