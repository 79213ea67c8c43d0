import type { LedgerEvent } from '@ledger/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collected } from '../testing/collected.ts';
import { openFaultyLink } from '../testing/faulty-link.ts';
import type { StoreUnderTest } from '../testing/index.ts';
import { newFileStream, newLedgerEvents } from '../testing/ledger-events.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { connectForTest } from '../testing/test-event-log.ts';

describe('two event logs in one process, one of them losing its connection', () => {
  let store: StoreUnderTest;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store?.close());

  it('neither bring the process down nor lose or double an event of the other', async () => {
    const link = await openFaultyLink(store.url);
    const sick = connectForTest(link.url);
    const sound = connectForTest(store.url);
    const cutting = setInterval(() => link.cut(), 15);
    const sickStream = newFileStream();
    const sickWriting = writeChain(sick, sickStream, 30);
    const streams = Array.from({ length: 16 }, newFileStream);
    const acknowledged = await Promise.all(streams.map((stream) => writeChain(sound, stream, 30)));
    clearInterval(cutting);
    const sickAcknowledged = await sickWriting;
    for (const [index, stream] of streams.entries()) {
      expect((await collected(sound.readStream(stream))).map(({ id }) => id)).toEqual(acknowledged[index]);
    }
    expect((await collected(sound.readStream(sickStream))).map(({ id }) => id)).toEqual(sickAcknowledged);
    // The official client rejects the appends of both: this is what makes its late answers dangerous.
    expect(sound.occurred).toContain('append-retried');
    await Promise.all([sick.close(), sound.close(), link.close()]);
  });
});

async function writeChain(
  log: ReturnType<typeof connectForTest>,
  stream: ReturnType<typeof newFileStream>,
  count: number,
): Promise<string[]> {
  const ids: string[] = [];
  let head: LedgerEvent | undefined;
  for (let n = 0; n < count; n++) {
    const [event] = newLedgerEvents(stream, 1, head) as [LedgerEvent];
    await log.append(stream, head?.revision ?? 'no-stream', [event]);
    ids.push(event.id);
    head = event;
  }
  return ids;
}
