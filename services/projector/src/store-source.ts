import { type EventLog, StoreError } from '@ledger/event-log';
import { EngineError, type EventSource } from '@ledger/projection-engine';

/** The event log as the projector reads it: what tells of another store ends the projector instead of being tried again. */
export function storeSource(eventLog: EventLog): EventSource {
  return {
    follow: (after, signal) => final(eventLog.follow(after, signal)),
    readAll: (after, onUnreadable) => eventLog.readAll(after, onUnreadable),
    readStream: (stream, from) => final(eventLog.readStream(stream, from)),
  };
}

async function* final<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    if (error instanceof StoreError && (error.code === 'UNKNOWN_POSITION' || error.code === 'NOT_AN_EVENT')) {
      throw new EngineError(
        'STORE_DIFFERS',
        `The journal was not written from this store as it is now: ${error.message} Check which store the projector is connected to; nothing was written.`,
        { cause: error },
      );
    }
    throw error;
  }
}
