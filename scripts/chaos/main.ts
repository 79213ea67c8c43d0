import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { makeForgetful } from './forgetful-postgres.ts';
import { eraseLedger, type Target } from './ledger-under-test.ts';
import { targetsFor } from './nemesis.ts';

/**
 * The long form of kill.int.spec.ts: kills by chance for as long as told; a run that finds a fault leaves history and data
 * behind.
 *
 *     node --import tsx scripts/chaos/main.ts --minutes 10 --seed 7
 *     node --import tsx scripts/chaos/main.ts --minutes 1 --control
 *
 * With `--control` only PostgreSQL is killed, and it has been told to acknowledge before it writes: then faults MUST be found.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    control: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error('--minutes is a number above 0, --seed an integer');
  process.exit(2);
}
const victims: readonly [Target, ...Target[]] = values.control ? ['postgres'] : ['node', 'postgres', 'app'];

const dataDirectory = await mkdtemp(join(tmpdir(), `ledger-chaos-${seed}-`));
const appLog = createWriteStream(join(dataDirectory, 'app.log'));
console.log(`seed ${seed}, ${minutes} minutes; data, history.jsonl and app.log are in ${dataDirectory}`);
const report = await runCampaign({
  dataDirectory,
  seed,
  targets: (chance) => targetsFor(minutes * 60_000, victims, chance, () => performance.now()),
  log: (line) => appLog.write(`${line}\n`),
  ...(values.control && { prepare: makeForgetful }),
});
appLog.end();

const { final, recoveries } = report;
console.log(
  `${report.operations} operations: ${report.acknowledged} acknowledged, ${report.refused} refused; ${report.unanswered} attempts unanswered`,
);
for (const target of victims) {
  const times = recoveries.filter((recovery) => recovery.target === target).map(({ ms }) => ms);
  if (times.length === 0) continue;
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
if (differences.length === 0 || values.control) await eraseLedger(dataDirectory);
console.log(
  differences.length === 0
    ? `✓ ${final.log.length} events, nothing lost, doubled or out of place`
    : `${differences.length} faults`,
);
process.exitCode = (differences.length === 0) === values.control ? 1 : 0;
