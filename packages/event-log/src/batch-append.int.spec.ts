import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collected } from '../testing/collected.ts';
import { openFaultyLink } from '../testing/faulty-link.ts';
import type { StoreUnderTest } from '../testing/index.ts';
import { newFileStream } from '../testing/ledger-events.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { connectForTest } from '../testing/test-event-log.ts';
import { writeChain } from '../testing/write-chain.ts';

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
    let cutting = true;
    const sickStream = newFileStream();
    const sickWriting = writeChain(sick, sickStream, (written) => {
      // Between two of its appends its batch stream is open, and the other log always waits for some answer.
      if (written % 2 === 1) link.cut();
      return written < 20;
    }).finally(() => {
      cutting = false;
    });
    const stream = newFileStream();
    const acknowledged = await writeChain(sound, stream, () => cutting);
    const sickAcknowledged = await sickWriting;
    expect((await collected(sound.readStream(stream))).map(({ id }) => id)).toEqual(acknowledged);
    expect((await collected(sound.readStream(sickStream))).map(({ id }) => id)).toEqual(sickAcknowledged);
    // The official client rejects the appends of both: this is what makes its late answers dangerous.
    expect(sound.occurred).toContain('append-retried');
    await Promise.all([sick.close(), sound.close(), link.close()]);
  });
});
