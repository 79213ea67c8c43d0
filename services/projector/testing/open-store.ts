import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNode } from '@ledger/embedded-node';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import { connectEventLog, type EventLog } from '@ledger/event-log';

/** A real node on a database of its own, and a real client on it. */
export interface OpenStore {
  readonly url: string;
  readonly eventLog: EventLog;
  close(): Promise<void>;
}

export const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal && { signal }).catch(() => undefined);

export async function openStore(): Promise<OpenStore> {
  const database = await createTestDatabase();
  const node = await startNode({
    database: database.url,
    now: Date.now,
    randomUuid: randomUUID,
    log: () => undefined,
  });
  const eventLog = connectEventLog({
    url: node.url,
    wait,
    now: () => performance.now(),
    log: { info: () => undefined, warn: () => undefined },
  });
  return {
    url: node.url,
    eventLog,
    async close() {
      await eventLog.close();
      await node.stop();
      await database.drop();
    },
  };
}
