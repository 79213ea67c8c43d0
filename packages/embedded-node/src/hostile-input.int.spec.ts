import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ATTACKS } from '../testing/hostile/attacks.ts';
import { appendBombs } from '../testing/hostile/bombs.ts';
import { type RunningNode, startNode } from './index.ts';

/** How often each attack is tried here; `npm run hostile` does it in earnest, and measures memory and how long others wait. */
const TIMES = 8;

describe('a node that is attacked', () => {
  let database: TestDatabase;
  let node: RunningNode;
  let client: EventStoreDBClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    node = await startNode({
      database: database.url,
      now: Date.now,
      randomUuid: randomUUID,
      log: () => undefined,
    });
    client = EventStoreDBClient.connectionString(node.url);
    await appendBombs(client);
  });
  afterEach(async () => {
    await expect(
      client.appendToStream('alive', jsonEvent({ type: 'still', data: {} })),
    ).resolves.toMatchObject({ success: true });
  });
  afterAll(async () => {
    await client.dispose();
    await node.stop();
    await database.drop();
  });

  it.each(ATTACKS)('by $name says so, and lives on', async ({ run, expected, name }) => {
    const said = await run(node.port, name.startsWith('calls opened') ? 1 : TIMES);
    expect(said.filter((answer) => !expected.test(answer))).toEqual([]);
    expect(said).not.toEqual([]);
  });

  it('answers monitoring tools over HTTP/1.1 on the same port', async () => {
    const live = await fetch(`http://127.0.0.1:${node.port}/health/live`);
    const unknown = await fetch(`http://127.0.0.1:${node.port}/streams/x`);
    expect([live.status, unknown.status]).toEqual([204, 404]);
  });
});
