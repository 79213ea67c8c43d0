import { END, type EventStoreDBClient, type Position, type ReadPosition, START } from '@eventstore/db-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Clients, newEvents, newStream } from './store-under-test.ts';

interface Seen {
  readonly id: string;
  readonly streamId: string;
  readonly position: Position;
}

/** The order of the whole store: one, strictly rising, and the same however it is read. */
export function describeReadingAll(clients: () => Clients): void {
  describe('reading the whole store', () => {
    const first = newStream();
    const second = newStream();
    let all: Seen[];
    let mine: Seen[];

    beforeAll(async () => {
      const { batch } = clients();
      for (let turn = 0; turn < 4; turn++) {
        await batch.appendToStream(first, newEvents(2));
        await batch.appendToStream(second, newEvents(1));
      }
      all = await seen(batch, 'forwards', START);
      mine = all.filter(({ streamId }) => streamId === first || streamId === second);
    });

    it('shows the events in the order of their acknowledgement', () => {
      const turns = Array.from({ length: 4 }, () => [first, first, second]).flat();
      expect(mine.map(({ streamId }) => streamId)).toEqual(turns);
    });

    it('gives every event a position of its own, strictly rising, commit and prepare alike', () => {
      for (const [index, { position }] of all.entries()) {
        expect(position.commit).toBe(position.prepare);
        const before = all[index - 1];
        if (before !== undefined) expect(position.commit).toBeGreaterThan(before.position.commit);
      }
    });

    it('starts forwards at the given position, that event included', async () => {
      for (const { position, id } of mine) {
        const page = await seen(clients().batch, 'forwards', position, 1);
        expect(page.map((event) => event.id)).toEqual([id]);
      }
    });

    it('starts backwards before the given position, that event left out', async () => {
      for (const { position, id } of mine) {
        const index = all.findIndex((event) => event.id === id);
        const page = await seen(clients().batch, 'backwards', position, 1);
        expect(page.map((event) => event.id)).toEqual(index === 0 ? [] : [all[index - 1]?.id]);
      }
    });

    it('is the same backwards', async () => {
      const last = all.at(-1);
      if (last === undefined) throw new Error('the store is empty');
      const backwards = await seen(clients().batch, 'backwards', last.position);
      expect(backwards.map(({ id }) => id).reverse()).toEqual(all.slice(0, -1).map(({ id }) => id));
    });

    it('has nothing forwards from its end or backwards from its start', async () => {
      expect(await seen(clients().batch, 'forwards', END)).toEqual([]);
      expect(await seen(clients().batch, 'backwards', START)).toEqual([]);
    });

    it('starts backwards from its end with its last event', async () => {
      const { batch } = clients();
      const stream = newStream();
      const { position } = await batch.appendToStream(stream, newEvents(1));
      const tail = await seen(batch, 'backwards', END, 50);
      expect(tail.find(({ streamId }) => streamId === stream)?.position).toEqual(position);
    });

    it('refuses a position at which no event stands', async () => {
      const between = mine[3]?.position;
      if (between === undefined) throw new Error('nothing was written');
      const nowhere = { commit: between.commit + 1n, prepare: between.prepare + 1n };
      await expect(seen(clients().batch, 'forwards', nowhere)).rejects.toMatchObject({ code: 2 });
      await expect(seen(clients().batch, 'backwards', nowhere)).rejects.toMatchObject({ code: 2 });
    });

    it('has nothing beyond its end', async () => {
      const beyond = { commit: 2n ** 60n, prepare: 2n ** 60n };
      expect(await seen(clients().batch, 'forwards', beyond)).toEqual([]);
    });

    it('never shows a later event before an earlier one is visible', async () => {
      const { batch } = clients();
      const start = (await seen(batch, 'backwards', END, 1))[0]?.position;
      if (start === undefined) throw new Error('the store is empty');
      const writing = Promise.all(
        Array.from({ length: 8 }, async () => {
          const stream = newStream();
          for (let turn = 0; turn < 10; turn++) await batch.appendToStream(stream, newEvents(1));
        }),
      );
      let reading = true;
      const views: string[][] = [];
      const reader = (async () => {
        while (reading) views.push((await seen(batch, 'forwards', start)).map(({ id }) => id));
      })();
      await writing;
      reading = false;
      await reader;
      const final = (await seen(batch, 'forwards', start)).map(({ id }) => id);
      expect(final.length).toBeGreaterThanOrEqual(81);
      // Each view is a beginning of the final one: nothing ever appears behind what was already read.
      for (const view of views) expect(view).toEqual(final.slice(0, view.length));
    });
  });
}

async function seen(
  client: EventStoreDBClient,
  direction: 'forwards' | 'backwards',
  fromPosition: ReadPosition,
  maxCount = 100_000,
): Promise<Seen[]> {
  const events: Seen[] = [];
  for await (const { event } of client.readAll({ direction, fromPosition, maxCount })) {
    if (event !== undefined)
      events.push({ id: event.id, streamId: event.streamId, position: event.position });
  }
  return events;
}
