import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultReport } from '../report.ts';
import { runNodeCampaign } from './campaign.ts';
import type { Fault } from './fault.ts';
import { NODE_FAULTS } from './faults.ts';

const SEED = 20_250_701;
const TIME_MS = 180_000;

const fault = (name: string): Fault => {
  const found = NODE_FAULTS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no fault ${name}`);
  return found;
};
/** The faults that take neither root nor half a minute; the others run by `npm run chaos`. */
const SHORT = ['kill-both', 'cut-store', 'reset-client', 'held-commit'].map(fault);

describe('sixteen writers on an embedded node, by the official client, while one fault after the other strikes', () => {
  let folder: string;
  let report: FaultReport;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-faults-'));
    await chmod(folder, 0o755);
    report = await runNodeCampaign({ folder, seed: SEED, stage: fault('kill-both'), strikes: () => SHORT });
  }, TIME_MS);
  let failed = false;
  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    // What a failed run leaves behind is the way to its cause.
    if (failed) console.log(`seed ${SEED}; history.jsonl and node.log are in ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  });

  it('are at work, and some are cut off in the middle of it', () => {
    expect(report.struck).toBe(SHORT.length);
    expect(report.acknowledged).toBeGreaterThan(1_000);
    expect(report.refused).toBeGreaterThan(0);
    expect(report.unanswered).toBeGreaterThan(0);
  });

  it('find every acknowledged event once and whole, and every subscriber and reader saw exactly the log', () => {
    expect(report.anomalies).toEqual([]);
  });

  it('see nothing else that must not be: nothing behind an open commit, no reading that contradicts another', () => {
    expect(report.complaints).toEqual([]);
  });
});
