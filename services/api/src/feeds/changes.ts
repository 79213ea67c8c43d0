import type { FeedItem, ReadModels } from '@ledger/projection-engine';
import { publicRegister, type RegisterRow, retractionOf, stillPublic } from '@ledger/public-register';
import type { Position } from '@ledger/schemas';
import type { ChangeEvent, FeedName } from '@ledger/schemas/http';
import type { RegisterPublication } from '@ledger/schemas/http/register';
import { changeEventOf } from './change-event.ts';

/** A change of a feed: as it was recorded, for filters to judge, and as a subscriber may read it today. */
export interface Change {
  readonly recorded: FeedItem;
  readonly event: ChangeEvent;
}

export interface ChangePage {
  readonly changes: readonly Change[];
  /** Up to where the feed is complete with this page. */
  readonly next: Position;
  readonly head: Position;
}

/**
 * One page of a feed as it may be read today: what the register has retracted since has left earlier changes of it, too, for
 * the feed is a copy like any other.
 *
 * Shape:  at most `limit` changes in position order; each that took something back says what.
 * Errors: what the read models throw.
 * Law:    NR36-1, LNR-39-3; decision G-16.
 */
export async function readChanges(
  readModels: ReadModels,
  feed: FeedName,
  after: Position,
  limit: number,
): Promise<ChangePage> {
  const { items, next, head } = await readModels.readFeed(feed, after, limit);
  if (feed !== 'register') {
    return {
      changes: items.map((item) => ({ recorded: item, event: changeEventOf(feed, item) })),
      next,
      head,
    };
  }
  const today = await publicationsToday(readModels, items);
  return { changes: items.map((item) => changeOfRegister(item, today)), next, head };
}

function changeOfRegister(item: FeedItem, today: ReadonlyMap<string, RegisterPublication>): Change {
  // The items of the register's feed are its publications.
  const { before, after } = item as FeedItem<RegisterPublication>;
  const now = today.get(item.fileId ?? '');
  const shown = { before: stillPublic(before, now), after: stillPublic(after, now) };
  return { recorded: item, event: changeEventOf('register', item, shown, retractionOf(before, after)) };
}

async function publicationsToday(
  readModels: ReadModels,
  items: readonly FeedItem[],
): Promise<ReadonlyMap<string, RegisterPublication>> {
  const files = [...new Set(items.flatMap(({ fileId }) => fileId ?? []))];
  if (files.length === 0) return new Map();
  const { rows } = await readModels
    .rowsOf(publicRegister)
    .page({ where: { key: { in: files } }, limit: files.length });
  return new Map(rows.flatMap(({ key, row }) => publicationOf(key, row)));
}

function publicationOf(
  key: string,
  { publication }: RegisterRow,
): readonly (readonly [string, RegisterPublication])[] {
  return publication === undefined ? [] : [[key, publication]];
}
