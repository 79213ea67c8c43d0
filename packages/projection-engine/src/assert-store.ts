import type { StoredEvent } from '@ledger/schemas';
import { EngineError } from './engine-error.ts';
import { compareStorePositions, type EventSource } from './event-source.ts';
import { hashEvent } from './hashed-event.ts';
import { type JournalEntry, readLandmarks } from './journal.ts';
import type { Sql } from './sql.ts';

/** So many of the last events are read again: more than a new leader could take back unnoticed. */
const RECHECKED_EVENTS = 16;

/**
 * The store is the one the journal was written from, and still has its first and its last events.
 *
 * Errors: STORE_SHORTER when an event of the journal is missing there, STORE_DIFFERS when another one stands in its place;
 *         what the source throws.
 */
export async function assertStore(sql: Sql, source: Pick<EventSource, 'readStream'>): Promise<void> {
  for (const entry of await readLandmarks(sql, RECHECKED_EVENTS))
    assertSame(entry, await readOne(source, entry));
}

async function readOne(
  source: Pick<EventSource, 'readStream'>,
  { stream, revision }: JournalEntry,
): Promise<StoredEvent | undefined> {
  for await (const event of source.readStream(stream, revision)) return event;
  return undefined;
}

function assertSame(entry: JournalEntry, found: StoredEvent | undefined): void {
  const place = `${entry.stream}@${entry.revision}, number ${entry.position} of the journal`;
  const remedy = 'Check which store the projector is connected to; nothing was written.';
  if (found === undefined || found.revision !== entry.revision) {
    const message =
      entry.position === 1
        ? `This is another store: it does not have the journal's first event, ${place}. ${remedy}`
        : `The store ends before the journal does: it has lost, or never had, ${place}. ${remedy}`;
    throw new EngineError(entry.position === 1 ? 'STORE_DIFFERS' : 'STORE_SHORTER', message);
  }
  if (hashEvent(found).hash !== entry.hash) {
    throw new EngineError(
      'STORE_DIFFERS',
      `This is another store, or it was altered: ${place}, is not the same event there. ${remedy}`,
    );
  }
  if (compareStorePositions(found.storePosition, entry.storePosition) !== 0) {
    throw new EngineError(
      'STORE_DIFFERS',
      `This is a copy of the store, not the store: ${place}, stands at ${found.storePosition.commit} there, not at ${entry.storePosition.commit}. ${remedy}`,
    );
  }
}
