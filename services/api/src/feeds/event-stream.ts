import type { ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import type { FeedName } from '@ledger/schemas/http';
import { Alarm } from './alarm.ts';
import type { Audience } from './audience.ts';
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
  readonly audience: Audience;
  readonly heartbeatMs: number;
  /** How long changes are gathered from now on, after some were sent; it grows with the number of subscribers. */
  readonly gatherMs: () => number;
  readonly signal: AbortSignal;
}

/** A piece of a stream, and how far a subscriber that has read it has seen everything. */
export interface Piece {
  readonly bytes: Buffer | string;
  readonly seen: Position;
}

/**
 * Everything behind `after`, then each change as it comes, in the text of Server-Sent Events; ends when `signal` aborts.
 *
 * A position is read from the feed and not from the wake-up, so that a lost wake-up costs at most one heartbeat. The next
 * page is read only when the last one has been taken: a reader that is slow holds one page in memory, not the feed.
 *
 * Shape:  each change has its position as `id`, so that `Last-Event-ID` resumes exactly behind it; a heartbeat is a
 *         `head` event with the feed's head, and its `id` is how far the subscriber has seen everything.
 * Errors: rejects with what the read models throw; the subscriber then connects again.
 */
export async function* eventStreamOf(subscription: Subscription): AsyncGenerator<Piece> {
  const { readModels, pages, feed, audience, heartbeatMs, gatherMs, signal } = subscription;
  const alarm = new Alarm(signal);
  const stopListening = readModels.onAdvance(() => alarm.ring());
  try {
    let seen = subscription.after;
    yield { bytes: `retry: ${RECONNECT_MS}\n\n`, seen };
    let spokeAt = performance.now();
    while (!signal.aborted) {
      const page = await pages.read(feed, seen, audience);
      const isBehind = page.next > seen && page.next < page.head;
      seen = page.next;
      if (page.bytes.length > 0) {
        yield { bytes: page.bytes, seen };
        spokeAt = performance.now();
        if (!isBehind) await alarm.sleep(gatherMs());
      } else if (performance.now() - spokeAt >= heartbeatMs) {
        yield { bytes: heartbeatOf(seen, page.head), seen };
        spokeAt = performance.now();
      }
      if (!isBehind) await alarm.wait(Math.max(0, spokeAt + heartbeatMs - performance.now()));
    }
  } finally {
    stopListening();
  }
}

/** The last message to a subscriber that did not read: from where it can go on. */
export function dropMessageOf(seen: Position): string {
  const detail =
    'You did not read for too long. Connect again with Last-Event-ID, or after, at this position.';
  return `id: ${seen}\nevent: dropped\ndata: ${JSON.stringify({ position: seen, detail })}\n\n`;
}

function heartbeatOf(seen: Position, head: Position): string {
  return `id: ${seen}\nevent: head\ndata: ${JSON.stringify({ position: seen, head })}\n\n`;
}
