import { randomUUID } from 'node:crypto';
import { startNode } from '@ledger/embedded-node';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import type { StoreUnderTest } from './store-under-test.ts';

/** The store named by `EVENTSTORE_URL`, or else an embedded node of its own on a fresh database. */
export async function openTestStore(): Promise<StoreUnderTest> {
  const { EVENTSTORE_URL: given } = process.env;
  if (given !== undefined) return { url: given, close: async () => undefined };
  const database = await createTestDatabase();
  const node = await startNode({
    database: database.url,
    now: Date.now,
    randomUuid: randomUUID,
    log: () => undefined,
  });
  return {
    url: node.url,
    close: async () => {
      await node.stop();
      await database.drop();
    },
  };
}
