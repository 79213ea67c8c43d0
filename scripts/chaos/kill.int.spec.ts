import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CampaignReport, runCampaign } from './campaign.ts';
import { eraseLedger } from './ledger-under-test.ts';

const SEED = 20_250_701;
const TIME_MS = 180_000;

describe('sixteen writers while the node, then PostgreSQL, then the app are killed with kill -9', () => {
  let dataDirectory: string;
  let report: CampaignReport;
  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'ledger-kill-'));
    report = await runCampaign({
      dataDirectory,
      seed: SEED,
      targets: () => ['node', 'postgres', 'app'],
      log: () => undefined,
    });
  }, TIME_MS);
  let failed = false;
  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    // What a failed run leaves behind is the way to its cause.
    if (failed) console.log(`seed ${SEED}; data and history.jsonl are in ${dataDirectory}`);
    else await eraseLedger(dataDirectory);
  });

  it('were at work the whole time, and some were cut off in the middle of it', () => {
    expect(report.acknowledged).toBeGreaterThan(100);
    expect(report.unanswered).toBeGreaterThan(0);
    expect(report.refused).toBeGreaterThan(0);
  });

  it('find every acknowledged event once, where it was acknowledged, and nothing that nobody asked for', () => {
    expect(report.anomalies).toEqual([]);
  });

  it('leave every file’s chain whole, and the journal equal to the store', () => {
    expect(report.final.faults).toEqual([]);
  });

  it('leave projections that equal a rebuild from the journal, and one from the store', () => {
    const { live, rebuiltFromJournal, rebuiltFromStore } = report.final;
    expect(Object.keys(live).length).toBeGreaterThan(2);
    expect(rebuiltFromJournal).toEqual(live);
    expect(rebuiltFromStore).toEqual(live);
  });

  it('leave a receipt of every acknowledged event, and the event to every receipt', () => {
    expect(report.receiptFaults).toEqual([]);
  });

  it('are answered again within half a minute, without anybody’s help', () => {
    expect(report.recoveries.map(({ target }) => target)).toEqual(['node', 'postgres', 'app']);
    expect(Math.max(...report.recoveries.map(({ ms }) => ms))).toBeLessThan(30_000);
  });
});
