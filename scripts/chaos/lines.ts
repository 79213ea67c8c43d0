import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { CampaignReport } from './campaign.ts';
import type { Chance } from './chance.ts';
import type { Target } from './ledger-under-test.ts';
import { runNodeCampaign } from './node/campaign.ts';
import type { Fault } from './node/fault.ts';
import { NODE_FAULTS } from './node/faults.ts';
import type { Need } from './node/needs.ts';
import { count, type FaultReport } from './report.ts';

/** How long a campaign goes on: so many strikes, or as many as fit into so many minutes. */
export type Extent = ({ readonly times: number } | { readonly minutes: number }) & {
  /** Writers on the node pause so long after each append, which spares a machine that others use. */
  readonly pauseMs?: number | undefined;
};

/** A line of the fault table. */
export interface Line {
  readonly name: string;
  readonly what: string;
  /** How often the fault strikes in the table. */
  readonly times: number;
  readonly needs: readonly Need[];
  /** A control: it has done its part only when acknowledged events are found lost. */
  readonly mustLose: boolean;
  /** Runs a campaign in an empty folder. */
  run(folder: string, seed: number, extent: Extent): Promise<FaultReport>;
}

/** Faults that strike a node on an ordinary folder, so that they can follow each other in one run. */
const MIXABLE = NODE_FAULTS.filter(
  ({ disk, needs, movableClock, afterwards }) =>
    disk === 'folder' && needs.length === 0 && movableClock !== true && afterwards === undefined,
);
const LEDGER_PARTS: readonly Target[] = ['node', 'postgres', 'app'];

/** The whole table, in its order. */
export const LINES: readonly Line[] = [
  ...NODE_FAULTS.map((fault) => nodeLine(fault, () => fault)),
  nodeLine(mixed(), (chance) => chance.oneOf(MIXABLE as [Fault, ...Fault[]])),
  ledgerLine('ledger-kill', 'kill -9 of node, PostgreSQL and app of a whole ledger, over HTTP', 30, false),
  ledgerLine('ledger-kill-forgetful', 'control: kill -9 of PostgreSQL with synchronous_commit=off', 3, true),
];

function mixed(): Fault {
  const [first] = MIXABLE;
  if (first === undefined) throw new Error('no faults can be mixed');
  return {
    ...first,
    name: 'mixed',
    what: 'any of the faults above that need no disk of their own, by chance',
    times: 20,
  };
}

function nodeLine(stage: Fault, next: (chance: Chance) => Fault): Line {
  const { name, what, times, needs, mustLose = false } = stage;
  return {
    name,
    what,
    times,
    needs,
    mustLose,
    run: (folder, seed, extent) =>
      runNodeCampaign({
        folder,
        seed,
        stage,
        strikes: (chance) => repeat(extent, () => next(chance)),
        pauseMs: extent.pauseMs,
      }),
  };
}

function ledgerLine(name: string, what: string, times: number, mustLose: boolean): Line {
  const victims = mustLose ? (['postgres'] as const) : LEDGER_PARTS;
  return {
    name,
    what,
    times,
    needs: [],
    mustLose,
    run: async (folder, seed, extent) => {
      // The lines of the node do without the whole ledger.
      const [{ runCampaign }, { makeForgetful }, { eraseLedger }] = await Promise.all([
        import('./campaign.ts'),
        import('./forgetful-postgres.ts'),
        import('./ledger-under-test.ts'),
      ]);
      const appLog = createWriteStream(join(folder, 'app.log'));
      try {
        const report = await runCampaign({
          dataDirectory: folder,
          seed,
          targets: (chance) => repeat(extent, () => chance.oneOf(victims as [Target, ...Target[]])),
          log: (line) => appLog.write(`${line}\n`),
          ...(mustLose && { prepare: makeForgetful }),
        });
        return reportOf(report);
      } finally {
        appLog.end();
        await eraseLedger(folder);
      }
    },
  };
}

function reportOf(report: CampaignReport): FaultReport {
  const { final, recoveries, receiptFaults, anomalies, history } = report;
  const projections = Object.entries(final.live).filter(
    ([projection, digest]) =>
      digest !== final.rebuiltFromJournal[projection] || digest !== final.rebuiltFromStore[projection],
  );
  return {
    ...count(history, anomalies),
    struck: recoveries.length,
    recoveries: recoveries.map(({ ms }) => ms),
    complaints: [
      ...receiptFaults,
      ...final.faults.map((fault) => JSON.stringify(fault)),
      ...projections.map(
        ([name, digest]) =>
          `${name}: live ${digest}, journal ${final.rebuiltFromJournal[name]}, store ${final.rebuiltFromStore[name]}`,
      ),
    ],
  };
}

function* repeat<Item>(extent: Extent, next: () => Item): Generator<Item> {
  const end = 'minutes' in extent ? performance.now() + extent.minutes * 60_000 : undefined;
  for (let round = 0; ; round++) {
    if ('times' in extent ? round >= extent.times : performance.now() >= (end ?? 0)) return;
    yield next();
  }
}
