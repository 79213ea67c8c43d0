import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import type { StoredEvent } from '@ledger/schemas';
import { expect } from 'vitest';
import type { Delivery, Intake, Projection, ReadModels } from '../src/index.ts';
import { migrate, openReadModels } from '../src/index.ts';
import { prepareProjections } from '../src/prepare.ts';
import { openSession, type Session } from '../src/sql.ts';
import { projectBatch } from '../src/writer.ts';
import { samples } from './sample-projections.ts';

/** A database with the engine's tables and the sample projections, and hands on it. */
export interface EngineFixture {
  readonly databaseUrl: string;
  readonly session: Session;
  readonly models: ReadModels;
  readonly set: { readonly projections: readonly Projection[]; readonly newestForm: <E>(event: E) => E };
  project(...deliveries: readonly (Delivery | StoredEvent)[]): Promise<Intake>;
  close(): Promise<void>;
}

export async function openFixture(projections: readonly Projection[] = samples): Promise<EngineFixture> {
  const database: TestDatabase = await createTestDatabase();
  const set = { projections, newestForm: <E>(event: E): E => event };
  await migrate(database.url, projections);
  await prepareProjections({ ...set, databaseUrl: database.url });
  const session = await openSession(database.url, 'test');
  const models = await openReadModels({ ...set, databaseUrl: database.url });
  return {
    databaseUrl: database.url,
    session,
    models,
    set,
    project: (...given) => projectBatch(session, set, 0n, given.map(deliveryOf)),
    async close() {
      await models.close();
      await session.close();
      await database.drop();
    },
  };
}

function deliveryOf(given: Delivery | StoredEvent): Delivery {
  return 'kind' in given ? given : { kind: 'event', event: given };
}

/** All of the journal. */
export async function journalOf(models: ReadModels) {
  const events = [];
  for await (const chunk of models.readJournal()) events.push(...chunk);
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
  return events;
}
