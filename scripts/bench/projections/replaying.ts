import { prepareProjections, verify } from '@ledger/projection-engine';
import type { Comparison } from '../harness/comparisons.ts';
import { readRaw } from './consumers.ts';
import { datasetOf } from './dataset.ts';
import { readModels } from './read-models.ts';
import { EVENTS } from './rebuilding.ts';
import { openLedger, openRaw } from './scenery.ts';

const RATE = 'events/s';

/** All events from the first to the last: ours with every hash and chain verified, by hand without. */
export const replaying: Comparison = {
  name: 'replay',
  open: async (stage, { size: events = EVENTS }) => {
    const size = datasetOf(events);
    const [ledger, raw] = [await openLedger(stage, size), await openRaw(stage, size)];
    // What the projector does before it projects: rows and the log's tree, from the journal.
    await prepareProjections({ ...readModels, databaseUrl: ledger.url });
    const timed = async (run: () => Promise<number>) => {
      const start = performance.now();
      const read = await run();
      if (read !== events) throw new Error(`read ${read} events of ${events}`);
      return { [RATE]: (1000 * events) / (performance.now() - start) };
    };
    return {
      contestants: [
        {
          name: 'ledger',
          run: () =>
            timed(async () => {
              const { position, broken } = await verify({ ...readModels, databaseUrl: ledger.url });
              if (broken.length > 0) throw new Error(`the measured journal is broken at ${broken[0]?.place}`);
              return position;
            }),
        },
        {
          name: 'raw',
          run: () =>
            timed(async () => {
              let read = 0;
              for (;;) {
                const batch = await readRaw(raw.client, read);
                if (batch.length === 0) return read;
                read += batch.length;
              }
            }),
        },
      ],
      claims: [
        {
          says: 'ledger, verifying ÷ raw',
          measure: (of) => of('ledger', RATE) / of('raw', RATE),
          atLeast: 1,
        },
      ],
    };
  },
};
