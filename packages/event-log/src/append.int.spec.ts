import { eventHash, type LedgerEvent, type Revision } from '@ledger/schemas';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { collected } from '../testing/collected.ts';
import { type FaultyLink, openFaultyLink } from '../testing/faulty-link.ts';
import type { StoreUnderTest } from '../testing/index.ts';
import { newFileStream, newLedgerEvents } from '../testing/ledger-events.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { connectForTest, type TestEventLog } from '../testing/test-event-log.ts';
import { writeChain } from '../testing/write-chain.ts';
import type { EventLogOptions } from './index.ts';

/** Of a machine that has other things to do, too. */
const IN_TIME = { timeout: 15_000 };

const isAppend = (path: string): boolean => path.endsWith('/Append') || path.endsWith('/BatchAppend');

describe('appending to the ledger', () => {
  let store: StoreUnderTest;
  let link: FaultyLink;
  const opened: TestEventLog[] = [];
  beforeAll(async () => {
    store = await openTestStore();
    link = await openFaultyLink(store.url);
  });
  afterEach(async () => {
    link.heal();
    await Promise.all(opened.splice(0).map((log) => log.close()));
  });
  afterAll(async () => {
    await link?.close();
    await store?.close();
  });
  function connect(options: Partial<EventLogOptions> = {}): TestEventLog {
    const log = connectForTest(link.url, { attemptTimeoutMs: 250, ...options });
    opened.push(log);
    return log;
  }

  it('keeps events, data and metadata as they were given, chained', async () => {
    const log = connect();
    const stream = newFileStream();
    const events = newLedgerEvents(stream, 3);
    expect(await log.append(stream, 'no-stream', events)).toEqual({ revision: 2 });
    const stored = await collected(log.readStream(stream));
    expect(stored.map(({ storePosition: _, ...event }) => event)).toEqual(events);
    const more = newLedgerEvents(stream, 1, stored.at(-1));
    expect(await log.append(stream, 2 as Revision, more)).toEqual({ revision: 3 });
    expect(await collected(log.readStream(stream, 3 as Revision))).toMatchObject([
      { id: more[0]?.id, revision: 3 },
    ]);
  });

  it('reads an event back with the hash it was written with, whatever its data hold', async () => {
    const log = connect();
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), async (data) => {
        const stream = newFileStream();
        const [event] = newLedgerEvents(stream, 1) as [LedgerEvent];
        const written = { ...event, data };
        if (!isWritable(written)) return;
        await log.append(stream, 'no-stream', [written]);
        const [stored] = await collected(log.readStream(stream));
        expect(stored && eventHash(stored)).toBe(eventHash(written));
      }),
      { numRuns: 60 },
    );
  });

  it('reads a missing stream as empty', async () => {
    expect(await collected(connect().readStream(newFileStream()))).toEqual([]);
  });

  it('says which revision the file has when another writer was faster', async () => {
    const log = connect();
    const stream = newFileStream();
    await log.append(stream, 'no-stream', newLedgerEvents(stream, 3));
    await expect(log.append(stream, 'no-stream', newLedgerEvents(stream, 1))).rejects.toMatchObject({
      code: 'WRONG_EXPECTED_REVISION',
      stream,
      actual: 2,
    });
    const missing = newFileStream();
    const [, second] = newLedgerEvents(missing, 2) as [LedgerEvent, LedgerEvent];
    await expect(log.append(missing, 0 as Revision, [second])).rejects.toMatchObject({
      code: 'WRONG_EXPECTED_REVISION',
      actual: 'no-stream',
    });
  });

  it('adds nothing when the same events are appended again', async () => {
    const log = connect();
    const stream = newFileStream();
    const events = newLedgerEvents(stream, 2);
    await log.append(stream, 'no-stream', events);
    expect(await log.append(stream, 'no-stream', events)).toEqual({ revision: 1 });
    expect(await collected(log.readStream(stream))).toHaveLength(2);
  });

  it('refuses what is larger than the store takes at once, and writes nothing', async () => {
    const log = connect();
    const stream = newFileStream();
    const [event] = newLedgerEvents(stream, 1) as [LedgerEvent];
    const large = { ...event, data: { padding: 'x'.repeat(1_100_000) } };
    await expect(log.append(stream, 'no-stream', [large])).rejects.toMatchObject({
      code: 'TOO_LARGE',
      stream,
    });
    expect(await collected(log.readStream(stream))).toEqual([]);
  });

  it('asks again with the same ids when an answer is lost, and the events stand there once', async () => {
    const log = connect();
    const stream = newFileStream();
    const events = newLedgerEvents(stream, 2);
    link.treat((path) => (isAppend(path) ? 'swallow-answer' : 'deliver'));
    const appended = log.append(stream, 'no-stream', events);
    await expect.poll(() => log.occurred, IN_TIME).toContain('append-retried');
    link.heal();
    expect(await appended).toEqual({ revision: 1 });
    expect((await collected(log.readStream(stream))).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('knows its own events when others have written behind them before it could ask again', async () => {
    const stream = newFileStream();
    const mine = newLedgerEvents(stream, 2);
    link.treat((path) => (isAppend(path) ? 'swallow-answer' : 'deliver'));
    const mineAppended = connect().append(stream, 'no-stream', mine);
    const honest = connectForTest(store.url);
    opened.push(honest);
    await expect.poll(() => collected(honest.readStream(stream)), IN_TIME).toHaveLength(2);
    await honest.append(stream, 1 as Revision, newLedgerEvents(stream, 1, mine[1]));
    link.heal();
    expect(await mineAppended).toEqual({ revision: 1 });
    expect(await collected(honest.readStream(stream))).toHaveLength(3);
  });

  it('learns that it was too late when others took its place while its request was lost', async () => {
    const stream = newFileStream();
    link.treat((path) => (isAppend(path) ? 'swallow-request' : 'deliver'));
    const mine = connect().append(stream, 'no-stream', newLedgerEvents(stream, 2));
    const honest = connectForTest(store.url);
    opened.push(honest);
    const theirs = newLedgerEvents(stream, 1);
    await honest.append(stream, 'no-stream', theirs);
    link.heal();
    await expect(mine).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION', actual: 0 });
    expect((await collected(honest.readStream(stream))).map(({ id }) => id)).toEqual(
      theirs.map(({ id }) => id),
    );
  });

  it('says that the outcome is unknown when no answer comes in time, and the same events settle it later', async () => {
    const log = connect({ appendTimeoutMs: 700 });
    const stream = newFileStream();
    const events = newLedgerEvents(stream, 1);
    link.treat((path) => (isAppend(path) ? 'swallow-answer' : 'deliver'));
    await expect(log.append(stream, 'no-stream', events)).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      stream,
    });
    link.heal();
    expect(await log.append(stream, 'no-stream', events)).toEqual({ revision: 0 });
    expect(await collected(log.readStream(stream))).toHaveLength(1);
  });

  it('says that nothing was written when no node answers at all', async () => {
    const log = connectForTest('esdb://127.0.0.1:1?tls=false', {
      appendTimeoutMs: 400,
      attemptTimeoutMs: 250,
    });
    opened.push(log);
    const stream = newFileStream();
    await expect(log.append(stream, 'no-stream', newLedgerEvents(stream, 1))).rejects.toMatchObject({
      code: 'NODE_UNREACHABLE',
    });
    await expect(collected(log.readStream(stream))).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' });
  });

  it('gives a connection up that swallows every answer, and goes on by a new one', async () => {
    const log = connect();
    const stream = newFileStream();
    await log.append(stream, 'no-stream', newLedgerEvents(stream, 1));
    link.treat(() => 'swallow-answer');
    const stuck = collected(log.readStream(stream));
    await expect.poll(() => log.occurred, IN_TIME).toContain('client-recreated');
    link.heal();
    expect(await stuck).toHaveLength(1);
  });

  it('loses and doubles nothing when many write while the link is cut again and again', async () => {
    const log = connect();
    const streams = Array.from({ length: 8 }, newFileStream);
    let cuts = 0;
    const cutting = setInterval(() => {
      link.cut();
      cuts += 1;
    }, 60);
    const acknowledged = await Promise.all(streams.map((stream) => writeChain(log, stream, () => cuts < 12)));
    clearInterval(cutting);
    for (const [index, stream] of streams.entries()) {
      const stored = await collected(log.readStream(stream));
      expect(stored.map(({ id }) => id)).toEqual(acknowledged[index]);
    }
    expect(log.occurred).toContain('append-retried');
  });

  it('ends a waiting call when it is closed, and refuses later ones', async () => {
    const log = connect({ attemptTimeoutMs: 60_000 });
    const stream = newFileStream();
    link.treat(() => 'swallow-answer');
    const waiting = collected(log.readStream(stream)).catch((error: unknown) => error);
    await log.close();
    expect(await waiting).toMatchObject({ code: 'CLOSED' });
    await expect(log.append(stream, 'no-stream', newLedgerEvents(stream, 1))).rejects.toMatchObject({
      code: 'CLOSED',
    });
  });
});

function isWritable(event: LedgerEvent): boolean {
  try {
    eventHash(event);
    return true;
  } catch {
    return false;
  }
}
