import type { JournalledEvent, Position, StoredEvent, StorePosition } from '@ledger/schemas';
import type { Checkpoint } from './checkpoint.ts';
import { compareStorePositions, type EventSource, type UnreadableEvent } from './event-source.ts';
import { hashEvent } from './hashed-event.ts';
import { type JournalEntry, readEntries, readPlace } from './journal.ts';
import { numbered } from './numbered.ts';
import type { ReadModelSet } from './read-model-set.ts';
import type { Sql } from './sql.ts';

/** Something the store and the journal do not agree on. */
export interface Difference {
  readonly kind: 'missing-in-store' | 'missing-in-journal' | 'differs' | 'out-of-order';
  /** `‹stream›@‹revision›` */
  readonly place: string;
  readonly position?: Position;
  readonly journal?: string;
  readonly store?: string;
}

const CHUNK_EVENTS = 1_000;

/**
 * Reads the store up to the checkpoint, derives numbers and hashes anew and compares them with the journal.
 *
 * The number of an event is its place among all accepted ones in the store's order. Only what waited in a parked file
 * was accepted later, and the journal says so; such an event is held until its turn comes.
 *
 * Shape:  hands on the store's own events, in the order of their numbers, as long as nothing differs; returns the differences.
 * Errors: what the source throws.
 */
export async function rereadStore(
  sql: Sql,
  set: Pick<ReadModelSet, 'newestForm'>,
  source: Pick<EventSource, 'readAll'>,
  upTo: Checkpoint,
  each: (events: readonly JournalledEvent[]) => Promise<void>,
): Promise<readonly Difference[]> {
  const comparison = new Comparison(sql, set, upTo);
  const beside: UnreadableEvent[] = [];
  let chunk: StoredEvent[] = [];
  const handOn = async () => {
    await comparison.compareUnreadable(beside.splice(0));
    await comparison.compare(chunk);
    chunk = [];
    const inTurn = comparison.takeInTurn();
    if (inTurn.length > 0 && comparison.differences.length === 0) await each(inTurn);
  };
  for await (const event of source.readAll(undefined, (unreadable) => beside.push(unreadable))) {
    if (comparison.isBehind(event.storePosition)) break;
    chunk.push(event);
    if (chunk.length === CHUNK_EVENTS) await handOn();
  }
  await handOn();
  await comparison.finish();
  return comparison.differences;
}

class Comparison {
  readonly differences: Difference[] = [];
  readonly #sql: Sql;
  readonly #set: Pick<ReadModelSet, 'newestForm'>;
  readonly #upTo: Checkpoint;
  #next = 1;
  #inTurn: JournalledEvent[] = [];
  /** Events accepted late whose number has not come yet; at most as many as ever waited. */
  readonly #held = new Map<number, JournalledEvent>();

  constructor(sql: Sql, set: Pick<ReadModelSet, 'newestForm'>, upTo: Checkpoint) {
    this.#sql = sql;
    this.#set = set;
    this.#upTo = upTo;
  }

  isBehind(position: StorePosition): boolean {
    const { store } = this.#upTo;
    return store === undefined || compareStorePositions(position, store) > 0;
  }

  takeInTurn(): readonly JournalledEvent[] {
    return this.#inTurn.splice(0);
  }

  async compare(events: readonly StoredEvent[]): Promise<void> {
    if (events.length === 0) return;
    const entries = await readEntries(
      this.#sql,
      events.map(({ id }) => id),
    );
    const waiting = await this.#waiting(events.filter(({ id }) => !entries.has(id)));
    for (const event of events) {
      const entry = entries.get(event.id);
      if (entry !== undefined) await this.#compareOne(event, entry);
      else if (!waiting.has(event.storePosition.commit)) {
        this.differences.push({
          kind: 'missing-in-journal',
          place: placeOf(event),
          store: hashEvent(event).hash,
        });
      }
    }
  }

  /** A record that does not parse has no place in the journal; it must wait. */
  async compareUnreadable(records: readonly UnreadableEvent[]): Promise<void> {
    const here = records.filter(({ storePosition }) => !this.isBehind(storePosition));
    const waiting = await this.#waiting(here);
    for (const record of here) {
      if (waiting.has(record.storePosition.commit)) continue;
      this.differences.push({
        kind: 'missing-in-journal',
        place: placeOf(record),
        store: record.error.message,
      });
    }
  }

  /** What the journal has behind the store's end is missing there. */
  async finish(): Promise<void> {
    await this.#advanceTo(this.#upTo.position + 1);
  }

  async #compareOne(event: StoredEvent, entry: JournalEntry): Promise<void> {
    const { hash } = hashEvent(event);
    const store = `${placeOf(event)} ${hash} at ${event.storePosition.commit}`;
    const journal = `${placeOf(entry)} ${entry.hash} at ${entry.storePosition.commit}`;
    const { position } = entry;
    if (store !== journal) {
      this.differences.push({ kind: 'differs', place: placeOf(event), position, journal, store });
    }
    const journalled = numbered(this.#set.newestForm(event), position, hash);
    if (entry.late) {
      this.#held.set(position, journalled);
    } else if (position < this.#next) {
      this.differences.push({ kind: 'out-of-order', place: placeOf(event), position });
    } else {
      await this.#advanceTo(position);
      this.#inTurn.push(journalled);
      this.#next = position + 1;
    }
  }

  /** Hands on what was held for the numbers up to `position` (exclusive); a number nobody holds is missing in the store. */
  async #advanceTo(position: number): Promise<void> {
    for (; this.#next < position; this.#next += 1) {
      const held = this.#held.get(this.#next);
      this.#held.delete(this.#next);
      if (held !== undefined) {
        this.#inTurn.push(held);
        continue;
      }
      const place = await readPlace(this.#sql, this.#next as Position);
      this.differences.push({ kind: 'missing-in-store', place, position: this.#next as Position });
    }
  }

  async #waiting(events: readonly { readonly storePosition: StorePosition }[]): Promise<ReadonlySet<bigint>> {
    if (events.length === 0) return new Set();
    const rows = await this.#sql.query<{ store_commit: string }>(
      'SELECT store_commit FROM ledger.waiting WHERE store_commit = ANY($1::bigint[])',
      [events.map(({ storePosition }) => String(storePosition.commit))],
    );
    return new Set(rows.map(({ store_commit }) => BigInt(store_commit)));
  }
}

function placeOf({ stream, revision }: { readonly stream: string; readonly revision: number }): string {
  return `${stream}@${revision}`;
}
