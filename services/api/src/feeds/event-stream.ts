import type { FeedItem, ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import type { FeedName } from '@ledger/schemas/http';
import { changeEventOf } from './change-event.ts';
import type { SharedPages } from './shared-pages.ts';

/** How long a subscriber hears nothing before it is told where the head is. */
export const HEARTBEAT_MS = 15_000;
/** How long a browser waits before it connects again. */
const RECONNECT_MS = 3_000;

export interface Subscription {
  readonly readModels: ReadModels;
  readonly pages: SharedPages;
  readonly feed: FeedName;
  readonly after: Position;
  readonly isVisible: (fileId: string | null) => boolean;
  readonly heartbeatMs: number;
  readonly signal: AbortSignal;
}

/**
 * Everything behind `after`, then each change as it comes, in the text of Server-Sent Events; ends when `signal` aborts.
 *
 * A position is read from the feed and not from the wake-up, so that a lost wake-up costs at most one heartbeat. The next
 * page is read only when the last one has been taken: a reader that stalls holds one page in memory, not the feed.
 *
 * Shape:  each change has its position as `id`, so that `Last-Event-ID` resumes exactly behind it; a heartbeat is a
 *         `head` event with the feed's head, and its `id` is how far the subscriber has seen everything.
 * Errors: rejects with what the read models throw; the subscriber then connects again.
 */
export async function* eventStreamOf(subscription: Subscription): AsyncGenerator<string> {
  const { readModels, pages, feed, isVisible, heartbeatMs, signal } = subscription;
  const alarm = new Alarm(signal);
  const stopListening = readModels.onAdvance(() => alarm.ring());
  try {
    yield `retry: ${RECONNECT_MS}\n\n`;
    let after = subscription.after;
    let spokeAt = performance.now();
    while (!signal.aborted) {
      const page = await pages.read(feed, after);
      const isBehind = page.next > after && page.next < page.head;
      after = page.next;
      const messages = page.items
        .filter((item) => isVisible(item.fileId))
        .map((item) => messageOf(feed, item));
      if (performance.now() - spokeAt >= heartbeatMs) messages.push(heartbeatOf(after, page.head));
      if (messages.length > 0) {
        yield messages.join('');
        spokeAt = performance.now();
      }
      if (!isBehind) await alarm.wait(Math.max(0, spokeAt + heartbeatMs - performance.now()));
    }
  } finally {
    stopListening();
  }
}

/** The text of a change, kept for as long as somebody holds the page it came with. */
const texts = new WeakMap<FeedItem, string>();

function messageOf(feed: FeedName, item: FeedItem): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  // A change is one line of JSON: no line feed of it can end the `data` field early.
  const text = `id: ${item.position}\nevent: change\ndata: ${JSON.stringify(changeEventOf(feed, item))}\n\n`;
  texts.set(item, text);
  return text;
}

function heartbeatOf(seen: Position, head: Position): string {
  return `id: ${seen}\nevent: head\ndata: ${JSON.stringify({ position: seen, head })}\n\n`;
}

/** Something to sleep by: a ring while nobody sleeps is kept for the next sleeper. */
class Alarm {
  #rung = false;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.ring(), { once: true });
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves when it rings, at once when it rang before, and at the latest after the time. */
  async wait(timeoutMs: number): Promise<void> {
    if (!this.#rung) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#rung = false;
  }
}
