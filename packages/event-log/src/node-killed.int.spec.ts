import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import type { LedgerEvent } from '@ledger/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collected } from '../testing/collected.ts';
import { newFileStream, newLedgerEvents } from '../testing/ledger-events.ts';
import { type NodeProcess, startNodeProcess } from '../testing/node-process.ts';
import { connectForTest, type TestEventLog } from '../testing/test-event-log.ts';
import { writeChain } from '../testing/write-chain.ts';

const WRITERS = 8;
const KILLS = 3;
const IN_TIME = { timeout: 15_000 };

describe('a node that is killed while it is written to', () => {
  let database: TestDatabase;
  let node: NodeProcess;
  let log: TestEventLog;
  beforeAll(async () => {
    database = await createTestDatabase();
    node = await startNodeProcess(database.url);
    log = connectForTest(node.url, { attemptTimeoutMs: 2_000 });
  });
  afterAll(async () => {
    await log?.close();
    await node?.kill();
    await database?.drop();
  });

  it('has every acknowledged event once, and followers miss and repeat nothing', async () => {
    const count = (kind: string): number => log.occurred.filter((occurred) => occurred === kind).length;
    const stop = new AbortController();
    const followed: string[] = [];
    const following = (async () => {
      for await (const batch of log.follow(undefined, stop.signal)) {
        for (const delivery of batch) if (delivery.kind === 'event') followed.push(delivery.event.id);
      }
    })();
    const streams = Array.from({ length: WRITERS }, newFileStream);
    let killing = true;
    const writing = Promise.all(streams.map((stream) => writeChain(log, stream, () => killing)));
    for (let kill = 0; kill < KILLS; kill++) {
      // Each kill is to hit a subscription that lives, too.
      await expect.poll(() => count('subscribed') - count('subscription-lost'), IN_TIME).toBe(1);
      await sleep(250 + kill * 90);
      await node.kill();
      await sleep(kill * 400);
      await node.restart();
    }
    await sleep(250);
    killing = false;
    const acknowledged = await writing;

    for (const [index, stream] of streams.entries()) {
      const stored = await collected(log.readStream(stream));
      expect(stored.map(({ id }) => id)).toEqual(acknowledged[index]);
      expect(stored.map(({ revision }) => revision)).toEqual(stored.map((_, revision) => revision));
    }
    const inOrder = (await collected(log.readAll())).map(({ id }) => id);
    expect(inOrder).toHaveLength(acknowledged.flat().length);
    await expect.poll(() => followed.length, IN_TIME).toBe(inOrder.length);
    expect(followed).toEqual(inOrder);
    stop.abort();
    await following;
    // A test that killed at idle moments only would prove nothing.
    expect(count('append-retried')).toBeGreaterThan(KILLS);
    expect(count('subscription-lost')).toBeGreaterThanOrEqual(KILLS);
  });

  it('acknowledges in the end each of many appends that waited for room when it was killed', async () => {
    const streams = Array.from({ length: 60 }, newFileStream);
    const appending = Promise.all(
      streams.map((stream) => log.append(stream, 'no-stream', newLedgerEvents(stream, 40))),
    );
    await sleep(40);
    await node.kill();
    await node.restart();
    // An append that the client gave up without a word would end the process (here: the run) as a rejection nobody holds.
    expect((await appending).every(({ revision }) => revision === 39)).toBe(true);
  });

  it('is found again within seconds after a long absence', async () => {
    await node.kill();
    const stream = newFileStream();
    const [event] = newLedgerEvents(stream, 1) as [LedgerEvent];
    const appended = log.append(stream, 'no-stream', [event]);
    // Long enough for the pauses of the network library to have grown.
    await sleep(3_000);
    await node.restart();
    const restartedAt = performance.now();
    expect(await appended).toEqual({ revision: 0 });
    expect(performance.now() - restartedAt).toBeLessThan(3_000);
  });
});
