import { rebuild } from '@ledger/projection-engine';
import type { Comparison } from '../harness/comparisons.ts';
import type { Contestant } from '../harness/contest.ts';
import { assertRows, expectedDigest } from './bench-rows.ts';
import { consumeAll, groupAll, REGISTER_BY_SQL, readMessages, readRaw } from './consumers.ts';
import { datasetOf, EVENT_TYPES } from './dataset.ts';
import { fillEmmett, rebuildEmmett } from './emmett.ts';
import { readModels } from './read-models.ts';
import { openEmpty, openLedger, openMessages, openRaw, type Scenery } from './scenery.ts';

export const EVENTS = 200_000;
/** So many for who would take minutes for all of them; what counts is the rate. */
const EMMETT_EVENTS = 2_000;
const RATE = 'events/s';

/** The register anew from all events: the engine, hand-written consumers, and the least that PostgreSQL must do. */
export const rebuilding: Comparison = {
  name: 'rebuild',
  open: async (stage, { size: events = EVENTS }) => {
    const size = datasetOf(events);
    const [ledger, raw, messages, emmett] = [
      await openLedger(stage, size),
      await openRaw(stage, size),
      await openMessages(stage, size),
      await openEmpty(stage),
    ];
    await ledger.client.query(REGISTER_BY_SQL);
    const emmettEvents = Math.min(EMMETT_EVENTS, events);
    await fillEmmett(emmett, size, emmettEvents);
    const expected = expectedDigest(size);
    const ours = (name: string, count: number): Contestant =>
      contestant(name, ledger, events, 'projection.bench_register', expected, () =>
        rebuildRegister(ledger.url, count),
      );
    return {
      contestants: [
        // A fold as light as this one costs less than a second thread does; see docs/performance.md for the ledger's own.
        ours('ledger', 1),
        ours('ledger-2-threads', 2),
        contestant('raw', raw, events, 'register', expected, () => consumeAll(raw, readRaw)),
        contestant('message-db', messages, events, 'public.register', expected, () =>
          consumeAll(messages, readMessages),
        ),
        contestant('limit', ledger, events, 'register_by_sql', expected, () => groupAll(ledger)),
        contestant('emmett', emmett, emmettEvents, 'register', expectedDigest(size, emmettEvents), () =>
          rebuildEmmett(emmett, EVENT_TYPES),
        ),
      ],
      claims: [
        { says: 'ledger ÷ raw', measure: (of) => of('ledger', RATE) / of('raw', RATE), atLeast: 1.5 },
        {
          says: 'ledger ÷ message-db',
          measure: (of) => of('ledger', RATE) / of('message-db', RATE),
          atLeast: 2,
        },
        { says: 'ledger ÷ emmett', measure: (of) => of('ledger', RATE) / of('emmett', RATE), atLeast: 50 },
        { says: 'ledger ÷ limit', measure: (of) => of('ledger', RATE) / of('limit', RATE), atLeast: 0.8 },
      ],
    };
  },
};

/** Rebuilds the register of a ledger on so many threads. */
export async function rebuildRegister(databaseUrl: string, count: number): Promise<void> {
  const module = new URL('./read-models.ts', import.meta.url);
  await rebuild({ ...readModels, databaseUrl, from: 'journal', shards: { count, module } });
}

function contestant(
  name: string,
  { client }: Scenery,
  events: number,
  table: string,
  expected: string,
  run: () => Promise<void>,
): Contestant {
  return {
    name,
    run: async () => {
      const start = performance.now();
      await run();
      const ms = performance.now() - start;
      await assertRows(name, client, table, expected);
      return { [RATE]: (1000 * events) / ms };
    },
  };
}
