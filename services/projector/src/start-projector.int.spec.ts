import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { newestForm } from '@ledger/event-log';
import { openReadModels, type ReadModels, rebuild } from '@ledger/projection-engine';
import type { LedgerEvent } from '@ledger/schemas';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendFiles, demoFiles } from '../testing/demo-histories.ts';
import { type OpenStore, openStore, wait } from '../testing/open-store.ts';
import { PROJECTIONS, type RunningProjector, startProjector, storeSource } from './index.ts';

let store: OpenStore;
let database: TestDatabase;
let projector: RunningProjector;
let models: ReadModels;
let files: readonly (readonly LedgerEvent[])[];

beforeAll(async () => {
  store = await openStore();
  database = await createTestDatabase();
  files = await demoFiles();
  projector = await startProjector({
    databaseUrl: database.url,
    eventLog: store.eventLog,
    log: pino({ level: 'silent' }),
    wait,
  });
  models = await openReadModels({ databaseUrl: database.url, projections: PROJECTIONS, newestForm });
  await appendFiles(store.eventLog, files);
});

afterAll(async () => {
  await models?.close();
  await projector?.stop();
  await store?.close();
  await database?.drop();
});

describe('the demo histories through node, projector and read models', () => {
  it('are all accepted and folded by every projection', async () => {
    const last = files.at(-1)?.at(-1);
    if (last === undefined) throw new Error('no demo histories');
    expect(await models.waitFor(last.id, 20_000)).toBe('projected');
    const status = await models.status();
    expect(status.parked).toEqual([]);
    expect(status.position).toBe(374);
    expect(status.projections.map(({ name, consumed }) => [name, consumed])).toEqual(
      expect.arrayContaining(PROJECTIONS.map(({ name }) => [name, 374])),
    );
  });

  it('leave one row in the audit trail for each event', async () => {
    const audit = await models.digest('audit-trail');
    expect(audit.count).toBe(374);
  });

  it('give the same digests rebuilt from the journal and from the store', async () => {
    const live = await Promise.all(PROJECTIONS.map(({ name }) => models.digest(name)));
    for (const from of ['journal', storeSource(store.eventLog)] as const) {
      const report = await rebuild({ databaseUrl: database.url, projections: PROJECTIONS, newestForm, from });
      expect(report).toMatchObject({ switched: true, position: 374, differences: [] });
      expect(report.digests.map(({ projection, count, sha256 }) => ({ projection, count, sha256 }))).toEqual(
        live.map(({ projection, count, sha256 }) => ({ projection, count, sha256 })),
      );
    }
  });
});
