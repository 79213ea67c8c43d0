import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent, START } from '@eventstore/db-client';
import { destroyPostgres, type RunningPostgres, startPostgres } from '@ledger/embedded-postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findFaults, readHistory, startWriters } from '../testing/index.ts';
import { type NodeLogEntry, type RunningNode, startNode } from './index.ts';
import '@ledger/embedded-postgres/testing';

const UNAVAILABLE = 14;
/** Far below the client's deadline of ten seconds, with room for a busy machine. */
const AT_ONCE_MS = 3000;
/** Long enough for a hot loop to betray itself, short against the client's deadline of ten seconds. */
const OUTAGE_MS = 2000;

describe('a node whose PostgreSQL is killed', () => {
  let postgres: RunningPostgres;
  let node: RunningNode;
  let client: EventStoreDBClient;
  const log: NodeLogEntry[] = [];
  const dataDirectory = () => join(inject('runDirectory'), 'node-recovery');
  const launch = () => startPostgres({ dataDirectory: dataDirectory(), log: () => undefined });

  beforeAll(async () => {
    postgres = await launch();
    await postgres.createDatabase('recovery');
    node = await startNode({
      database: postgres.url('recovery'),
      now: Date.now,
      randomUuid: randomUUID,
      log: (entry) => log.push(entry),
    });
    client = EventStoreDBClient.connectionString(node.url);
  });
  afterAll(async () => {
    await client.dispose();
    await node.stop();
    await destroyPostgres({ dataDirectory: dataDirectory() });
  });

  it('answers UNAVAILABLE at once, ends subscriptions so, and goes on by itself with nothing lost or doubled', async () => {
    const writers = startWriters(client, 8, 'recovered');
    const subscription = client.subscribeToAll({ fromPosition: START });
    const ended = new Promise<unknown>((resolve) => subscription.on('error', resolve));
    subscription.on('data', () => undefined);
    await expect.poll(() => writers.acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(50);

    process.kill(postgres.pid, 'SIGKILL');
    expect(codeOf(await ended)).toBe(UNAVAILABLE);
    const attempts = {
      append: () => client.appendToStream('during-outage', jsonEvent({ type: 'late', data: {} })),
      read: async () => {
        for await (const _ of client.readStream('recovered-0'));
      },
      subscribe: () =>
        new Promise((_, reject) =>
          client.subscribeToAll({ fromPosition: START }).on('error', reject).resume(),
        ),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      const began = performance.now();
      const error = await attempt().then(
        () => undefined,
        (refusal: unknown) => refusal,
      );
      expect(codeOf(error), name).toBe(UNAVAILABLE);
      expect(performance.now() - began, name).toBeLessThan(AT_ONCE_MS);
    }

    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    const complaints = log.filter((entry) => entry.level !== 'info').length;
    expect(complaints).toBeLessThan(15);

    postgres = await launch();
    const before = writers.acknowledged.length;
    await expect.poll(() => writers.acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(before + 50);
    await writers.finish();
    const history = await readHistory(client, 'recovered');
    expect(findFaults(writers.acknowledged, history)).toEqual([]);
    expect(history.length).toBe(writers.acknowledged.length);
  }, 60_000);
});

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
}
