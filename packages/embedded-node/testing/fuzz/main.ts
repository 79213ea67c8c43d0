/**
 * Gives the readers of requests broken input: `npm run fuzz -- [--inputs N] [--seed S]`. Exit codes: 0 nothing found, 1 faults, 2 bad usage.
 */
import { argv, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { fuzzRequests } from './fuzz-requests.ts';

const BAD_USAGE = 2;

const { values } = parseArgs({
  args: argv.slice(2),
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
if (!Number.isSafeInteger(inputs) || inputs < 1 || !Number.isSafeInteger(seed)) {
  stderr.write('--inputs and --seed are whole numbers.\n');
  exit(BAD_USAGE);
}

const began = performance.now();
const report = fuzzRequests({ inputs, seed });
for (const fault of report.faults) stdout.write(`${fault}\n`);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
const { refused, slowestMs, faults } = report;
stdout.write(
  `seed ${seed}: ${inputs} inputs, ${refused} refused as malformed, ${faults.length} faults, slowest ${slowestMs.toFixed(1)} ms, ${seconds} s\n`,
);
exit(faults.length === 0 ? 0 : 1);
