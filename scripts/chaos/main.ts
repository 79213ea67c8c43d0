/**
 * Breaks things on purpose and judges what is left.
 *
 *     npm run chaos -- list
 *     npm run chaos -- --fault power-cut --times 20 --seed 7
 *     npm run chaos -- --fault mixed --minutes 10
 *     npm run chaos -- table [--only kill-node,power-cut] [--seed 7]
 *
 * A run that finds a fault names the folder with its history and logs. Exit codes: 0 every line as expected, 1 not, 2 bad usage, 4 nothing
 * could be run on this machine.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { surviveLibraryFaults } from './library-faults.ts';
import { type Extent, LINES, type Line } from './lines.ts';
import { reasonsAgainst } from './node/needs.ts';
import { asExpected, tableHead, tableRow, tell, type Verdict } from './report-text.ts';
import { runApart } from './run-apart.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fault: { type: 'string' },
    times: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    // Writers on the node pause so many milliseconds after each append.
    pause: { type: 'string' },
    only: { type: 'string' },
    // The run itself, in a process of its own that ends with one line of JSON.
    apart: { type: 'boolean', default: false },
  },
});
const [command = 'run'] = positionals;
const seed = Number(values.seed);
if (!Number.isInteger(seed)) badUsage('--seed is an integer');

switch (command) {
  case 'list':
    for (const { name, what, times, needs } of LINES)
      console.log(
        `${name.padEnd(22)} ${what} (${times} times${needs.length > 0 ? `; needs ${needs.join(', ')}` : ''})`,
      );
    break;
  case 'table': {
    const names = values.only?.split(',');
    const verdicts: Verdict[] = [];
    console.log(tableHead());
    for (const line of names === undefined ? LINES : names.map(lineOf)) {
      const verdict = await judge(line, extentOf(line));
      verdicts.push(verdict);
      console.log(tableRow(line, verdict));
    }
    for (const [index, verdict] of verdicts.entries())
      if (!asExpected(verdict)) tell((names?.map(lineOf) ?? LINES)[index]?.name ?? '', verdict, console.log);
    process.exitCode = verdicts.every(asExpected) ? 0 : 1;
    break;
  }
  case 'run': {
    const line = lineOf(values.fault ?? 'mixed');
    if (values.apart) {
      surviveLibraryFaults();
      const verdict = JSON.stringify(await runHere(line, extentOf(line)));
      // Connections that were cut keep the client library awake.
      process.stdout.write(`${verdict}\n`, () => process.exit());
      break;
    }
    const verdict = await judge(line, extentOf(line));
    console.log(`${tableHead()}\n${tableRow(line, verdict)}`);
    tell(line.name, verdict, console.log);
    if (verdict.kind === 'not run') process.exitCode = 4;
    else process.exitCode = asExpected(verdict) ? 0 : 1;
    break;
  }
  default:
    badUsage(`there is no command ${command}; there are list, table, and --fault NAME`);
}

async function judge(line: Line, extent: Extent): Promise<Verdict> {
  const reasons = reasonsAgainst(line.needs);
  if (reasons.length > 0) return { kind: 'not run', reasons };
  const seconds = performance.now();
  const options = ['--fault', line.name, '--seed', String(seed)];
  const length =
    'times' in extent ? ['--times', String(extent.times)] : ['--minutes', String(extent.minutes)];
  const pause = extent.pauseMs === undefined ? [] : ['--pause', String(extent.pauseMs)];
  const verdict = await runApart(
    [...options, ...length, ...pause, '--apart'],
    line.needs.includes('mount namespace'),
  );
  console.error(`${line.name}: ${((performance.now() - seconds) / 1000).toFixed(0)} s`);
  return verdict;
}

async function runHere(line: Line, extent: Extent): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), `ledger-chaos-${line.name}-${seed}-`));
  // Run by root, PostgreSQL works as nobody and must be able to pass through.
  await chmod(folder, 0o755);
  try {
    const verdict: Verdict = {
      kind: 'run',
      report: await line.run(folder, seed, extent),
      mustLose: line.mustLose,
      folder,
    };
    // What a faulty run leaves behind is the way to its cause.
    if (asExpected(verdict)) await rm(folder, { recursive: true, force: true });
    return verdict;
  } catch (error) {
    return {
      kind: 'broke',
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      folder,
    };
  }
}

function lineOf(name: string): Line {
  return (
    LINES.find((line) => line.name === name) ?? badUsage(`there is no fault ${name}; npm run chaos -- list`)
  );
}

function extentOf(line: Line): Extent {
  const pauseMs = values.pause === undefined ? undefined : Number(values.pause);
  if (pauseMs !== undefined && !(pauseMs >= 0)) badUsage('--pause is a number of milliseconds');
  if (values.minutes !== undefined) {
    const minutes = Number(values.minutes);
    return minutes > 0 ? { minutes, pauseMs } : badUsage('--minutes is a number above 0');
  }
  const times = Number(values.times ?? line.times);
  return Number.isInteger(times) && times > 0
    ? { times, pauseMs }
    : badUsage('--times is a whole number above 0');
}

function badUsage(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
