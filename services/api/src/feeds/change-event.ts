import type { FeedItem } from '@ledger/projection-engine';
import type { Retraction } from '@ledger/public-register';
import type { ChangeEvent, FeedName } from '@ledger/schemas/http';

/** A change of a feed in the envelope of CloudEvents 1.0 (§3.1: `id` is unique within `source`). */
export function changeEventOf(
  feed: FeedName,
  item: FeedItem,
  shown: Pick<FeedItem, 'before' | 'after'> = item,
  retraction?: Retraction,
): ChangeEvent {
  return {
    specversion: '1.0',
    id: String(item.position),
    source: `/v1/feeds/${feed}`,
    type: `ledger.${feed}.changed`,
    ...(item.fileId !== null && { subject: item.fileId }),
    time: item.at,
    datacontenttype: 'application/json',
    data: {
      position: item.position,
      fileId: item.fileId,
      at: item.at,
      cause: { ...item.cause, basis: [...item.cause.basis] },
      before: shown.before,
      after: shown.after,
      ...(retraction !== undefined && {
        retraction: { whole: retraction.whole, facts: [...retraction.facts] },
      }),
    },
  };
}
