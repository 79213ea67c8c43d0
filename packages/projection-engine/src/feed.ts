import type { FileId, JournalledEvent, Position } from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log';
import { itemOf } from './fold.ts';
import type { RowChange } from './generation.ts';
import type { Projection } from './projection.ts';
import type { FeedItem, FeedName, FeedPage } from './read-models.ts';
import { jsonArrays, type Sql } from './sql.ts';

/**
 * The announcement of a changed row as the JSON text that goes in.
 *
 * Shape:  undefined when outsiders see no difference.
 * Errors: throws when what the projection shows is no plain JSON.
 */
export function renderFeedItem(
  projection: Projection,
  event: JournalledEvent,
  change: RowChange,
): string | undefined {
  if (projection.feed === undefined) return undefined;
  const before = canonicalJsonText(itemOf(projection, change.before));
  const after = canonicalJsonText(itemOf(projection, change.after));
  if (before === after) return undefined;
  return JSON.stringify({
    feed: projection.feed.name,
    position: event.position,
    file_id: event.fileId,
    at: event.metadata.recordedAt,
    cause: JSON.stringify({ id: event.id, type: event.type, basis: event.metadata.basis }),
    // As text within the text, see the rows.
    before,
    after,
  });
}

/** The items stand in their feeds. */
export async function writeFeed(sql: Sql, items: readonly string[]): Promise<void> {
  for (const records of jsonArrays(items)) {
    await sql.query(
      `INSERT INTO ledger.feed (feed, position, file_id, at, cause, before, after)
       SELECT feed, position, file_id, at, cause::json, before::json, after::json
       FROM json_to_recordset($1::json)
         AS item(feed text, position bigint, file_id text, at text, cause text, before text, after text)`,
      [records],
    );
  }
}

interface FeedRow {
  readonly head: string;
  readonly position: string | null;
  readonly file_id: FileId | null;
  readonly at: string;
  readonly cause: FeedItem['cause'];
  readonly before: unknown;
  readonly after: unknown;
}

/** One page of a feed, and the feed's head in the same snapshot. */
export async function readFeedPage(
  sql: Sql,
  feed: FeedName,
  after: Position,
  limit: number,
): Promise<FeedPage> {
  const rows = await sql.query<FeedRow>(
    `SELECT checkpoint.position AS head, item.position, file_id, at, cause, before, after
     FROM ledger.checkpoint LEFT JOIN LATERAL (
       SELECT * FROM ledger.feed WHERE feed = $1 AND position > $2 ORDER BY position LIMIT $3
     ) AS item ON true
     ORDER BY item.position`,
    [feed, after, limit],
  );
  const items = rows.filter((row) => row.position !== null).map(itemOfRow);
  const head = Number(rows[0]?.head ?? 0) as Position;
  // A page that is not full reaches the head: nothing can appear behind it any more.
  const last = items.length < limit ? head : items.at(-1)?.position;
  return { items, next: (last === undefined || last < after ? after : last) as Position, head };
}

function itemOfRow({ position, file_id: fileId, at, cause, before, after }: FeedRow): FeedItem {
  return { position: Number(position) as Position, fileId, at, cause, before, after };
}
