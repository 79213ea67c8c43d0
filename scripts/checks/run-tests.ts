import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from './outcome.ts';
import { runProgram } from './run-program.ts';

/**
 * Runs the tests that the vitest arguments select, and counts them.
 *
 * Shape: a skipped test counts as failed, because it checks nothing; so does a file that cannot be loaded, and a selection without tests.
 */
export async function runTests(selection: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-checks-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const ok = await runProgram('vitest', ['run', '--allowOnly=false', ...reporters, ...selection], env);
    return outcomeOf(ok, await readFile(report, 'utf8').catch(() => '{}'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function outcomeOf(ok: boolean, report: string): Outcome {
  const counts: Record<string, unknown> = JSON.parse(report);
  const count = (name: string) => Number(counts[name] ?? 0);
  const skipped = count('numPendingTests') + count('numTodoTests');
  if (skipped > 0) console.error(`${skipped} tests were skipped: run them or remove them.`);
  const failed = count('numFailedTests') + skipped;
  if (ok || failed > 0) return { ok: ok && failed === 0, passed: count('numPassedTests'), failed };
  return { ok: false, passed: count('numPassedTests'), failed: Math.max(1, count('numFailedTestSuites')) };
}
