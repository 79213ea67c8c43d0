import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ensureChromium } from './ensure-chromium.ts';

/** How a step went; tests are counted by their names, other steps only pass or fail. */
interface Outcome {
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

const ROOT = dirname(import.meta.dirname);
const PASSED: Outcome = { ok: true, passed: 0, failed: 0 };
const FAILED: Outcome = { ok: false, passed: 0, failed: 0 };
const reports = await mkdtemp(join(tmpdir(), 'ledger-checks-'));
let chromiumPath: string | undefined;

const STEPS: readonly Step[] = [
  { name: 'format and lint', run: () => command('biome', ['ci', '--error-on-warnings']) },
  { name: 'types', run: () => command('tsc', ['-b']) },
  { name: 'unused files and exports', run: () => command('knip', ['--no-progress']) },
  { name: 'unit tests', run: () => tests('unit', ['--exclude=**/*.{int,browser}.spec.{ts,tsx}']) },
  { name: 'integration tests', run: () => tests('integration', ['.int.spec.ts']) },
  { name: 'Chromium', run: findBrowser },
  { name: 'browser tests', run: () => tests('browser', ['.browser.spec.ts']) },
];

const outcomes: { readonly name: string; readonly outcome: Outcome; readonly seconds: string }[] = [];
try {
  for (const step of STEPS) {
    console.log(`\n── ${step.name}`);
    const started = performance.now();
    const outcome = await step.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`── ${step.name}: ${outcome.ok ? 'ok' : 'FAILED'} in ${seconds} s`);
    outcomes.push({ name: step.name, outcome, seconds });
  }
} finally {
  await rm(reports, { recursive: true, force: true });
}

console.log('');
for (const { name, outcome, seconds } of outcomes) {
  console.log(`${outcome.ok ? 'ok    ' : 'FAILED'}  ${name}, ${seconds} s`);
}
const sum = (count: (outcome: Outcome) => number) =>
  outcomes.reduce((total, { outcome }) => total + count(outcome), 0);
console.log(`${sum((outcome) => outcome.passed)} passed, ${sum((outcome) => outcome.failed)} failed`);
process.exitCode = outcomes.every(({ outcome }) => outcome.ok) ? 0 : 1;

async function command(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const path = [join(ROOT, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(
    delimiter,
  );
  const child = spawn(name, args, {
    cwd: ROOT,
    env: { ...process.env, ...env, PATH: path },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const status = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(null);
    });
    child.once('close', resolve);
  });
  return status === 0 ? PASSED : FAILED;
}

async function tests(name: string, args: readonly string[]): Promise<Outcome> {
  const report = join(reports, `${name}.json`);
  const { ok } = await command(
    'vitest',
    [
      'run',
      '--allowOnly=false',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    chromiumPath === undefined ? {} : { CHROMIUM_PATH: chromiumPath },
  );
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) return { ...FAILED, failed: 1 };
  const {
    numPassedTests: passed = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
    numFailedTestSuites = 0,
  } = parseCounts(text);
  // A test that is skipped checks nothing, and a file that cannot be loaded hides its tests.
  const skipped = numPendingTests + numTodoTests;
  if (skipped > 0) console.error(`${skipped} tests were skipped: run them or remove them.`);
  const failed = numFailedTests + skipped;
  const silent = !ok && failed === 0 ? Math.max(1, numFailedTestSuites) : 0;
  return { ok: ok && failed === 0, passed, failed: failed + silent };
}

function parseCounts(text: string): Record<string, number> {
  const value: unknown = JSON.parse(text);
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

async function findBrowser(): Promise<Outcome> {
  const found = ensureChromium((line) => console.log(line));
  if ('missing' in found) {
    console.error(found.missing);
    return FAILED;
  }
  chromiumPath = found.path;
  console.log(found.path);
  return PASSED;
}
