import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventStore, isLastPage, PAGE_EVENTS, readWhole, StorageUnavailableError } from './event-store.ts';
import { type NewEvent, WriterSession } from './writer-session.ts';

const STREAM = 1n;
const SMALL = 100;
const LARGE = 600_000;

describe('pages of the store', () => {
  let database: TestDatabase;
  let session: WriterSession;
  let store: EventStore;

  /** Writes events of these sizes into one stream, whose revisions begin at 0. */
  const sizes = [...Array(1200).fill(SMALL), ...Array(7).fill(LARGE), SMALL];
  beforeAll(async () => {
    database = await createTestDatabase();
    session = await WriterSession.open(database.url);
    store = new EventStore(database.url);
    const events = sizes.map((size, index): NewEvent => {
      const place = BigInt(index);
      return {
        position: 10n + place * 3n,
        stream: STREAM,
        revision: place,
        id: randomUUID(),
        recorded: Buffer.alloc(size, 1),
      };
    });
    await session.commit([{ id: STREAM, name: 'pages' }], events);
  });
  afterAll(async () => {
    await store.close();
    await session.close();
    await database.drop();
  });

  it('are full by their number of small events', async () => {
    const page = await store.readAllForwards(0n, PAGE_EVENTS);
    expect([page.length, isLastPage(page, PAGE_EVENTS)]).toEqual([PAGE_EVENTS, false]);
  });
  it('are full by the bytes of large events, and say that there is more', async () => {
    const page = await store.readStreamForwards(STREAM, 1200n, PAGE_EVENTS);
    expect([page.length, isLastPage(page, PAGE_EVENTS)]).toEqual([2, false]);
  });
  it('hold the last event of all even when it is large', async () => {
    const page = await store.readStreamBackwards(STREAM, 1206n, 1206n, PAGE_EVENTS);
    expect([page.length, isLastPage(page, PAGE_EVENTS)]).toEqual([1, true]);
  });
  it('together hold everything once, in order', async () => {
    const events = await readWhole(store, STREAM, 0n);
    expect(events.map((event) => Number(event.revision))).toEqual([...sizes.keys()]);
    expect(events.map((event) => event.recorded.length)).toEqual(sizes);
  });
  it('fall when read backwards', async () => {
    const page = await store.readAllBackwards(10n + 3n * 5n, PAGE_EVENTS);
    expect(page.map((event) => Number(event.revision))).toEqual([4, 3, 2, 1, 0]);
  });

  it('that break off with their connection are refused as unavailable, and the next one is read', async () => {
    const admin = new pg.Client(database.url);
    await admin.connect();
    await admin.query('BEGIN; LOCK TABLE node.events IN ACCESS EXCLUSIVE MODE');
    const read = expect(store.readAllForwards(0n, PAGE_EVENTS)).rejects.toThrow(StorageUnavailableError);
    const readers =
      "FROM pg_stat_activity WHERE application_name = 'embedded-node reader' AND wait_event_type = 'Lock'";
    await expect
      .poll(async () => (await admin.query(`SELECT pg_terminate_backend(pid) ${readers}`)).rowCount)
      .toBeGreaterThan(0);
    await read;
    await admin.query('COMMIT');
    await admin.end();
    expect(await store.readAllForwards(0n, PAGE_EVENTS)).toHaveLength(PAGE_EVENTS);
  });
});
