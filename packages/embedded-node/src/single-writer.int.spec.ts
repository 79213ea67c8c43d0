import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startNodeProcess } from '../testing/index.ts';
import { startNode } from './index.ts';

/** The node's advisory lock. */
const LOCK_KEY = '7236270914053981301';

describe('one writer per database', () => {
  let database: TestDatabase;
  const start = () =>
    startNode({ database: database.url, now: Date.now, randomUuid: randomUUID, log: () => undefined });
  const query = async (sql: string) => {
    const admin = new pg.Client(database.url);
    await admin.connect();
    await admin.query(sql).finally(() => admin.end());
  };

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('refuses a second node on the same database and leaves the first one alone', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({ code: 'NODE_ALREADY_RUNNING' });
    const client = EventStoreDBClient.connectionString(first.url);
    await expect(
      client.appendToStream('still', jsonEvent({ type: 'works', data: {} })),
    ).resolves.toMatchObject({ success: true });
    await client.dispose();
    await first.stop();
  });

  it('gives the database to the next node when it stops', async () => {
    const first = await start();
    await first.stop();
    const second = await start();
    await second.stop();
  });

  it('commits nothing once a newer epoch has begun', async () => {
    const node = await start();
    const client = EventStoreDBClient.connectionString(node.url);
    await client.appendToStream('fenced', jsonEvent({ type: 'before', data: {} }));
    await query('UPDATE node.writer SET epoch = epoch + 1');
    await expect(
      client.appendToStream('fenced', jsonEvent({ type: 'after', data: {} })),
    ).rejects.toMatchObject({ code: 14 });
    const types = [];
    for await (const { event } of client.readStream('fenced')) types.push(event?.type);
    expect(types).toEqual(['before']);
    await client.dispose();
    await node.stop();
  });

  it('takes the database over again when its session was cut off', async () => {
    const node = await start();
    const client = EventStoreDBClient.connectionString(node.url);
    await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'embedded-node%'
                 AND datname = current_database()`);
    await expect
      .poll(
        () => client.appendToStream('again', jsonEvent({ type: 'written', data: {} })).catch(() => undefined),
        { timeout: 10_000 },
      )
      .toMatchObject({ success: true });
    await client.dispose();
    await node.stop();
  });

  it('knows what another has written when it gets the database back, whatever was read meanwhile', async () => {
    const node = await start();
    const client = EventStoreDBClient.connectionString(node.url);
    await client.appendToStream('handed-over', jsonEvent({ type: 'written', data: {} }));
    const other = new pg.Client(database.url);
    await other.connect();
    // Asked for before the node loses it, the lock comes to the other first.
    const locked = other.query(`SELECT pg_advisory_lock(${LOCK_KEY})`);
    await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE application_name = 'embedded-node writer' AND datname = current_database()`);
    await locked;
    for await (const _ of client.readStream('handed-over'));
    await other.query(`INSERT INTO node.events (position, stream, revision, id, recorded)
                       SELECT position + 10000, stream, revision + 1, gen_random_uuid(), recorded FROM node.events
                       WHERE stream = (SELECT id FROM node.streams WHERE name = 'handed-over')`);
    await other.end();
    const attempt = () =>
      client.appendToStream('handed-over', jsonEvent({ type: 'next', data: {} }), { expectedRevision: 1n });
    await expect
      .poll(() => attempt().catch((error: unknown) => error), { timeout: 10_000 })
      .toMatchObject({ success: true, nextExpectedRevision: 2n });
    await client.dispose();
    await node.stop();
  });

  it('refuses a layout it does not know, with a sentence, and changes nothing', async () => {
    await (await start()).stop();
    await query('UPDATE node.schema_version SET version = 99');
    await expect(start()).rejects.toMatchObject({
      code: 'NODE_SCHEMA_UNKNOWN',
      message: expect.stringContaining('layout 99'),
    });
  });

  it('says which address is wrong when there is no PostgreSQL', async () => {
    const nowhere = startNode({
      database: 'postgres://nobody@127.0.0.1:1/none',
      now: Date.now,
      randomUuid: randomUUID,
      log: () => undefined,
    });
    await expect(nowhere).rejects.toMatchObject({ code: 'NODE_DATABASE_UNREACHABLE' });
  });
});

describe('the node as a process', () => {
  it('ends by itself when its parent is gone', async () => {
    const database = await createTestDatabase();
    const node = await startNodeProcess(database.url);
    node.closeStdin();
    expect(await node.exited).toBe(0);
    await database.drop();
  });

  it('gives the database back when it is killed while PostgreSQL is in the middle of its commit', async () => {
    const database = await createTestDatabase();
    const node = await startNodeProcess(database.url);
    const [holder, observer] = [new pg.Client(database.url), new pg.Client(database.url)];
    await Promise.all([holder.connect(), observer.connect()]);
    const writers = async (condition: string) =>
      (
        await observer.query(`SELECT pid FROM pg_stat_activity WHERE application_name = 'embedded-node writer'
                            AND datname = current_database() AND ${condition}`)
      ).rows.length;
    await holder.query('BEGIN; LOCK TABLE node.events');
    const client = EventStoreDBClient.connectionString(node.url as never);
    const appended = client.appendToStream('held', jsonEvent({ type: 'written', data: {} })).catch(String);
    await expect.poll(() => writers("wait_event_type = 'Lock'"), { timeout: 10_000 }).toBe(1);
    await node.kill();
    // The commit cannot go on, and nobody waits for it any more.
    await expect.poll(() => writers('true'), { timeout: 10_000 }).toBe(0);
    await appended;
    await client.dispose();
    await Promise.all([holder.end(), observer.end()]);
    await database.drop();
  });

  it('ends with 0 on SIGTERM', async () => {
    const database = await createTestDatabase();
    const node = await startNodeProcess(database.url);
    await node.stop();
    expect(await node.exited).toBe(0);
    await database.drop();
  });

  it('does not start without a database, and says so', async () => {
    await expect(startNodeProcess('nonsense')).rejects.toThrow('DATABASE_URL');
  });
});
