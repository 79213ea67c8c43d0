import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { eraseLedger } from './ledger-under-test.ts';
import { targetsFor } from './nemesis.ts';

/**
 * The long form of kill.int.spec.ts: kills by chance for as long as told; a run that finds a fault leaves history and data behind.
 *
 *     node --import tsx scripts/chaos/main.ts --minutes 10 --seed 7
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error('--minutes is a number above 0, --seed an integer');
  process.exit(2);
}

const dataDirectory = await mkdtemp(join(tmpdir(), `ledger-chaos-${seed}-`));
const appLog = createWriteStream(join(dataDirectory, 'app.log'));
console.log(`seed ${seed}, ${minutes} minutes; data, history.jsonl and app.log are in ${dataDirectory}`);
const report = await runCampaign({
  dataDirectory,
  seed,
  targets: (chance) => targetsFor(minutes * 60_000, chance, () => performance.now()),
  log: (line) => appLog.write(`${line}\n`),
});
appLog.end();

const { final, recoveries } = report;
console.log(
  `${report.operations} operations: ${report.acknowledged} acknowledged, ${report.refused} refused; ${report.unanswered} attempts unanswered`,
);
for (const target of ['node', 'postgres', 'app'] as const) {
  const times = recoveries.filter((recovery) => recovery.target === target).map(({ ms }) => ms);
  const sorted = times.toSorted((one, other) => one - other);
  console.log(
    `${target} killed ${times.length} times; back after ${sorted[sorted.length >> 1]} ms (median), ${sorted.at(-1)} ms at most`,
  );
}
const differences = [
  ...report.anomalies.map(({ rule, detail }) => `${rule}: ${detail}`),
  ...report.receiptFaults,
  ...final.faults.map((fault) => JSON.stringify(fault)),
  ...Object.entries(final.live).flatMap(([projection, digest]) =>
    digest === final.rebuiltFromJournal[projection] && digest === final.rebuiltFromStore[projection]
      ? []
      : [
          `${projection}: live ${digest}, journal ${final.rebuiltFromJournal[projection]}, store ${final.rebuiltFromStore[projection]}`,
        ],
  ),
];
for (const difference of differences) console.log(`✗ ${difference}`);
// What a faulty run leaves behind is the way to its cause.
if (differences.length === 0) await eraseLedger(dataDirectory);
console.log(
  differences.length === 0
    ? `✓ ${final.log.length} events, nothing lost, doubled or out of place`
    : `${differences.length} faults`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
