/**
 * Measures parts of the ledger beside others that do the same work.
 *
 *     npm run bench -- SUITE [--size N] [--runs N] [--minutes N] [--only NAME[,NAME]] [--json]
 *
 * Prints claims first, then the figures they rest on, and writes everything as JSON below .ledger/bench. With --json the figures alone go to
 * the standard output, as one array, and the rest to the standard error. Exit codes: 0 every claim holds, 1 some do not, 2 bad usage.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { feeds } from './feeds/suite.ts';
import { circumstances } from './harness/machine.ts';
import { openStage, type Stage } from './harness/stage.ts';
import type { BenchOptions, Suite } from './harness/suite.ts';
import { node } from './node/suite.ts';
import { projections } from './projections/suite.ts';
import { search } from './search/suite.ts';
import { soak } from './soak/suite.ts';

const SUITES: readonly Suite[] = [feeds, node, projections, search, soak];
const DIRECTORY = join(import.meta.dirname, '..', '..', '.ledger', 'bench');
const RUNS = 5;
const BAD_USAGE = 2;

function refuse(reason: string): never {
  const suites = SUITES.map(({ name, says }) => `  ${name.padEnd(12)} ${says}`).join('\n');
  console.error(
    `${reason}\nusage: npm run bench -- SUITE [--size N] [--runs N] [--minutes N] [--only NAME[,NAME]] [--json]\n${suites}`,
  );
  process.exit(BAD_USAGE);
}

function readCommand(): { readonly suite: Suite; readonly options: BenchOptions; readonly isJson: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        size: { type: 'string' },
        runs: { type: 'string' },
        minutes: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const suite = SUITES.find(({ name }) => name === positionals[0]);
    if (suite === undefined || positionals.length > 1)
      return refuse(
        positionals.length === 0 ? 'Which suite?' : `There is no suite ${positionals.join(' ')}.`,
      );
    return {
      suite,
      isJson: values.json,
      options: {
        size: positive('size', values.size, Number.isInteger),
        runs: positive('runs', values.runs, Number.isInteger) ?? RUNS,
        minutes: positive('minutes', values.minutes, Number.isFinite),
        only: values.only === undefined ? [] : values.only.split(','),
      },
    };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function positive(
  name: string,
  text: string | undefined,
  fits: (value: number) => boolean,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!fits(value) || value <= 0) throw new Error(`--${name} must be a number above 0.`);
  return value;
}

/** Who interrupts a bench finds no PostgreSQL of it; other processes of a contest end with this one. */
function closeWhenInterrupted(stage: Stage): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    const exit = () => process.exit(128 + constants.signals[signal]);
    process.once(signal, () => void stage.close().then(exit, exit));
  }
}

async function main(): Promise<void> {
  const { suite, options, isJson } = readCommand();
  const print = isJson ? console.error : console.log;
  await mkdir(DIRECTORY, { recursive: true });
  const stage = await openStage(DIRECTORY);
  closeWhenInterrupted(stage);
  try {
    const where = await circumstances(stage.postgres, new Date());
    for (const [name, value] of Object.entries(where)) print(`${name.padEnd(10)}${value}`);
    const report = await suite.run(options, stage, print);
    const file = join(DIRECTORY, `${suite.name}-${where.at.replaceAll(':', '-')}.json`);
    await writeFile(
      file,
      `${JSON.stringify({ suite: suite.name, options, ...where, ...report }, null, 2)}\n`,
    );
    const missed = report.verdicts.filter(({ holds }) => !holds);
    print(
      `\n${report.verdicts.length - missed.length} of ${report.verdicts.length} claims hold; all figures: ${file}`,
    );
    for (const { claim } of missed) print(`✗ ${claim}`);
    if (isJson) console.log(JSON.stringify(report.figures, null, 2));
    process.exitCode = missed.length === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

await main();
