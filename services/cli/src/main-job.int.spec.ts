import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileState, historyOf } from '@ledger/credit-file';
import { newestForm } from '@ledger/event-log';
import { rebuild } from '@ledger/projection-engine';
import { PROJECTIONS, storeSource } from '@ledger/projector';
import { publicRegister } from '@ledger/public-register';
import { rulebookOf } from '@ledger/rulebooks';
import type { FileId } from '@ledger/schemas';
import { type Instant, instantOfEpochMs, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importHistories } from './commands/import.ts';
import { stepsOf } from './commands/replay.ts';
import { verifyLedger } from './commands/verify.ts';
import { DEMO_HISTORIES } from './demo.ts';
import { DEMO_ENDS } from './demo-ends.ts';
import { type Ledger, openLedger } from './open-ledger.ts';
import type { Terminal } from './output/terminal.ts';
import { type Served, serve } from './serve.ts';

const A15 = '650000-91659001MAFAKE1584' as FileId;
const silent: Terminal = {
  out: () => undefined,
  err: () => undefined,
  progress: () => ({ step: () => undefined, end: () => undefined }),
};
const log = pino({ level: 'silent' });

let directory: string;
let ledger: Ledger;
let served: Served;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ledger-main-job-'));
  // Open to the user that PostgreSQL runs as, so that its cluster stands inside and goes with it.
  await chmod(directory, 0o755);
  const clock = (): Instant => instantOfEpochMs(Date.now());
  ledger = await openLedger({
    dataDirectory: join(directory, 'data'),
    purpose: 'serve',
    startedAt: clock(),
    log,
  });
  await importHistories(ledger, { file: DEMO_HISTORIES, dryRun: false, json: false }, silent);
  const law = { rulebookOf, calendar: STATE_COUNCIL_CALENDAR, actsFrom: () => undefined };
  served = await serve(ledger, law, { host: '127.0.0.1', port: 0, clock, developmentTokens: true, log });
}, 120_000);

afterAll(async () => {
  await served?.close();
  await ledger?.close();
  await rm(directory, { recursive: true, force: true });
});

async function stateOf(fileId: string, query = ''): Promise<FileState> {
  const answer = await fetch(`${served.url}/v1/files/${fileId}${query}`, {
    headers: { authorization: 'Bearer dev-token-auditor' },
  });
  return (await answer.json()) as FileState;
}

describe('a ledger with the demo histories', () => {
  it('has 374 events in its journal', async () => {
    expect(await ledger.readModels.position()).toBe(374);
  });

  it.each(DEMO_ENDS)('answers that $agencyId ($fileId) is $status', async ({ fileId, status }) => {
    expect((await stateOf(fileId)).status).toBe(status);
  });

  it('adds 0 events when the same histories are imported again', async () => {
    const again = await importHistories(ledger, { file: DEMO_HISTORIES, dryRun: false, json: false }, silent);
    expect(again).toMatchObject({ added: 0, known: 374, objections: [] });
  });

  it('verifies', async () => {
    await expect(verifyLedger(ledger, { json: true }, silent)).resolves.toBeUndefined();
  });
});

describe('XJ-A15: revoked by the clock, then restored', () => {
  it('is told so by a replay, step by step', async () => {
    const steps = stepsOf(A15, await ledger.readModels.readHistory(A15), undefined);
    expect(steps.map(({ event, state }) => `${event.type}: ${state.status}`).slice(6, 10)).toEqual([
      'report-overdue: on-file',
      'revoked: revoked',
      'reported: revoked',
      'restored: on-file',
    ]);
  });

  it('was revoked on 2 July 2025 as the ledger knew on that day', async () => {
    expect((await stateOf(A15, '?asOf=2025-07-02&knownAt=2025-07-02')).status).toBe('revoked');
  });

  it('was on file on 2 July 2025 as the ledger knows now, for a restoration works back to its date', async () => {
    expect((await stateOf(A15, '?asOf=2025-07-02')).status).toBe('on-file');
  });

  it('answers the same from the API as from a fold of the journal', async () => {
    const events = await ledger.readModels.readHistory(A15);
    const { file } = historyOf(A15, events as never);
    expect((await stateOf(A15)).revision).toBe(file.revision);
  });
});

describe('a rebuild', () => {
  it('gives the same digests from journal and from store, and no reader meanwhile sees an empty or mixed register', async () => {
    const options = { databaseUrl: ledger.instance.databaseUrl, projections: PROJECTIONS, newestForm };
    const before = await digests();
    const seen = new Set<string>();
    const reading = new AbortController();
    const reader = (async () => {
      while (!reading.signal.aborted) {
        const { rows } = await ledger.readModels.rowsOf(publicRegister).page({ limit: 100 });
        seen.add(JSON.stringify(rows));
      }
    })();
    for (const from of ['journal', storeSource(ledger.eventLog), 'journal'] as const) {
      const report = await rebuild({ ...options, from });
      expect(report.switched).toBe(true);
      expect(await digests()).toEqual(before);
    }
    reading.abort();
    await reader;
    expect(seen.size).toBe(1);
  });
});

async function digests(): Promise<readonly string[]> {
  return await Promise.all(
    PROJECTIONS.map(async ({ name }) => {
      const { count, sha256 } = await ledger.readModels.digest(name);
      return `${name} ${count} ${sha256}`;
    }),
  );
}
