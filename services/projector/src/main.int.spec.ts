import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { newestForm } from '@ledger/event-log';
import { openReadModels, type ReadModels, verify } from '@ledger/projection-engine';
import type { EventId, LedgerEvent } from '@ledger/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendFiles, demoFiles } from '../testing/demo-histories.ts';
import { type OpenStore, openStore } from '../testing/open-store.ts';
import { type ProjectorProcess, startProcess } from '../testing/projector-process.ts';
import { PROJECTIONS, storeSource } from './index.ts';

let store: OpenStore;
let database: TestDatabase;
let models: ReadModels | undefined;
let processes: ProjectorProcess[];
let files: (readonly LedgerEvent[])[];

beforeEach(async () => {
  store = await openStore();
  database = await createTestDatabase();
  files = [...(await demoFiles())];
  processes = [];
  models = undefined;
});

afterEach(async () => {
  for (const { child, exited } of processes) {
    child.kill('SIGKILL');
    await exited;
  }
  await models?.close();
  await store.close();
  await database.drop();
});

function start(): ProjectorProcess {
  const started = startProcess({ DATABASE_URL: database.url, EVENTSTORE_URL: store.url });
  processes.push(started);
  return started;
}

/** Appends the next file's events. Shape: the id of the last. */
async function appendNext(): Promise<EventId> {
  const file = files.shift();
  const last = file?.at(-1);
  if (file === undefined || last === undefined) throw new Error('no files left');
  await appendFiles(store.eventLog, [file]);
  return last.id;
}

async function readers(): Promise<ReadModels> {
  models ??= await openReadModels({ databaseUrl: database.url, projections: PROJECTIONS, newestForm });
  return models;
}

const TAKEOVER_MS = 5_000;

describe('two projectors', () => {
  it('are one active and one standby, which takes over within five seconds from one that is paused or killed', async () => {
    const first = start();
    await first.said('is the active one');
    const second = start();
    await second.said('stands by');
    const ledger = await readers();
    expect(await ledger.waitFor(await appendNext(), 10_000)).toBe('projected');

    first.child.kill('SIGSTOP');
    const duringPause = await appendNext();
    expect(await ledger.waitFor(duringPause, TAKEOVER_MS)).toBe('projected');
    const taken = await ledger.position();

    // The one that was paused wakes up, has lost its hold, and writes nothing.
    first.child.kill('SIGCONT');
    await first.said('stands by');
    expect(await ledger.position()).toBe(taken);
    expect(await ledger.waitFor(await appendNext(), TAKEOVER_MS)).toBe('projected');

    second.child.kill('SIGKILL');
    expect(await second.exited).toBeNull();
    expect(await ledger.waitFor(await appendNext(), TAKEOVER_MS)).toBe('projected');
    expect(first.messages.filter((message) => message.includes('is the active one'))).toHaveLength(2);

    const source = storeSource(store.eventLog);
    expect(await verify({ databaseUrl: database.url, newestForm, source })).toMatchObject({
      broken: [],
      differences: [],
      files: 4,
    });
  }, 60_000);

  it('of which the active one is told to stop hand over at once', async () => {
    const first = start();
    await first.said('is the active one');
    const second = start();
    await second.said('stands by');
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    await second.said('is the active one');
    const ledger = await readers();
    expect(await ledger.waitFor(await appendNext(), 5_000)).toBe('projected');
  }, 60_000);
});

describe('a projector', () => {
  it('that is pointed at another store refuses it with a sentence and leaves the journal alone', async () => {
    const first = start();
    await first.said('is the active one');
    const ledger = await readers();
    await ledger.waitFor(await appendNext(), 10_000);
    const before = await ledger.position();
    first.child.kill('SIGTERM');
    await first.exited;

    const other = await openStore();
    try {
      const file = files[5];
      if (file !== undefined) await appendFiles(other.eventLog, [file]);
      const mistaken = startProcess({ DATABASE_URL: database.url, EVENTSTORE_URL: other.url });
      processes.push(mistaken);
      expect(await mistaken.exited).toBe(3);
      expect(mistaken.errors.join('\n')).toMatch(/another store.*Check which store/);
      expect(await ledger.position()).toBe(before);
    } finally {
      await other.close();
    }
  }, 60_000);

  it('without its configuration ends with 3 and one line for each fault, which repeats no value', async () => {
    const secret = 'mysql://root:secret@localhost/x';
    const lost = startProcess({ DATABASE_URL: secret, LOG_LEVEL: 'loud' });
    processes.push(lost);
    expect(await lost.exited).toBe(3);
    expect(lost.errors).toEqual([
      expect.stringMatching(/^DATABASE_URL is needed: postgres:/),
      expect.stringMatching(/^EVENTSTORE_URL is needed: esdb:/),
      expect.stringMatching(/^LOG_LEVEL is one of/),
    ]);
    expect(lost.errors.join()).not.toContain('secret');
  });
});
