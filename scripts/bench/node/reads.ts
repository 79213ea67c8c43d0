import type { Comparison } from '../harness/comparisons.ts';
import type { Contestant } from '../harness/contest.ts';
import { percentile } from '../harness/statistics.ts';
import { sampleEvents } from '../peers/sample-event.ts';
import type { Store, StoreOfAll } from '../peers/store.ts';
import { openCeiling, openNode, openOthers, openRaw, openReal } from './contestants.ts';

const RATE = 'events/s';
const ALL_EVENTS = 40_000;
const FILL = 1000;

/** Everything from the start, by one reader. */
export const readingAll: Comparison = {
  name: 'read-all',
  open: async (stage, { size = ALL_EVENTS }) => {
    const stores = {
      node: await openNode(stage),
      raw: await openRaw(stage, 1),
      ...(await openReal(stage)),
    };
    for (const store of Object.values(stores)) await fill(store, size);
    const contestants = { ...stores, ceiling: await openCeiling(stage) };
    return {
      contestants: Object.entries(contestants).map(([name, store]) => readingAllOf(name, store, size)),
      claims: [
        { says: 'node ÷ ceiling', measure: (of) => of('node', RATE) / of('ceiling', RATE), atLeast: 0.75 },
      ],
    };
  },
};

async function fill(store: Store, events: number): Promise<void> {
  for (let written = 0; written < events; written += FILL)
    await store.append(`fill-${written}`, 0, sampleEvents(Math.min(FILL, events - written)));
}

function readingAllOf(name: string, store: StoreOfAll, events: number): Contestant {
  return {
    name,
    run: async () => {
      const start = performance.now();
      const read = await store.readAll(events);
      if (read !== events) throw new Error(`${name} read ${read} events of ${events}`);
      return { [RATE]: (1000 * events) / (performance.now() - start) };
    },
  };
}

const FILE_EVENTS = 50;
const FILES = 20;
const FILE_READS = 300;

/** One stream of fifty events after the other, as a service reads the file it is asked for. */
export const readingStreams: Comparison = {
  name: 'read-stream',
  open: async (stage, { size = FILE_READS }) => {
    const stores = {
      node: await openNode(stage),
      raw: await openRaw(stage, 1),
      ...(await openOthers(stage, 1)),
      ...(await openReal(stage)),
    };
    for (const store of Object.values(stores))
      for (let file = 0; file < FILES; file++)
        await store.append(`file-${file}`, 0, sampleEvents(FILE_EVENTS));
    const contestants = { ...stores, ceiling: await openCeiling(stage) };
    return {
      contestants: Object.entries(contestants).map(([name, store]) => readingFilesOf(name, store, size)),
      claims: [
        { says: 'node ÷ raw, p50', measure: (of) => of('node', 'p50 ms') / of('raw', 'p50 ms'), atMost: 3 },
      ],
    };
  },
};

function readingFilesOf(name: string, store: Store, reads: number): Contestant {
  return {
    name,
    run: async () => {
      const times: number[] = [];
      for (let file = 0; file < reads; file++) {
        const start = performance.now();
        const read = await store.readStream(`file-${file % FILES}`);
        times.push(performance.now() - start);
        if (read !== FILE_EVENTS) throw new Error(`${name} read ${read} events of ${FILE_EVENTS}`);
      }
      return { 'p50 ms': percentile(times, 50), 'p99 ms': percentile(times, 99) };
    },
  };
}
