import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventStore, isLastPage, PAGE_EVENTS, readWhole } from './event-store.ts';
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
});
