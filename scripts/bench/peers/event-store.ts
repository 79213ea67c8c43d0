import {
  type EventData,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  START,
} from '@eventstore/db-client';
import type { SampleEvent } from './sample-event.ts';
import type { StoreOfAll } from './store.ts';

/** The unmodified official client, against whatever answers at `url`. */
export async function openEventStore(url: string): Promise<StoreOfAll> {
  const client = EventStoreDBClient.connectionString(url);
  return {
    append: async (stream, length, events) => {
      await client.appendToStream(stream, events.map(proposal), {
        expectedRevision: length === 0 ? NO_STREAM : BigInt(length - 1),
      });
    },
    readStream: (stream) =>
      countEvents(client.readStream(stream, { direction: FORWARDS, fromRevision: START })),
    readAll: (count) =>
      countEvents(client.readAll({ direction: FORWARDS, fromPosition: START, maxCount: count })),
    close: () => client.dispose(),
  };
}

/** The event as the client takes it. */
export function proposal({ id, type, data, metadata }: SampleEvent): EventData {
  return jsonEvent({ id, type, data: { ...data }, metadata: { ...metadata } });
}

async function countEvents(events: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of events) count += 1;
  return count;
}
