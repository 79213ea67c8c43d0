import {
  chainBreak,
  type EventId,
  type FileHead,
  type Position,
  type Sha256Hex,
  type StoredEvent,
  type StorePosition,
  type StreamName,
} from '@ledger/schemas';
import { type Checkpoint, moveCheckpoint } from './checkpoint.ts';
import { compareStorePositions, type Delivery } from './event-source.ts';
import { renderFeedItem, writeFeed } from './feed.ts';
import { type Consumed, consume, HeldRows, liveGenerationOf, readLive, writeConsumed } from './generation.ts';
import { hashEvent } from './hashed-event.ts';
import {
  type AcceptedEvent,
  acceptedOf,
  type JournalEntry,
  readEntries,
  readHeads,
  writeJournal,
} from './journal.ts';
import { growTree } from './log-tree.ts';
import { numbered } from './numbered.ts';
import { type Parking, readParkedStreams, type Waiting, waitingOf, writeParked } from './parked.ts';
import type { Projection } from './projection.ts';
import { type HeldRow, type RenderedRow, renderRow, writeRows } from './projection-row.ts';
import type { ReadModelSet } from './read-model-set.ts';
import type { Sql } from './sql.ts';

/** What one transaction took in. */
export interface Intake {
  readonly position: Position;
  readonly store: StorePosition | undefined;
  readonly accepted: number;
  /** Files parked by this batch; those parked before are not named again. */
  readonly parked: readonly Parking[];
}

/**
 * Takes deliveries into journal, tree, rows and feeds, and moves the checkpoint; to be called while it is held.
 *
 * Every event is checked against its file's chain and folded into every projection before it gets its number. One that
 * fails takes none: it and the later events of its stream wait, all others go on. What is in the journal already passes
 * unnoticed.
 *
 * Errors: PROJECTION_SUPERSEDED, PROJECTION_NOT_BUILT, and what the database throws; never because of an event.
 */
export async function takeIn(
  sql: Sql,
  set: ReadModelSet,
  checkpoint: Checkpoint,
  deliveries: readonly Delivery[],
  { late }: { readonly late: boolean } = { late: false },
): Promise<Intake> {
  const events = deliveries.flatMap((delivery) => (delivery.kind === 'event' ? [delivery.event] : []));
  const batch = new Batch(sql, set, checkpoint.position, late);
  await batch.open(events);
  for (const delivery of deliveries) {
    if (delivery.kind === 'event' || delivery.kind === 'unreadable') await batch.take(delivery);
  }
  return await batch.write(deliveries.reduce(laterStorePosition, checkpoint.store));
}

function laterStorePosition(store: StorePosition | undefined, delivery: Delivery): StorePosition | undefined {
  const position = storePositionOf(delivery);
  if (position === undefined || store === undefined) return position ?? store;
  return compareStorePositions(position, store) > 0 ? position : store;
}

function storePositionOf(delivery: Delivery): StorePosition | undefined {
  switch (delivery.kind) {
    case 'event':
      return delivery.event.storePosition;
    case 'unreadable':
      return delivery.unreadable.storePosition;
    case 'checkpoint':
      return delivery.storePosition;
    case 'caught-up':
      return undefined;
  }
}

const HASH_NOT_KNOWN_YET = '0'.repeat(64) as Sha256Hex;

/** A projection's live rows within one batch. */
interface LiveRows {
  readonly projection: Projection;
  readonly held: HeldRows;
  /** Rows to be written, by key, as the last event left them. */
  readonly rendered: Map<string, RenderedRow>;
  consumed: Consumed;
}

/** A change of one row, complete but not yet part of the batch. */
interface Change {
  readonly rows: LiveRows;
  readonly key: string;
  readonly after: HeldRow;
  readonly rendered: RenderedRow;
  readonly feedItem: string | undefined;
}

class Batch {
  readonly #sql: Sql;
  readonly #set: ReadModelSet;
  readonly #late: boolean;
  #position: Position;
  #live: readonly LiveRows[] = [];
  #heads = new Map<StreamName, FileHead>();
  #known = new Map<EventId, Pick<JournalEntry, 'stream' | 'revision' | 'hash'>>();
  #parkedStreams = new Set<StreamName>();
  readonly #accepted: AcceptedEvent[] = [];
  readonly #feedItems: string[] = [];
  readonly #parked: Parking[] = [];
  readonly #waiting: Waiting[] = [];

  constructor(sql: Sql, set: ReadModelSet, position: Position, late: boolean) {
    this.#sql = sql;
    this.#set = set;
    this.#position = position;
    this.#late = late;
  }

  /** Reads what the batch needs, in a few statements for all its events. */
  async open(events: readonly StoredEvent[]): Promise<void> {
    const live = await readLive(this.#sql);
    this.#live = this.#set.projections.map((projection) => {
      const generation = liveGenerationOf(live, projection, this.#position);
      const held = new HeldRows(this.#sql, projection, generation.generation);
      return { projection, held, rendered: new Map(), consumed: generation };
    });
    this.#parkedStreams = await readParkedStreams(this.#sql);
    if (events.length === 0) return;
    this.#heads = await readHeads(this.#sql, [...new Set(events.map(({ stream }) => stream))]);
    this.#known = new Map(
      await readEntries(
        this.#sql,
        events.map(({ id }) => id),
      ),
    );
    for (const { projection, held } of this.#live) await held.prefetch(this.#likelyKeys(projection, events));
  }

  /** The keys the events will have if all of them are accepted; a wrong guess costs a statement, no more. */
  #likelyKeys(projection: Projection, events: readonly StoredEvent[]): readonly string[] {
    return events.flatMap((event, index) => {
      try {
        const position = (this.#position + 1 + index) as Position;
        return projection.key(numbered(this.#set.newestForm(event), position, HASH_NOT_KNOWN_YET)) ?? [];
      } catch {
        // The fold will meet the same fault and park the file.
        return [];
      }
    });
  }

  async take(delivery: Extract<Delivery, { kind: 'event' | 'unreadable' }>): Promise<void> {
    const waiting = waitingOf(delivery);
    if (!this.#parkedStreams.has(waiting.stream)) {
      const parking =
        delivery.kind === 'event' ? await this.#accept(delivery.event) : unreadable(delivery.unreadable);
      if (parking === undefined) return;
      this.#parked.push({ ...parking, stream: waiting.stream });
      this.#parkedStreams.add(waiting.stream);
    }
    this.#waiting.push(waiting);
  }

  /** Writes everything and moves the checkpoint. */
  async write(store: StorePosition | undefined): Promise<Intake> {
    await writeJournal(this.#sql, this.#accepted);
    if (this.#accepted.length > 0) await growTree(this.#sql, this.#position);
    for (const { projection, held, rendered } of this.#live) {
      await writeRows(this.#sql, projection, held.generation, [...rendered.values()]);
    }
    await writeFeed(this.#sql, this.#feedItems);
    if (this.#accepted.length > 0) await writeConsumed(this.#sql, this.#live.map(generationOf));
    await writeParked(this.#sql, this.#parked, this.#waiting);
    await moveCheckpoint(this.#sql, this.#position, store);
    return { position: this.#position, store, accepted: this.#accepted.length, parked: this.#parked };
  }

  /** Gives the event its number and its effects. Shape: why not, when it cannot be accepted; then nothing has changed. */
  async #accept(event: StoredEvent): Promise<Parking | undefined> {
    const place = { stream: event.stream, revision: event.revision, eventId: event.id };
    const failed = (reason: Parking['reason'], expected: string, error: unknown): Parking => ({
      ...place,
      reason,
      expected,
      found: error instanceof Error ? error.message : String(error),
      ...(error instanceof ProjectionFailure && { projection: error.projection }),
    });

    const position = (this.#position + 1) as Position;
    let accepted: AcceptedEvent;
    try {
      accepted = acceptedOf(hashEvent(event), position, this.#late);
    } catch (error) {
      return failed('not-canonical', 'an event that canonical JSON and the journal can hold', error);
    }

    const known = this.#known.get(event.id);
    if (known !== undefined) {
      const found = `${known.stream}@${known.revision} ${known.hash}`;
      const expected = `${event.stream}@${event.revision} ${accepted.hash}`;
      if (found === expected) return undefined;
      return { ...place, reason: 'event-id-taken', expected: `${event.id} only once`, found };
    }
    const broken = chainBreak(event, event.stream, this.#heads.get(event.stream));
    if (broken !== undefined) return { ...broken, ...place };

    let changes: readonly Change[];
    try {
      changes = await this.#fold(accepted);
    } catch (error) {
      if (!(error instanceof ProjectionFailure)) throw error;
      return failed('projection-failed', 'a fold', error);
    }
    this.#keep(accepted, changes);
    return undefined;
  }

  async #fold({ event, hash, position }: AcceptedEvent): Promise<readonly Change[]> {
    const journalled = guarded(undefined, () => numbered(this.#set.newestForm(event), position, hash));
    const changes: Change[] = [];
    for (const rows of this.#live) {
      const { projection, held } = rows;
      const key = guarded(projection, () => projection.key(journalled));
      if (key === undefined) continue;
      // Outside the guard: a database that fails is no fault of the event.
      await held.prefetch([key]);
      const change = guarded(projection, () => {
        const changed = held.fold(key, journalled);
        return (
          changed && {
            rows,
            key,
            after: changed.after,
            rendered: renderRow(projection, key, changed.after),
            feedItem: renderFeedItem(projection, journalled, changed),
          }
        );
      });
      if (change !== undefined) changes.push(change);
    }
    return changes;
  }

  #keep(accepted: AcceptedEvent, changes: readonly Change[]): void {
    const { event, hash, position } = accepted;
    this.#position = position;
    this.#accepted.push(accepted);
    this.#heads.set(event.stream, { revision: event.revision, hash });
    this.#known.set(event.id, { stream: event.stream, revision: event.revision, hash });
    for (const { rows, key, after, rendered, feedItem } of changes) {
      rows.held.set(key, after);
      rows.rendered.set(key, rendered);
      if (feedItem !== undefined) this.#feedItems.push(feedItem);
    }
    for (const rows of this.#live) rows.consumed = consume(rows.consumed, hash);
  }
}

/** A projection, or the newest form of an event, threw. */
class ProjectionFailure extends Error {
  readonly projection: string;
  constructor(projection: Projection | undefined, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.projection = projection?.name ?? 'newest form';
  }
}

function guarded<Result>(projection: Projection | undefined, body: () => Result): Result {
  try {
    return body();
  } catch (error) {
    throw new ProjectionFailure(projection, error);
  }
}

function unreadable(record: Extract<Delivery, { kind: 'unreadable' }>['unreadable']): Parking {
  const { stream, revision, error } = record;
  return { stream, revision, reason: 'unreadable', expected: 'an event of the ledger', found: error.message };
}

function generationOf({ projection, held, consumed }: LiveRows) {
  return { projection: projection.name, generation: held.generation, ...consumed };
}
