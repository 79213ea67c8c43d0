import type { ReadRevision } from '@eventstore/db-client';
import {
  BACKWARDS,
  binaryEvent,
  END,
  type EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  START,
} from '@eventstore/db-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Clients, newEvents, newStream, streamIn } from './store-under-test.ts';

/** Of a machine that has other things to do, too. */
const IN_TIME = { timeout: 15_000 };

const APPEND_BYTES_MAX = 1_048_576;

/** Reading a stream both ways, from everywhere; what comes back is what was written. */
export function describeReading(clients: () => Clients): void {
  describe('reading a stream', () => {
    let stream: string;
    beforeAll(async () => {
      stream = newStream();
      await clients().batch.appendToStream(stream, newEvents(5), { expectedRevision: 'no_stream' });
    });

    it.each([
      ['forwards', START, [0, 1, 2, 3, 4]],
      ['forwards', 0n, [0, 1, 2, 3, 4]],
      ['forwards', 2n, [2, 3, 4]],
      ['forwards', 4n, [4]],
      ['forwards', 5n, []],
      ['forwards', 2n ** 63n - 1n, []],
      ['backwards', END, [4, 3, 2, 1, 0]],
      ['backwards', 4n, [4, 3, 2, 1, 0]],
      ['backwards', 2n, [2, 1, 0]],
      ['backwards', 9n, [4, 3, 2, 1, 0]],
      ['backwards', START, [0]],
    ] as const)('%s from %s gives revisions %j', async (direction, from, revisions) => {
      expect(await revisionsRead(clients().batch, stream, direction, from)).toEqual(revisions);
    });

    it('gives no more than it is asked for', async () => {
      const { batch } = clients();
      expect(await revisionsRead(batch, stream, 'forwards', 1n, 2)).toEqual([1, 2]);
      expect(await revisionsRead(batch, stream, 'backwards', END, 3)).toEqual([4, 3, 2]);
    });

    it.each(['missing', 'soft-deleted'] as const)(
      'says that a stream is not found when it is %s',
      async (state) => {
        const { batch } = clients();
        const absent = await streamIn(batch, state);
        for (const [direction, from] of [
          ['forwards', START],
          ['forwards', 7n],
          ['backwards', END],
        ] as const) {
          await expect(revisionsRead(batch, absent, direction, from)).rejects.toMatchObject({
            type: 'stream-not-found',
            streamName: absent,
          });
        }
      },
    );

    it('says that a tombstoned stream is deleted', async () => {
      const { batch } = clients();
      const gone = await streamIn(batch, 'tombstoned');
      await expect(revisionsRead(batch, gone, 'forwards', START)).rejects.toMatchObject({
        type: 'stream-deleted',
        streamName: gone,
      });
    });

    it('goes on counting after a soft delete, and shows the new events only', async () => {
      const { batch } = clients();
      const revived = await streamIn(batch, 'soft-deleted');
      await batch.appendToStream(revived, newEvents(2));
      // A read right behind the deletion may still meet the old state; a second later it never does.
      await expect.poll(() => revisionsRead(batch, revived, 'forwards', START), IN_TIME).toEqual([3, 4]);
    });

    it('refuses a read that asks for nothing', async () => {
      await expect(revisionsRead(clients().batch, stream, 'forwards', START, 0)).rejects.toMatchObject({
        code: 2,
      });
    });
  });

  describe('what was written', () => {
    it.each([
      ['an object', { text: '信用服务机构 🏛', number: 1.5, nested: [{ empty: {} }, null, true] }],
      ['a list', [1, 'two', [3]]],
      ['a text', 'just text'],
      ['an empty object', {}],
    ])('comes back unchanged: %s', async (_, data) => {
      const { batch } = clients();
      const stream = newStream();
      const written = jsonEvent({ type: 'Typed-甲', data, metadata: { by: 'the suite', of: ['json'] } });
      await batch.appendToStream(stream, written);
      for await (const { event } of batch.readStream(stream)) {
        expect(event).toMatchObject({
          id: written.id,
          type: 'Typed-甲',
          streamId: stream,
          revision: 0n,
          isJson: true,
          data,
          metadata: { by: 'the suite', of: ['json'] },
        });
      }
    });

    it('comes back unchanged: bytes, and nothing', async () => {
      const { batch } = clients();
      const stream = newStream();
      const bytes = Uint8Array.from({ length: 256 }, (_, n) => n);
      await batch.appendToStream(stream, [
        binaryEvent({ type: 'bytes', data: bytes }),
        binaryEvent({ type: 'bytes', data: new Uint8Array() }),
      ]);
      const read = [];
      for await (const { event } of batch.readStream(stream)) read.push(event);
      expect(read.map((event) => event?.isJson)).toEqual([false, false]);
      expect(read.map((event) => event?.data)).toEqual([bytes, new Uint8Array()]);
      expect(read[0]?.metadata).toBeUndefined();
    });

    it.each(['  blanks  ', 'with@at::colons', '统一社会信用代码', 'line\nbreak', 'x'.repeat(2_000)])(
      'may stand in a stream called %j',
      async (odd) => {
        const { batch } = clients();
        const stream = newStream(odd);
        await batch.appendToStream(stream, newEvents(2));
        expect(await revisionsRead(batch, stream, 'forwards', START)).toEqual([0, 1]);
      },
    );

    it('may be 1 MiB of content in one append, metadata not counted, and not a byte more', async () => {
      const { batch, unary } = clients();
      for (const client of [batch, unary]) {
        const stream = newStream();
        const of = (bytes: number) =>
          binaryEvent({
            type: 'large',
            data: new Uint8Array(bytes),
            metadata: { padding: 'x'.repeat(10_000) },
          });
        const half = APPEND_BYTES_MAX / 2;
        await client.appendToStream(stream, [of(half), of(half)]);
        await expect(client.appendToStream(stream, [of(half), of(half + 1)])).rejects.toMatchObject({
          type: 'maximum-append-size-exceeded',
          maxAppendSize: APPEND_BYTES_MAX,
        });
        expect(await revisionsRead(client, stream, 'forwards', START)).toEqual([0, 1]);
      }
    });
  });
}

async function revisionsRead(
  client: EventStoreDBClient,
  stream: string,
  direction: 'forwards' | 'backwards',
  fromRevision: ReadRevision,
  maxCount = 1_000,
): Promise<number[]> {
  const revisions: number[] = [];
  const read = client.readStream(stream, {
    direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
    fromRevision,
    maxCount,
  });
  for await (const { event } of read) revisions.push(Number(event?.revision));
  return revisions;
}
