import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

const BOMBS = 100;
const LENGTH = 2000;

/** Events whose types make a backtracking expression run for years. */
export async function appendBombs(client: EventStoreDBClient): Promise<void> {
  const events = Array.from({ length: BOMBS }, (_, index) =>
    jsonEvent({ type: `${'a'.repeat(LENGTH + index)}!`, data: {} }),
  );
  await client.appendToStream('bombs', events);
}
