import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient, START } from '@eventstore/db-client';
import type { Comparison } from '../harness/comparisons.ts';
import type { Contestant } from '../harness/contest.ts';
import type { Stage } from '../harness/stage.ts';
import { percentile } from '../harness/statistics.ts';
import { proposal } from '../peers/event-store.ts';
import { sampleEvent } from '../peers/sample-event.ts';
import { openNode } from './contestants.ts';

const APPENDS_PER_SECOND = 200;
const APPENDS = 1000;
/** How long the last event may be under way before the run is given up. */
const PATIENCE_MS = 10_000;

/** From the call that appends an event to a subscriber having it in hand, both on the same machine, at a steady rate. */
export const delivery: Comparison = {
  name: 'append-to-subscriber',
  open: async (stage, { size = APPENDS }) => {
    const node = await openNode(stage);
    const real = process.env['EVENTSTORE_URL'];
    return {
      contestants: [
        delivering(stage, 'node', node.url, size),
        ...(real === undefined ? [] : [delivering(stage, 'real server', real, size)]),
      ],
      claims: [
        { says: 'node, p50 in ms', measure: (of) => of('node', 'p50 ms'), atMost: 3 },
        { says: 'node, p99 in ms', measure: (of) => of('node', 'p99 ms'), atMost: 20 },
      ],
    };
  },
};

function delivering(stage: Stage, name: string, url: string, appends: number): Contestant {
  const writer = EventStoreDBClient.connectionString(url);
  const subscriber = EventStoreDBClient.connectionString(url);
  stage.atEnd(() => Promise.all([writer.dispose(), subscriber.dispose()]));
  return {
    name,
    run: async () => {
      const stream = `delivery-${randomUUID()}`;
      const sent = new Map<string, number>();
      const times: number[] = [];
      const subscription = subscriber.subscribeToStream(stream, { fromRevision: START });
      const everything = new Promise<void>((resolve, reject) => {
        subscription.on('error', reject);
        subscription.on('data', ({ event }) => {
          const start = sent.get(event?.id ?? '');
          if (start !== undefined) times.push(performance.now() - start);
          if (times.length === appends) resolve();
        });
      });
      await new Promise((resolve) => subscription.once('caughtUp', resolve));
      await atRate(APPENDS_PER_SECOND, appends, async () => {
        const event = sampleEvent();
        sent.set(event.id, performance.now());
        await writer.appendToStream(stream, proposal(event));
      });
      await Promise.race([everything, sleep(PATIENCE_MS, undefined, { ref: false })]);
      await subscription.unsubscribe();
      if (times.length < appends) throw new Error(`${name} delivered ${times.length} of ${appends} events`);
      return { 'p50 ms': percentile(times, 50), 'p99 ms': percentile(times, 99) };
    },
  };
}

/** Starts `act` at a steady rate, whether or not the one before has ended, and waits for all. */
async function atRate(perSecond: number, times: number, act: () => Promise<void>): Promise<void> {
  const start = performance.now();
  const acts: Promise<void>[] = [];
  for (let done = 0; done < times; done++) {
    const due = start + (1000 * done) / perSecond - performance.now();
    if (due > 0) await sleep(due);
    acts.push(act());
  }
  await Promise.all(acts);
}
