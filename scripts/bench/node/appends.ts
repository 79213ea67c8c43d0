import { randomUUID } from 'node:crypto';
import type { Comparison } from '../harness/comparisons.ts';
import type { Claim, Contestant } from '../harness/contest.ts';
import { sampleEvent, sampleEvents } from '../peers/sample-event.ts';
import type { Store } from '../peers/store.ts';
import { openCeiling, openNode, openOthers, openRaw, openReal } from './contestants.ts';

const RATE = 'events/s';

/** More connections than this gain nobody anything on two cores, and PostgreSQL has a hundred for all. */
const CONNECTIONS_MAX = 24;

/** Events of one run, so that each takes about a second on a small machine. */
const EVENTS: Readonly<Record<number, number>> = { 1: 600, 16: 4800, 64: 6400 };

interface Bounds {
  readonly raw: number;
  readonly emmett?: number;
}

/** Single events by `writers` at once, each to a stream of its own, checking its revision. */
export function appendsBy(writers: number, bounds: Bounds): Comparison {
  return {
    name: `append-x${writers}`,
    open: async (stage, { size = EVENTS[writers] ?? EVENTS[64] ?? 0 }) => {
      const connections = Math.min(writers, CONNECTIONS_MAX);
      const each = Math.max(1, Math.round(size / writers));
      const stores = {
        node: await openNode(stage),
        raw: await openRaw(stage, connections),
        ...(await openOthers(stage, connections)),
        ceiling: await openCeiling(stage),
        ...(await openReal(stage)),
      };
      return {
        contestants: Object.entries(stores).map(([name, store]) => writing(name, store, writers, each)),
        claims: [
          over('raw', bounds.raw),
          ...(bounds.emmett === undefined ? [] : [over('emmett', bounds.emmett)]),
        ],
      };
    },
  };
}

function over(other: string, atLeast: number): Claim {
  return { says: `node ÷ ${other}`, measure: (of) => of('node', RATE) / of(other, RATE), atLeast };
}

function writing(name: string, store: Store, writers: number, each: number): Contestant {
  return {
    name,
    run: () =>
      rateOf(writers * each, async () => {
        const run = randomUUID();
        await Promise.all(
          Array.from({ length: writers }, async (_, writer) => {
            for (let length = 0; length < each; length++)
              await store.append(`single-${run}-${writer}`, length, [sampleEvent()]);
          }),
        );
      }),
  };
}

const LARGE = 1000;
const LARGE_APPENDS = 12;
const SINGLES = 400;
const LARGE_RATE = 15_000;
const LARGE_TIMES = 8;

/** A thousand events at once, one append after the other, beside single ones. */
export const largeAppends: Comparison = {
  name: 'append-1000-events',
  open: async (stage, { size = LARGE_APPENDS }) => {
    const node = await openNode(stage);
    const stores = {
      node,
      raw: await openRaw(stage, 1),
      ...(await openOthers(stage, 1)),
      ceiling: await openCeiling(stage),
    };
    return {
      contestants: [
        writing('node, single events', node, 1, SINGLES),
        ...Object.entries(stores).map(([name, store]) => writingMany(name, store, size)),
      ],
      claims: [
        {
          says: `the larger of node ÷ ${LARGE_RATE} events/s and node ÷ ${LARGE_TIMES} × single events`,
          measure: (of) =>
            of('node', RATE) / Math.min(LARGE_RATE, LARGE_TIMES * of('node, single events', RATE)),
          atLeast: 1,
        },
      ],
    };
  },
};

function writingMany(name: string, store: Store, appends: number): Contestant {
  return {
    name,
    run: async () => {
      const batches = Array.from({ length: appends }, () => sampleEvents(LARGE));
      return rateOf(appends * LARGE, async () => {
        for (const batch of batches) await store.append(`large-${randomUUID()}`, 0, batch);
      });
    },
  };
}

async function rateOf(events: number, work: () => Promise<void>): Promise<Record<string, number>> {
  const start = performance.now();
  await work();
  return { [RATE]: (1000 * events) / (performance.now() - start) };
}
