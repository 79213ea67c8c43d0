import type { ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import type { ChangeEvent, FeedName } from '@ledger/schemas/http';
import type { Audience } from './audience.ts';
import { type Change, readChanges } from './changes.ts';

const CHUNK_ROWS = 500;

/** A row of a full file. */
export interface FullLine {
  readonly key: string;
  readonly item: unknown;
}

/** The changes behind one position up to another, that included, as an audience may read them today. */
export async function* changesBetween(
  readModels: ReadModels,
  feed: FeedName,
  audience: Audience,
  after: Position,
  until: Position,
): AsyncGenerator<ChangeEvent> {
  for await (const change of recordedBetween(readModels, feed, after, until)) {
    if (audience.gets(change)) yield change.event;
  }
}

/**
 * The whole state of a feed at an earlier position, as an audience may read it today: the rows of now, those that changed since
 * put back to what they were before their first change.
 *
 * Shape: in the order of keys; in memory is only what changed since the position.
 */
export async function* stateAt(
  readModels: ReadModels,
  feed: FeedName,
  audience: Audience,
  position: Position,
): AsyncGenerator<FullLine> {
  let put: readonly FullLine[] | undefined;
  let changed: ReadonlySet<string> = new Set();
  for await (const page of readModels.readSnapshot(feed)) {
    if (put === undefined) {
      const before = await rowsBefore(readModels, feed, position, page.position);
      changed = new Set(before.keys());
      put = [...before].flatMap(([key, item]) => (item === null ? [] : [{ key, item }])).sort(byKey);
    }
    for (const line of page.items) {
      const earlier: readonly FullLine[] = put.filter(({ key }) => key <= line.key);
      put = put.slice(earlier.length);
      for (const one of earlier) if (audience.holds(one.key, one.item)) yield one;
      if (!changed.has(line.key) && audience.holds(line.key, line.item)) yield line;
    }
  }
  for (const one of put ?? []) if (audience.holds(one.key, one.item)) yield one;
}

/** What the rows that changed between two positions were at the first; null where there was none. */
async function rowsBefore(
  readModels: ReadModels,
  feed: FeedName,
  after: Position,
  until: Position,
): Promise<ReadonlyMap<string, unknown>> {
  const rows = new Map<string, unknown>();
  for await (const { recorded, event } of recordedBetween(readModels, feed, after, until)) {
    // The audit trail has a row for each event, under the event's id; the others one for each file.
    const key = feed === 'audit' ? recorded.cause.id : (recorded.fileId ?? '');
    if (!rows.has(key)) rows.set(key, event.data.before);
  }
  return rows;
}

async function* recordedBetween(
  readModels: ReadModels,
  feed: FeedName,
  after: Position,
  until: Position,
): AsyncGenerator<Change> {
  for (let place = after; place < until; ) {
    const page = await readChanges(readModels, feed, place, CHUNK_ROWS);
    for (const change of page.changes) {
      if (change.recorded.position > until) return;
      yield change;
    }
    if (page.next <= place) return;
    place = page.next;
  }
}

function byKey({ key: one }: FullLine, { key: other }: FullLine): number {
  return one < other ? -1 : 1;
}
