import { ensureChromium } from './checks/ensure-chromium.ts';
import { type Outcome, wholeStep } from './checks/outcome.ts';
import { Interrupted, runProgram } from './checks/run-program.ts';
import { runTests } from './checks/run-tests.ts';

interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

interface Done {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seconds: string;
}

const chromium: NodeJS.ProcessEnv = {};

// A step that fails does not keep the later ones from running: one run tells everything that is wrong.
const STEPS: readonly Step[] = [
  {
    name: 'format and lint',
    run: async () => wholeStep(await runProgram('biome', ['ci', '--error-on-warnings'])),
  },
  { name: 'types', run: async () => wholeStep(await runProgram('tsc', ['-b'])) },
  {
    name: 'unused files and exports',
    run: async () => wholeStep(await runProgram('knip', ['--no-progress'])),
  },
  { name: 'tidy and unit tests', run: () => runTests(['--exclude=**/*.{int,browser}.spec.{ts,tsx}']) },
  { name: 'integration tests', run: () => runTests(['.int.spec.ts']) },
  {
    name: 'the log, checked by Go',
    run: async () =>
      wholeStep(
        await runProgram('node', ['--import', 'tsx', 'scripts/sumdb-check/main.ts', '--if-possible']),
      ),
  },
  { name: 'Chromium', run: findChromium },
  { name: 'browser tests', run: () => runTests(['.browser.spec.ts'], chromium) },
];

const done: Done[] = [];
for (const { name, run } of STEPS) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const outcome = await run().catch(endWhenInterrupted);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${outcome.ok ? 'ok' : 'FAILED'} in ${seconds} s`);
  done.push({ name, outcome, seconds });
}

console.log('');
for (const { name, outcome, seconds } of done)
  console.log(`${outcome.ok ? 'ok    ' : 'FAILED'}  ${name}, ${seconds} s`);
const [passed, failed] = [sum(({ passed }) => passed), sum(({ failed }) => failed)];
console.log(`${passed} passed, ${failed} failed`);
process.exit(done.every(({ outcome }) => outcome.ok) ? 0 : 1);

function endWhenInterrupted(error: unknown): never {
  if (!(error instanceof Interrupted)) throw error;
  console.error(error.message);
  process.exit(error.exitCode);
}

async function findChromium(): Promise<Outcome> {
  const found = ensureChromium(console.log);
  if ('missing' in found) console.error(found.missing);
  else chromium['CHROMIUM_PATH'] = found.path;
  return wholeStep('path' in found);
}

function sum(count: (outcome: Outcome) => number): number {
  return done.reduce((total, { outcome }) => total + count(outcome), 0);
}
