import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findFaults,
  type NodeProcess,
  readHistory,
  startNodeProcess,
  startWriters,
} from '../testing/index.ts';

const ROUNDS = 5;
const WRITERS = 16;

describe('a node that is killed', () => {
  let database: TestDatabase;
  let node: NodeProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await node.stop();
    await database.drop();
  });

  it('keeps every acknowledged event exactly once, gapless and in rising positions', async () => {
    node = await startNodeProcess(database.url);
    const client = EventStoreDBClient.connectionString(node.url);
    const writers = startWriters(client, WRITERS, 'killed');
    for (let round = 0; round < ROUNDS; round++) {
      const before = writers.acknowledged.length;
      await expect
        .poll(() => writers.acknowledged.length, { timeout: 20_000 })
        .toBeGreaterThan(before + WRITERS);
      // Rounds end at different moments of a commit.
      await delay(17 * round);
      await node.kill();
      node = await startNodeProcess(database.url, node.port);
    }
    const before = writers.acknowledged.length;
    await expect
      .poll(() => writers.acknowledged.length, { timeout: 20_000 })
      .toBeGreaterThan(before + WRITERS);
    await writers.finish();

    const history = await readHistory(client, 'killed');
    expect(findFaults(writers.acknowledged, history)).toEqual([]);
    expect(history.length).toBe(writers.acknowledged.length);
    await client.dispose();
  }, 120_000);
});
