import { openReadModels } from '@ledger/projection-engine';
import type { FileId } from '@ledger/schemas';
import type { Comparison } from '../harness/comparisons.ts';
import type { Contestant } from '../harness/contest.ts';
import type { Stage } from '../harness/stage.ts';
import { percentile } from '../harness/statistics.ts';
import { applyBench, type BenchEvent, type BenchRow, benchRegister, EMPTY_ROW } from './bench-register.ts';
import { keyOf } from './bench-rows.ts';
import { datasetOf } from './dataset.ts';
import { readModels } from './read-models.ts';
import { rebuildRegister } from './rebuilding.ts';
import { openLedger, openRaw, type Scenery } from './scenery.ts';

const LEDGER_EVENTS = 40_000;
const FILE_EVENTS = 20;
const READS = 400;
const LONG_FILE_EVENTS = 10_000;
const P50 = 'p50 ms';
const P99 = 'p99 ms';

type Rehydrate = (stream: string) => Promise<BenchRow>;

/** A file of twenty events, read and folded as a service does that decides about it. */
export const rehydrating: Comparison = {
  name: 'rehydrate',
  open: async (stage) => {
    const size = datasetOf(LEDGER_EVENTS);
    const [ledger, raw] = [await openLedger(stage, size), await openRaw(stage, size)];
    const streams = await streamsOf(raw, FILE_EVENTS);
    return {
      contestants: [
        contestant('ledger', streams, FILE_EVENTS, await fromJournal(stage, ledger)),
        contestant('raw', streams, FILE_EVENTS, fromTable(raw)),
      ],
      claims: [
        { says: 'ledger ÷ raw, p50', measure: (of) => of('ledger', P50) / of('raw', P50), atMost: 1.2 },
        { says: 'ledger, p99 ms', measure: (of) => of('ledger', P99), atMost: 5 },
      ],
    };
  },
};

/** A file of ten thousand events: the row of a read model is its fold, kept under the version that made it. */
export const rehydratingLong: Comparison = {
  name: 'rehydrate-long',
  open: async (stage) => {
    const size = { events: LONG_FILE_EVENTS, files: 1 };
    const [ledger, raw] = [await openLedger(stage, size), await openRaw(stage, size)];
    await rebuildRegister(ledger.url, 1);
    const streams = await streamsOf(raw, LONG_FILE_EVENTS);
    const models = await openReadModels({ ...readModels, databaseUrl: ledger.url });
    stage.atEnd(() => models.close());
    const kept = models.rowsOf(benchRegister);
    const fromRow: Rehydrate = async (stream) => (await kept.get(keyOf(stream))) ?? EMPTY_ROW;
    return {
      contestants: [
        contestant('ledger', streams, LONG_FILE_EVENTS, fromRow),
        contestant('raw', streams, LONG_FILE_EVENTS, fromTable(raw), 10),
      ],
      claims: [{ says: 'ledger, p99 ms', measure: (of) => of('ledger', P99), atMost: 5 }],
    };
  },
};

async function fromJournal(stage: Stage, { url }: Scenery): Promise<Rehydrate> {
  const models = await openReadModels({ ...readModels, databaseUrl: url, connectionsMax: 1 });
  stage.atEnd(() => models.close());
  return async (stream) => {
    const events = await models.readHistory(keyOf(stream) as FileId);
    return events.reduce<BenchRow>(applyBench, EMPTY_ROW);
  };
}

function fromTable({ client }: Scenery): Rehydrate {
  return async (stream) => {
    const { rows } = await client.query<BenchEvent>({
      name: 'read-stream',
      text: 'SELECT position, stream, revision, id, type, data, metadata FROM events WHERE stream = $1 ORDER BY revision',
      values: [stream],
    });
    return rows.reduce<BenchRow>(applyBench, EMPTY_ROW);
  };
}

function contestant(
  name: string,
  streams: readonly string[],
  events: number,
  rehydrate: Rehydrate,
  reads: number = READS,
): Contestant {
  return {
    name,
    run: async () => {
      const times: number[] = [];
      for (let read = 0; read < reads; read += 1) {
        const start = performance.now();
        const row = await rehydrate(streams[read % streams.length] ?? '');
        times.push(performance.now() - start);
        if (row.events !== events) throw new Error(`${name} has folded ${row.events} events of ${events}`);
      }
      return { [P50]: percentile(times, 50), [P99]: percentile(times, 99) };
    },
  };
}

async function streamsOf({ client }: Scenery, events: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ stream: string }>(
    'SELECT stream FROM events GROUP BY stream HAVING count(*) = $1 LIMIT 100',
    [events],
  );
  if (rows.length === 0) throw new Error(`no file has ${events} events`);
  return rows.map(({ stream }) => stream);
}
