import { EventStoreDBClient } from '@eventstore/db-client';
import type { LedgerEvent, StorePosition } from '@ledger/schemas';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { collected } from '../testing/collected.ts';
import { type FaultyLink, openFaultyLink } from '../testing/faulty-link.ts';
import type { StoreUnderTest } from '../testing/index.ts';
import { newFileStream, newLedgerEvents } from '../testing/ledger-events.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { newEvents, newStream } from '../testing/store-under-test.ts';
import { connectForTest, type TestEventLog } from '../testing/test-event-log.ts';
import type { Delivery, EventLog, EventLogOptions } from './index.ts';

const isRead = (path: string): boolean => path.endsWith('/Read');

describe('following the ledger', () => {
  let store: StoreUnderTest;
  let link: FaultyLink;
  let writer: TestEventLog;
  let foreign: EventStoreDBClient;
  const opened: TestEventLog[] = [];
  beforeAll(async () => {
    store = await openTestStore();
    link = await openFaultyLink(store.url);
    writer = connectForTest(store.url);
    foreign = EventStoreDBClient.connectionString(store.url);
  });
  afterEach(async () => {
    link.heal();
    await Promise.all(opened.splice(0).map((log) => log.close()));
  });
  afterAll(async () => {
    await foreign?.dispose();
    await writer?.close();
    await link?.close();
    await store?.close();
  });

  function connect(options: Partial<EventLogOptions> = {}): TestEventLog {
    const log = connectForTest(link.url, { attemptTimeoutMs: 300, ...options });
    opened.push(log);
    return log;
  }
  async function write(count: number): Promise<LedgerEvent[]> {
    const stream = newFileStream();
    const events = newLedgerEvents(stream, count);
    await writer.append(stream, 'no-stream', events);
    return events;
  }
  async function endOfStore(): Promise<StorePosition> {
    await write(1);
    const head = await writer.head();
    if (head === undefined) throw new Error('the store is empty');
    return head.storePosition;
  }

  it('delivers what is there, says that this was all, and then what comes', async () => {
    const start = await endOfStore();
    const old = await write(3);
    const following = listen(connect(), start);
    await following.until(({ caughtUp }) => caughtUp > 0);
    expect(following.ids).toEqual(idsOf(old));
    const fresh = await write(2);
    await following.until(({ ids }) => ids.length === 5);
    expect(following.ids).toEqual(idsOf([...old, ...fresh]));
    await following.end();
  });

  it('hands out nothing that is not the ledger’s', async () => {
    const start = await endOfStore();
    await foreign.appendToStream(newStream('billing'), newEvents(3));
    const [event] = await write(1);
    const following = listen(connect(), start);
    await following.until(({ caughtUp }) => caughtUp > 0);
    expect(following.ids).toEqual([event?.id]);
    await following.end();
    const read = await collected(writer.readAll(start));
    expect(read.map(({ id }) => id)).toEqual([event?.id]);
    expect(await writer.head()).toMatchObject({ id: event?.id });
  });

  it('names what is no event of the ledger and goes on behind it', async () => {
    const start = await endOfStore();
    const stream = newFileStream();
    await foreign.appendToStream(stream, newEvents(1));
    const [after] = await write(1);
    const following = listen(connect(), start);
    await following.until(({ ids }) => ids.length === 1);
    expect(following.ids).toEqual([after?.id]);
    expect(following.unreadable).toEqual([`${stream}@0`]);
    await following.end();
    await expect(collected(writer.readAll(start))).rejects.toMatchObject({
      code: 'NOT_AN_EVENT',
      stream,
      revision: 0,
    });
    const named: string[] = [];
    const read = await collected(writer.readAll(start, ({ error }) => named.push(error.message)));
    expect(read.map(({ id }) => id)).toEqual([after?.id]);
    expect(named).toEqual([expect.stringContaining(`${stream}@0 is no event of the ledger`)]);
  });

  it('resumes from every place it hands out with exactly what follows', async () => {
    const start = await endOfStore();
    for (let turn = 0; turn < 4; turn++) {
      await foreign.appendToStream(newStream('billing'), newEvents(40));
      await write(2);
    }
    const run = listen(connect(), start);
    await run.until(({ caughtUp }) => caughtUp > 0);
    await run.end();
    expect(run.ids).toHaveLength(8);
    expect(run.places.length).toBeGreaterThan(8);
    for (const { place, seen } of run.places) {
      const resumed = listen(connect(), place);
      await resumed.until(({ caughtUp }) => caughtUp > 0);
      await resumed.end();
      expect(resumed.ids).toEqual(run.ids.slice(seen));
      const read = await collected(writer.readAll(place));
      expect(read.map(({ id }) => id)).toEqual(run.ids.slice(seen));
    }
  });

  it('delivers each event once and in order while its link is cut again and again', async () => {
    const start = await endOfStore();
    const log = connect();
    const following = listen(log, start);
    const cutting = setInterval(() => link.cut(), 70);
    const written: string[] = [];
    const losses = (): number => log.occurred.filter((kind) => kind === 'subscription-lost').length;
    while (losses() < 5) written.push(...idsOf(await write(2)));
    clearInterval(cutting);
    await following.until(({ ids }) => ids.length >= written.length);
    expect(following.ids).toEqual(written);
    await following.end();
  });

  it('notices a silent subscription by the head of the store and takes it up again', async () => {
    const start = await endOfStore();
    const log = connect({ silenceMs: 300 });
    const following = listen(log, start);
    await following.until(({ caughtUp }) => caughtUp > 0);
    // The running subscription falls silent; new reads go through, so that the head can be seen.
    let running = true;
    link.treat((path) => (isRead(path) && running ? 'swallow-answer' : 'deliver'));
    const lost = await write(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    running = false;
    await following.until(({ ids }) => ids.length === 2);
    expect(following.ids).toEqual(idsOf(lost));
    expect(log.occurred).toContain('subscription-silent');
    await following.end();
  });

  it('takes an idle store for a healthy one', async () => {
    const start = await endOfStore();
    const log = connect({ silenceMs: 120 });
    const following = listen(log, start);
    await following.until(({ caughtUp }) => caughtUp > 0);
    await new Promise((resolve) => setTimeout(resolve, 900));
    // Too few for a checkpoint, and none of the ledger's: still nothing to be missed.
    await foreign.appendToStream(newStream('billing'), newEvents(3));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(log.occurred).toEqual(['subscribed']);
    await following.end();
  });

  it('holds the store back while its consumer is busy, and hands out what waited at once', async () => {
    const start = await endOfStore();
    const log = connect({ bufferedEventsMax: 16, silenceMs: 100 });
    const written = idsOf(await write(300));
    const ids: string[] = [];
    const batches: number[] = [];
    const stop = new AbortController();
    for await (const batch of log.follow(start, stop.signal)) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      batches.push(batch.length);
      ids.push(...batch.flatMap((delivery) => (delivery.kind === 'event' ? delivery.event.id : [])));
      if (ids.length >= written.length) break;
    }
    expect(ids).toEqual(written);
    expect(Math.max(...batches)).toBeGreaterThan(1);
    // What the client had read before the pause took effect may come on top of the limit.
    expect(Math.max(...batches)).toBeLessThan(150);
    expect(log.occurred).not.toContain('subscription-silent');
  });

  it('refuses to go on from a position that this store does not have', async () => {
    const { commit, prepare } = await endOfStore();
    for (const place of [
      { commit: commit + 1_000_000n, prepare: prepare + 1_000_000n },
      { commit: commit - 1n, prepare: prepare - 1n },
    ]) {
      const following = listen(connect(), place);
      await expect(following.until(() => false)).rejects.toMatchObject({ code: 'UNKNOWN_POSITION' });
      await expect(collected(writer.readAll(place))).rejects.toMatchObject({
        code: 'UNKNOWN_POSITION',
      });
    }
  });

  it('ends when its signal aborts, and with CLOSED when the event log is closed', async () => {
    const log = connect();
    const following = listen(log, undefined);
    await following.until(({ caughtUp }) => caughtUp > 0);
    await following.end();
    const other = listen(log, undefined);
    await other.until(({ caughtUp }) => caughtUp > 0);
    await log.close();
    await expect(other.until(() => false)).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

interface Following {
  readonly ids: string[];
  readonly unreadable: string[];
  readonly caughtUp: number;
  /** Every place to resume from, with the number of events handed out up to it. */
  readonly places: { readonly place: StorePosition; readonly seen: number }[];
  until(done: (following: Following) => boolean): Promise<void>;
  end(): Promise<void>;
}

function listen(log: EventLog, after: StorePosition | undefined): Following {
  const stop = new AbortController();
  const waiting = new Set<() => void>();
  let failure: unknown;
  const following = {
    ids: [] as string[],
    unreadable: [] as string[],
    caughtUp: 0,
    places: [] as Following['places'],
    until: (done: (following: Following) => boolean) =>
      new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (failure !== undefined) reject(failure);
          else if (done(following)) resolve();
          else return;
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
    end: async () => {
      stop.abort();
      await running;
      if (failure !== undefined) throw failure;
    },
  };
  const running = (async () => {
    for await (const batch of log.follow(after, stop.signal)) {
      for (const delivery of batch) note(following, delivery);
      for (const check of waiting) check();
    }
  })().catch((error: unknown) => {
    failure = error;
    for (const check of waiting) check();
  });
  return following;
}

function note(following: { -readonly [Key in keyof Following]: Following[Key] }, delivery: Delivery): void {
  switch (delivery.kind) {
    case 'event':
      following.ids.push(delivery.event.id);
      following.places.push({ place: delivery.event.storePosition, seen: following.ids.length });
      break;
    case 'unreadable':
      following.unreadable.push(`${delivery.unreadable.stream}@${delivery.unreadable.revision}`);
      break;
    case 'checkpoint':
      following.places.push({ place: delivery.storePosition, seen: following.ids.length });
      break;
    case 'caught-up':
      following.caughtUp += 1;
      break;
  }
}

function idsOf(events: readonly LedgerEvent[]): string[] {
  return events.map(({ id }) => id);
}
