import {
  type EventStoreDBClient,
  type Filter,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Clients, newEvents, newStream } from './store-under-test.ts';
import { listenToAll } from './subscribed.ts';

const caughtUp = (said: readonly string[]): boolean => said.includes('caught up');

interface Written {
  readonly id: string;
  readonly at: Position;
}

/** Checkpoints of a filtered subscription: where they stand, and that nothing is lost by resuming from any of them. */
export function describeCheckpoints(clients: () => Clients): void {
  describe('checkpoints while catching up', () => {
    /** A marker, then events no filter wants: the window counts from the marker on, that event included. */
    async function markerAndMisses(count: number): Promise<{ marker: Position; misses: Written[] }> {
      const { batch } = clients();
      const marker = await write(batch, newStream('marker'));
      const misses: Written[] = [];
      const stream = newStream('missed');
      for (let n = 0; n < count; n++) misses.push(await write(batch, stream));
      return { marker: marker.at, misses };
    }
    const wantsNothing = (maxSearchWindow: number): Filter =>
      streamNameFilter({ prefixes: ['wanted-by-nobody'], maxSearchWindow });

    it('come at the start position when the end is within the first window', async () => {
      const { marker } = await markerAndMisses(5);
      const heard = listenToAll(clients().batch, marker, wantsNothing(32));
      await heard.until(caughtUp);
      await heard.end();
      expect(heard.checkpoints).toEqual([marker]);
    });

    it('come at the start of each further window that was read', async () => {
      const { marker, misses } = await markerAndMisses(33);
      const heard = listenToAll(clients().batch, marker, wantsNothing(10));
      await heard.until(caughtUp);
      await heard.end();
      expect(heard.checkpoints.slice(0, 3).map(({ commit }) => commit)).toEqual(
        [marker, misses[9]?.at, misses[19]?.at].map((position) => position?.commit),
      );
    });
  });

  describe('checkpoints while live', () => {
    it('come at every event that fills a window, wanted or not', async () => {
      const { batch } = clients();
      const prefix = newStream('live');
      const { at } = await write(batch, newStream('marker'));
      const filter = streamNameFilter({ prefixes: [`${prefix}-wanted`], maxSearchWindow: 8 });
      const heard = listenToAll(batch, at, filter);
      await heard.until(caughtUp);
      const before = heard.checkpoints.length;
      const written: Written[] = [];
      for (let n = 0; n < 24; n++) written.push(await write(batch, `${prefix}-other`));
      await heard.until(() => heard.checkpoints.length >= before + 3);
      await heard.end();
      const positions = written.map((event) => event.at.commit);
      for (const checkpoint of heard.checkpoints.slice(before)) {
        expect(positions).toContain(checkpoint.commit);
        expect(checkpoint.prepare).toBe(checkpoint.commit);
      }
    });
  });

  describe('resuming', () => {
    const prefix = newStream('suffix');
    const wanted: Written[] = [];
    const filter = streamNameFilter({ prefixes: [`${prefix}-wanted`], maxSearchWindow: 7 });

    beforeAll(async () => {
      for (let n = 0; n < 60; n++) {
        const isWanted = n % 11 === 0 || (n > 30 && n < 36);
        const event = await write(clients().batch, `${prefix}-${isWanted ? 'wanted' : 'other'}`);
        if (isWanted) wanted.push(event);
      }
    });

    it('from any event or checkpoint of a run gives exactly what followed it', async () => {
      const { batch } = clients();
      const run = listenToAll(batch, START, filter);
      await run.until((said) => said.includes('caught up') && run.events().length === wanted.length);
      await run.end();
      expect(run.events()).toEqual(wanted.map(({ id }) => id));

      let seen = 0;
      const resumePoints: { readonly from: Position; readonly rest: string[] }[] = [];
      const checkpoints = [...run.checkpoints];
      for (const text of run.said) {
        const event = wanted[seen];
        if (text === event?.id) {
          seen += 1;
          resumePoints.push({ from: event.at, rest: wanted.slice(seen).map(({ id }) => id) });
        } else if (text.startsWith('@')) {
          const from = checkpoints.shift();
          // Events may be handed over later than the checkpoint behind them is announced: the position decides.
          if (from !== undefined) resumePoints.push({ from, rest: idsBehind(wanted, from) });
        }
      }
      expect(resumePoints.length).toBeGreaterThan(wanted.length);
      for (const { from, rest } of resumePoints) {
        const resumed = listenToAll(batch, from, filter);
        await resumed.until(caughtUp);
        await resumed.end();
        expect(resumed.events()).toEqual(rest);
      }
    });
  });
}

function idsBehind(events: readonly Written[], { commit, prepare }: Position): string[] {
  return events
    .filter(({ at }) => at.commit > commit || (at.commit === commit && at.prepare > prepare))
    .map(({ id }) => id);
}

async function write(client: EventStoreDBClient, stream: string): Promise<Written> {
  const [event] = newEvents(1);
  if (event === undefined) throw new Error('no event');
  const { position } = await client.appendToStream(stream, event);
  if (position === undefined) throw new Error('the append gave no position');
  return { id: event.id, at: position };
}
