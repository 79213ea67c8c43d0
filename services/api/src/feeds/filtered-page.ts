import type { ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import type { ChangeEvent, FeedName, FeedPage } from '@ledger/schemas/http';
import type { Audience } from './audience.ts';
import { readChanges } from './changes.ts';

/** Changes read at once. */
const CHUNK_ROWS = 500;
/** Changes looked at for one page, so that a filter nothing fits does not read the whole feed in one request. */
const LOOKED_AT_MAX = 5_000;

/**
 * One page of what an audience gets.
 *
 * Shape: at most `limit` changes; complete up to `next`, which is beyond the last of them where others followed; a page without
 *        a change is no end while `next` is less than `head`.
 */
export async function readPageFor(
  readModels: ReadModels,
  feed: FeedName,
  audience: Audience,
  after: Position,
  limit: number,
): Promise<FeedPage> {
  const items: ChangeEvent[] = [];
  let place = after;
  for (let lookedAt = 0; ; ) {
    const rows = Math.min(CHUNK_ROWS, Math.max(limit, 50));
    const page = await readChanges(readModels, feed, place, rows);
    for (const change of page.changes) {
      if (!audience.gets(change)) continue;
      items.push(change.event);
      if (items.length === limit) return { items, next: change.event.data.position, head: page.head };
    }
    place = page.next;
    lookedAt += page.changes.length;
    if (page.changes.length < rows || lookedAt >= LOOKED_AT_MAX)
      return { items, next: place, head: page.head };
  }
}
