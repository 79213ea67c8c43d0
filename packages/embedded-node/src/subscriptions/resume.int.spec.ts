import { randomUUID } from 'node:crypto';
import {
  type AllStreamSubscription,
  EventStoreDBClient,
  eventTypeFilter,
  type Filter,
  jsonEvent,
  type ReadPosition,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningNode, startNode } from '../index.ts';

/** What a subscription told, in order. */
type Told = { readonly id: string; readonly at: Position } | { readonly checkpoint: Position };
interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

const EVENTS_BEFORE = 230;
const EVENTS_LIVE = 70;
const PATIENCE = { timeout: 10_000 };
const TOGETHER = 16;

describe('a subscription that is resumed', () => {
  let database: TestDatabase;
  let node: RunningNode;
  let client: EventStoreDBClient;
  let names = 0;

  /** One event; every seventh is of a kind that the filters look for. */
  const appendOne = (index: number) => {
    const wanted = index % 7 === 3;
    const event = jsonEvent({ type: wanted ? 'wanted-type' : 'other', data: { index } });
    return client.appendToStream(`${wanted ? 'wanted' : 'other'}-${index % 5}`, event);
  };

  const subscribe = (
    fromPosition: ReadPosition,
    filter: Filter | undefined,
    told: Told[],
  ): AllStreamSubscription => {
    const checkpointReached = async (_: AllStreamSubscription, checkpoint: Position) => {
      told.push({ checkpoint });
    };
    const options =
      filter === undefined ? { fromPosition } : { fromPosition, filter: { ...filter, checkpointReached } };
    const subscription = client.subscribeToAll(options);
    subscription.on('data', ({ event }) => {
      if (event?.position !== undefined) told.push({ id: event.id, at: event.position });
    });
    return subscription;
  };

  const caughtUp = (subscription: AllStreamSubscription) =>
    new Promise<void>((resolve, reject) =>
      subscription.once('caughtUp', () => resolve()).once('error', reject),
    );

  beforeAll(async () => {
    database = await createTestDatabase();
    node = await startNode({
      database: database.url,
      now: Date.now,
      randomUuid: randomUUID,
      log: () => undefined,
    });
    client = EventStoreDBClient.connectionString(node.url);
    for (let index = 0; index < EVENTS_BEFORE; index++) await appendOne(index);
  });
  afterAll(async () => {
    await client.dispose();
    await node.stop();
    await database.drop();
  });

  const filters: Record<string, () => Filter | undefined> = {
    'without a filter': () => undefined,
    'to a stream prefix, pages of 5': () =>
      streamNameFilter({ prefixes: ['wanted'], maxSearchWindow: 5, checkpointInterval: 1 }),
    'to a type prefix, pages of 32': () => eventTypeFilter({ prefixes: ['wanted'] }),
    'to a type expression, every third page of 8': () =>
      eventTypeFilter({ regex: '^wanted', maxSearchWindow: 8, checkpointInterval: 3 }),
    'to what never comes': () =>
      streamNameFilter({ prefixes: ['never'], maxSearchWindow: 10, checkpointInterval: 1 }),
  };

  for (const [label, makeFilter] of Object.entries(filters)) {
    it(`${label} sees exactly the suffix from every event position and every checkpoint`, async () => {
      const told: Told[] = [];
      const whole = subscribe(START, makeFilter(), told);
      await caughtUp(whole);
      // The last part of the run is seen live; a marker tells when it has all arrived.
      const marker = `wanted-marker-${names++}`;
      for (let index = 0; index < EVENTS_LIVE; index++) await appendOne(index);
      const last = await client.appendToStream(marker, jsonEvent({ type: 'wanted-type', data: {} }));
      const lastPosition = last.position?.commit ?? 0n;
      if (!label.includes('never')) {
        await expect
          .poll(() => told.some((item) => 'id' in item && item.at.commit === lastPosition), PATIENCE)
          .toBe(true);
      } else {
        await expect
          .poll(() => told.filter((item) => 'checkpoint' in item).length, PATIENCE)
          .toBeGreaterThan(EVENTS_LIVE / 10);
      }
      await whole.unsubscribe();

      const events = told.flatMap((item) => ('id' in item ? [item.id] : []));
      expect(new Set(events).size).toBe(events.length);
      const resume = async (place: number) => {
        const item = told[place];
        if (item === undefined) return;
        const from = 'id' in item ? item.at : item.checkpoint;
        const again: Told[] = [];
        const subscription = subscribe(from, makeFilter(), again);
        await caughtUp(subscription);
        await subscription.unsubscribe();
        const expected = told.flatMap((later) =>
          'id' in later && later.at.commit > from.commit ? [later.id] : [],
        );
        expect(
          again.flatMap((later) => ('id' in later ? [later.id] : [])),
          `from ${from.commit}/${from.prepare}`,
        ).toEqual(expected);
      };
      const places = [...told.keys()];
      while (places.length > 0) await Promise.all(places.splice(0, TOGETHER).map(resume));
    }, 60_000);
  }

  it('to one stream sees exactly the suffix from every revision', async () => {
    const stream = 'other-1';
    const ids: string[] = [];
    for await (const { event } of client.readStream(stream)) if (event !== undefined) ids.push(event.id);
    for (const [revision] of ids.entries()) {
      const again: string[] = [];
      const subscription = client.subscribeToStream(stream, { fromRevision: BigInt(revision) });
      subscription.on('data', ({ event }) => event !== undefined && again.push(event.id));
      await new Promise<void>((resolve) => subscription.once('caughtUp', () => resolve()));
      await subscription.unsubscribe();
      expect(again, `from ${revision}`).toEqual(ids.slice(revision + 1));
    }
  });
});
