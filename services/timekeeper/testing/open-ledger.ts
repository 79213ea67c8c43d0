import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNode } from '@ledger/embedded-node';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import { connectEventLog, type EventLog, newestForm } from '@ledger/event-log';
import { openReadModels, type ReadModels } from '@ledger/projection-engine';
import { PROJECTIONS, startProjector } from '@ledger/projector';
import { rulebookOf } from '@ledger/rulebooks';
import { type FileId, type LedgerEvent, type StoredEvent, streamOf } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import pino from 'pino';
import type { TimekeeperServiceOptions } from '../src/index.ts';

/** A real store, a real database and the projector between them. */
export interface TestLedger {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly eventLog: EventLog;
  readonly readModels: ReadModels;
  /** What a timekeeper of this ledger is started with, but for its clock. */
  readonly parts: Omit<TimekeeperServiceOptions, 'clock'>;
  /** Adds the events behind what the stream holds, and waits until they are projected. */
  append(events: readonly LedgerEvent[]): Promise<void>;
  read(fileId: FileId): Promise<readonly StoredEvent[]>;
  close(): Promise<void>;
}

const log = pino({ level: 'silent' });

export const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal && { signal }).catch(() => undefined);

export async function openLedger(): Promise<TestLedger> {
  const [storeDatabase, database] = [await createTestDatabase(), await createTestDatabase()];
  const node = await startNode({
    database: storeDatabase.url,
    now: Date.now,
    randomUuid: randomUUID,
    log: () => undefined,
  });
  const eventLog = connectEventLog({ url: node.url, wait, now: () => performance.now(), log });
  const projector = await startProjector({ databaseUrl: database.url, eventLog, log, wait });
  const readModels = await openReadModels({
    databaseUrl: database.url,
    projections: PROJECTIONS,
    newestForm,
  });
  return {
    databaseUrl: database.url,
    eventStoreUrl: node.url,
    eventLog,
    readModels,
    parts: {
      databaseUrl: database.url,
      readModels,
      eventLog,
      rulebookOf,
      calendar: STATE_COUNCIL_CALENDAR,
      randomSalt: () => randomBytes(16).toString('hex'),
      wait,
      log,
      pollMs: 50,
    },
    async append(events) {
      const [first, last] = [events[0], events.at(-1)];
      if (first === undefined || last === undefined) return;
      const expected = first.revision === 0 ? 'no-stream' : ((first.revision - 1) as typeof first.revision);
      await eventLog.append(first.stream, expected, events);
      const outcome = await readModels.waitFor(last.id, 20_000);
      if (outcome !== 'projected') throw new Error(`${first.stream} is ${outcome}`);
    },
    async read(fileId) {
      const events: StoredEvent[] = [];
      for await (const event of eventLog.readStream(streamOf(fileId))) events.push(event);
      return events;
    },
    async close() {
      await readModels.close();
      await projector.stop();
      await eventLog.close();
      await node.stop();
      await storeDatabase.drop();
      await database.drop();
    },
  };
}
