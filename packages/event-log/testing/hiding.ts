import {
  BACKWARDS,
  type Direction,
  END,
  FORWARDS,
  type JSONType,
  jsonEvent,
  type ReadRevision,
  START,
  type StreamMetadata,
} from '@eventstore/db-client';
import { describe, expect, it } from 'vitest';
import { type Clients, newEvents, newStream } from './store-under-test.ts';

/** Metadata of a stream of eight events, and the revisions that they leave visible. */
const HIDDEN: readonly (readonly [StreamMetadata, readonly number[]])[] = [
  [{}, [0, 1, 2, 3, 4, 5, 6, 7]],
  [{ truncateBefore: 3 }, [3, 4, 5, 6, 7]],
  [{ truncateBefore: 8 }, []],
  [{ maxCount: 2 }, [6, 7]],
  [{ maxCount: 100 }, [0, 1, 2, 3, 4, 5, 6, 7]],
  [{ truncateBefore: 5, maxCount: 6 }, [5, 6, 7]],
  [{ truncateBefore: 5, maxCount: 2 }, [6, 7]],
  [{ maxAge: 3600 }, [0, 1, 2, 3, 4, 5, 6, 7]],
];

/** Written by hand: what makes the whole of the metadata void, and what has no effect. */
const WRITTEN_BY_HAND: readonly (readonly [JSONType, readonly number[]])[] = [
  [{ $tb: 6, own: { kept: [null] } }, [6, 7]],
  [{ $tb: 6, $maxCount: 'x' }, [0, 1, 2, 3, 4, 5, 6, 7]],
  [{ $tb: 6, $acl: 'x' }, [0, 1, 2, 3, 4, 5, 6, 7]],
  [{ $tb: 6, $maxCount: 0 }, [6, 7]],
  [{ $tb: -1, $maxCount: 3 }, [5, 6, 7]],
];

/** Metadata that hide events: from every reader, in both directions, from wherever it starts. */
export function describeHiding(clients: () => Clients): void {
  describe('events that metadata hide', () => {
    const streamWith = async (metadata: StreamMetadata): Promise<string> => {
      const stream = newStream();
      await clients().batch.appendToStream(stream, newEvents(8));
      await clients().batch.setStreamMetadata(stream, metadata);
      return stream;
    };
    const read = async (stream: string, direction: Direction, fromRevision: ReadRevision) => {
      const revisions: number[] = [];
      for await (const { event } of clients().batch.readStream(stream, {
        direction,
        fromRevision,
        maxCount: 3,
      }))
        if (event !== undefined) revisions.push(Number(event.revision));
      return revisions;
    };

    it.each(HIDDEN)('%j leaves %j visible, from wherever a reader starts', async (metadata, visible) => {
      const stream = await streamWith(metadata);
      for (const from of [0, 2, 5, 7]) {
        const forwards = visible.filter((revision) => revision >= from).slice(0, 3);
        const backwards = visible
          .filter((revision) => revision <= from)
          .toReversed()
          .slice(0, 3);
        expect(await read(stream, FORWARDS, BigInt(from))).toEqual(forwards);
        expect(await read(stream, BACKWARDS, BigInt(from))).toEqual(backwards);
      }
      expect(await read(stream, BACKWARDS, END)).toEqual(visible.toReversed().slice(0, 3));
    });

    it.each(WRITTEN_BY_HAND)('%j written by hand leaves %j visible', async (metadata, visible) => {
      const stream = newStream();
      const { batch } = clients();
      await batch.appendToStream(stream, newEvents(8));
      await batch.appendToStream(`$$${stream}`, jsonEvent({ type: '$metadata', data: metadata }));
      const revisions: number[] = [];
      for await (const { event } of batch.readStream(stream))
        if (event) revisions.push(Number(event.revision));
      expect(revisions).toEqual(visible);
    });

    it('stay in the order of the whole store, and the stream goes on behind them', async () => {
      const stream = await streamWith({ truncateBefore: 20 });
      const { batch } = clients();
      expect(await read(stream, FORWARDS, START)).toEqual([]);
      const { nextExpectedRevision, position } = await batch.appendToStream(stream, newEvents(1), {
        expectedRevision: 7n,
      });
      expect(nextExpectedRevision).toBe(8n);
      const found = [];
      for await (const { event } of batch.readAll({ fromPosition: position ?? START, maxCount: 1 }))
        found.push(event?.streamId);
      expect(found).toEqual([stream]);
    });
  });
}
