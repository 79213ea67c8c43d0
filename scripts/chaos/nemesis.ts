import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { LedgerUnderTest, Target } from './ledger-under-test.ts';
import type { Recorder } from './recorder.ts';

/** How long the ledger took until it acknowledged a command that began after the kill. */
export interface Recovery {
  readonly target: Target;
  readonly ms: number;
}

const POLL_MS = 50;
const RECOVERY_MS_MAX = 60_000;
/** Calm before each kill: long enough for all writers to be at work, too irregular to hit the same moment twice. */
const CALM_MS = { least: 500, most: 2_000 } as const;

/** Kills one target after the other while the writers write, each time waiting until the ledger takes commands again. */
export async function killInTurn(
  ledger: LedgerUnderTest,
  recorder: Recorder,
  chance: Chance,
  targets: Iterable<Target>,
): Promise<readonly Recovery[]> {
  const recoveries: Recovery[] = [];
  for (const target of targets) {
    await sleep(CALM_MS.least + chance.below(CALM_MS.most - CALM_MS.least));
    const from = recorder.history.length;
    const at = recorder.now();
    recorder.record({ kind: 'struck', fault: `kill -9 of ${target}`, at });
    await ledger.kill(target);
    await acknowledgedAgain(recorder, from, `kill -9 of ${target}`);
    recoveries.push({ target, ms: Math.round(recorder.now() - at) });
  }
  return recoveries;
}

/**
 * Resolves once an operation is acknowledged that began after the `from`-th entry of the history, with the moment of that.
 *
 * Errors: when none is within a minute.
 */
export async function acknowledgedAgain(recorder: Recorder, from: number, after: string): Promise<number> {
  const begun = new Set<string>();
  const deadline = recorder.now() + RECOVERY_MS_MAX;
  for (let next = from; ; await sleep(POLL_MS)) {
    for (; next < recorder.history.length; next++) {
      const entry = recorder.history[next];
      if (entry?.kind === 'op') begun.add(entry.id);
      if (entry?.kind === 'ok' && begun.has(entry.id)) return entry.at;
    }
    if (recorder.now() > deadline)
      throw new Error(`nothing is acknowledged ${RECOVERY_MS_MAX} ms after ${after}`);
  }
}
