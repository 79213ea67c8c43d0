import {
  END,
  type EventStoreDBClient,
  eventTypeFilter,
  type Filter,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { describe, expect, it } from 'vitest';
import { type Clients, newEvents, newStream, streamIn } from './store-under-test.ts';
import { listenToAll, listenToStream } from './subscribed.ts';

const caughtUp = (said: readonly string[]): boolean => said.includes('caught up');

/** Subscriptions: what was there, the word that it was all, then what comes; nothing twice, nothing left out. */
export function describeSubscribing(clients: () => Clients): void {
  describe('subscribing to a stream', () => {
    it('confirms, delivers what is there, says caught up, then delivers what comes', async () => {
      const { batch } = clients();
      const stream = newStream();
      const [old, fresh] = [newEvents(3), newEvents(2)];
      await batch.appendToStream(stream, old);
      const heard = listenToStream(batch, stream, START);
      await heard.until(caughtUp);
      await batch.appendToStream(stream, fresh);
      await heard.until((said) => said.includes(fresh[1]?.id ?? ''));
      await heard.end();
      const ids = (events: typeof old) => events.map(({ id }) => id);
      expect(heard.said[0]).toBe('confirmed');
      expect(heard.events()).toEqual([...ids(old), ...ids(fresh)]);
    });

    it('goes on behind the given revision', async () => {
      const { batch } = clients();
      const stream = newStream();
      const events = newEvents(5);
      await batch.appendToStream(stream, events);
      const heard = listenToStream(batch, stream, 2n);
      await heard.until((said) => said.includes(events[4]?.id ?? ''));
      await heard.end();
      expect(heard.events()).toEqual(events.slice(3).map(({ id }) => id));
    });

    it('delivers only what is new when it starts at the end', async () => {
      const { batch } = clients();
      const stream = newStream();
      await batch.appendToStream(stream, newEvents(3));
      const heard = listenToStream(batch, stream, END);
      await heard.until(caughtUp);
      const fresh = newEvents(1);
      await batch.appendToStream(stream, fresh);
      await heard.until((said) => said.includes(fresh[0]?.id ?? ''));
      await heard.end();
      expect(heard.events()).toEqual(fresh.map(({ id }) => id));
    });

    it('waits for a stream that is missing', async () => {
      const { batch } = clients();
      const stream = newStream();
      const heard = listenToStream(batch, stream, START);
      await heard.until(caughtUp);
      const fresh = newEvents(2);
      await batch.appendToStream(stream, fresh);
      await heard.until((said) => said.includes(fresh[1]?.id ?? ''));
      await heard.end();
      expect(heard.events()).toEqual(fresh.map(({ id }) => id));
    });

    it('ends with an error when the stream is tombstoned', async () => {
      const { batch } = clients();
      const heard = listenToStream(batch, await streamIn(batch, 'tombstoned'), START);
      expect(await heard.failed()).toMatchObject({ type: 'stream-deleted' });
      expect(heard.said).not.toContain('confirmed');
    });
  });

  describe('subscribing to the whole store', () => {
    it.each<[string, (prefix: string) => Filter]>([
      ['a prefix of the stream', (prefix) => streamNameFilter({ prefixes: [`${prefix}-wanted`] })],
      ['one of several prefixes', (prefix) => streamNameFilter({ prefixes: ['absent', `${prefix}-wanted`] })],
      ['a pattern for the stream', (prefix) => streamNameFilter({ regex: `^${prefix}-wanted` })],
      ['a prefix of the type', (prefix) => eventTypeFilter({ prefixes: [`${prefix}-wanted`] })],
    ])('delivers what %s picks out, what was there and what comes', async (_, filter) => {
      const { batch } = clients();
      const prefix = newStream('filtered');
      const write = async (kind: string) => {
        const events = newEvents(2, `${prefix}-${kind}`);
        await batch.appendToStream(`${prefix}-${kind}`, events);
        return events.map(({ id }) => id);
      };
      const wanted = await write('wanted');
      await write('other');
      const heard = listenToAll(batch, START, filter(prefix));
      await heard.until(caughtUp);
      expect(heard.events()).toEqual(wanted);
      await write('other');
      wanted.push(...(await write('wanted')));
      await heard.until((said) => said.includes(wanted.at(-1) ?? ''));
      await heard.end();
      expect(heard.events()).toEqual(wanted);
    });

    it('goes on behind the given position', async () => {
      const { batch } = clients();
      const prefix = newStream('resumed');
      const events = newEvents(4);
      const positions: Position[] = [];
      for (const event of events) {
        const { position } = await batch.appendToStream(prefix, event);
        if (position !== undefined) positions.push(position);
      }
      for (const [index, position] of positions.entries()) {
        const heard = listenToAll(batch, position, streamNameFilter({ prefixes: [prefix] }));
        await heard.until(caughtUp);
        await heard.end();
        expect(heard.events()).toEqual(events.slice(index + 1).map(({ id }) => id));
      }
    });

    it('confirms a position at which no event stands, and then refuses it', async () => {
      const { batch } = clients();
      const stream = newStream();
      const { position } = await batch.appendToStream(stream, newEvents(2));
      await batch.appendToStream(stream, newEvents(2));
      if (position === undefined) throw new Error('the append gave no position');
      const heard = listenToAll(batch, { commit: position.commit + 1n, prepare: position.prepare + 1n });
      expect(await heard.failed()).toMatchObject({ code: 3 });
      expect(heard.said).toEqual(['confirmed']);
    });

    it('matches nothing when no prefix is given', async () => {
      const { batch } = clients();
      await batch.appendToStream(newStream(), newEvents(1));
      const heard = listenToAll(batch, START, streamNameFilter({ prefixes: [] }));
      await heard.until(caughtUp);
      await heard.end();
      expect(heard.events()).toEqual([]);
    });

    it('keeps order and leaves nothing out while many write', async () => {
      const { batch } = clients();
      const prefix = newStream('busy');
      const heard = listenToAll(batch, END, streamNameFilter({ prefixes: [prefix] }));
      await heard.until(caughtUp);
      await Promise.all(
        Array.from({ length: 8 }, (_, writer) => writeOneByOne(batch, `${prefix}-${writer}`, 15)),
      );
      await heard.until(() => heard.events().length === 120);
      await heard.end();
      const ordered: string[] = [];
      for await (const { event } of batch.readAll()) {
        if (event?.streamId.startsWith(prefix)) ordered.push(event.id);
      }
      expect(heard.events()).toEqual(ordered);
    });
  });
}

async function writeOneByOne(client: EventStoreDBClient, stream: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await client.appendToStream(stream, newEvents(1, 'tested', n));
}
