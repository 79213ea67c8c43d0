import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  jsonEvent,
  PARK,
  type PersistentSubscriptionToStream,
  persistentSubscriptionToStreamSettingsFromDefaults,
  RETRY,
  type ResolvedEvent,
  START,
} from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningNode, startNode } from '../index.ts';

const PATIENCE = { timeout: 10_000 };

describe('persistent subscriptions', () => {
  let database: TestDatabase;
  let node: RunningNode;
  let client: EventStoreDBClient;
  const start = async (port = 0) => {
    node = await startNode({
      database: database.url,
      port,
      now: Date.now,
      randomUuid: randomUUID,
      log: () => undefined,
    });
  };

  beforeEach(async () => {
    database = await createTestDatabase();
    await start();
    client = EventStoreDBClient.connectionString(node.url);
  });
  afterEach(async () => {
    await client.dispose();
    await node.stop();
    await database.drop();
  });

  const append = (count: number) =>
    client.appendToStream(
      'work',
      Array.from({ length: count }, (_, n) => jsonEvent({ type: 'task', data: { n } })),
    );
  const create = (settings: Parameters<typeof persistentSubscriptionToStreamSettingsFromDefaults>[0] = {}) =>
    client.createPersistentSubscriptionToStream(
      'work',
      'crew',
      persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...settings }),
    );
  const connect = () => {
    const subscription = client.subscribeToPersistentSubscriptionToStream('work', 'crew');
    const seen: ResolvedEvent[] = [];
    subscription.on('data', (event) => seen.push(event));
    subscription.on('error', () => undefined);
    return { subscription, seen };
  };
  const got = (seen: readonly ResolvedEvent[], count: number) =>
    expect.poll(() => seen.length, PATIENCE).toBe(count);
  const leave = (subscription: PersistentSubscriptionToStream) => subscription.unsubscribe();
  const revisions = (seen: readonly ResolvedEvent[]) => seen.map(({ event }) => Number(event?.revision));

  it('goes on after its checkpoint when the node was restarted', async () => {
    await append(6);
    await create({ checkPointLowerBound: 1, checkPointUpperBound: 1 });
    const first = connect();
    await got(first.seen, 6);
    await first.subscription.ack(...first.seen.slice(0, 4));
    await expect
      .poll(
        async () =>
          (await client.getPersistentSubscriptionToStreamInfo('work', 'crew')).stats
            .lastCheckpointedEventRevision,
        PATIENCE,
      )
      .toBe(3n);
    await leave(first.subscription);
    await node.stop();
    await start(node.port);
    const second = connect();
    await got(second.seen, 2);
    expect(revisions(second.seen)).toEqual([4, 5]);
    await leave(second.subscription);
  });

  it('gives what one consumer left undone to the next', async () => {
    await append(3);
    await create();
    const first = connect();
    await got(first.seen, 3);
    await leave(first.subscription);
    const second = connect();
    await got(second.seen, 3);
    expect(revisions(second.seen)).toEqual([0, 1, 2]);
    await leave(second.subscription);
  });

  it('sets an event aside after its last retry, and replays it when asked', async () => {
    await append(1);
    await create({ maxRetryCount: 1 });
    const { subscription, seen } = connect();
    for (const attempt of [1, 2]) {
      await got(seen, attempt);
      const [last] = seen.slice(-1);
      if (last !== undefined) await subscription.nack(RETRY, 'not now', last);
    }
    const parked = async () =>
      (await client.getPersistentSubscriptionToStreamInfo('work', 'crew')).stats.parkedMessageCount;
    await expect.poll(parked, PATIENCE).toBe(1n);
    await client.replayParkedMessagesToStream('work', 'crew');
    await got(seen, 3);
    expect(await parked()).toBe(0n);
    const replayed = seen[2];
    if (replayed !== undefined) await subscription.nack(PARK, 'never', replayed);
    await expect.poll(parked, PATIENCE).toBe(1n);
    await leave(subscription);
  });

  it('delivers nothing to a group that was deleted, and tells its consumers', async () => {
    await create();
    const { subscription } = connect();
    const ended = new Promise((resolve) => subscription.once('error', resolve));
    await new Promise<void>((resolve) => subscription.once('confirmation', () => resolve()));
    await client.deletePersistentSubscriptionToStream('work', 'crew');
    expect(await ended).toMatchObject({ type: 'persistent-subscription-dropped' });
  });
});
