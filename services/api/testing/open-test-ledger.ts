import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNode } from '@ledger/embedded-node';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import { connectEventLog, type EventLog, newestForm } from '@ledger/event-log';
import { type FaultyLink, openFaultyLink } from '@ledger/event-log/testing';
import { migrate, openReadModels, type ReadModels, runProjector } from '@ledger/projection-engine';
import { PROJECTIONS } from '@ledger/projector';
import { rulebookById, rulebookOf } from '@ledger/rulebooks';
import { type Instant, instantOrThrow, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { answerNotFound } from '@ledger/web';
import pg from 'pg';
import pino from 'pino';
import { type ApiOptions, buildApi, developmentTokens, type Server } from '../src/index.ts';
import { mountPages } from '../src/mount-pages.ts';
import { openRelay, type Relay } from './relay.ts';

/** A whole ledger for tests: PostgreSQL, node, projector and API, all real, with a clock that the test sets. */
export interface TestLedger {
  readonly api: Server;
  /** What the API was built from, for a second one that differs in something. */
  readonly options: ApiOptions;
  readonly eventLog: EventLog;
  readonly readModels: ReadModels;
  readonly database: pg.Pool;
  /** The ledger's database itself, past the link. */
  readonly databaseUrl: string;
  /** The API's own way to the store; the projector has another. */
  readonly storeLink: FaultyLink;
  /** The API's own way to the ledger's database; the projector has another. */
  readonly databaseLink: Relay;
  /** What the service logged, line by line. */
  readonly logLines: readonly string[];
  setClock(instant: string): void;
  close(): Promise<void>;
}

const QUIET = { info: () => undefined, warn: () => undefined };

export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal && { signal }).catch(() => undefined);
}

/** Opens a ledger of its own on fresh databases; `change` replaces what the API is given. */
export async function openTestLedger(change: Partial<ApiOptions> = {}): Promise<TestLedger> {
  const [storeDatabase, ledgerDatabase] = [await createTestDatabase(), await createTestDatabase()];
  const node = await startNode({
    database: storeDatabase.url,
    now: Date.now,
    randomUuid: randomUUID,
    log: () => undefined,
  });
  const storeLink = await openFaultyLink(node.url);
  const databaseLink = await openRelay(ledgerDatabase.url);
  const connect = (url: string) =>
    connectEventLog({
      url,
      wait,
      now: () => performance.now(),
      log: QUIET,
      appendTimeoutMs: 1_500,
      attemptTimeoutMs: 500,
    });
  const eventLog = connect(storeLink.url);
  const source = connect(node.url);

  await migrate(ledgerDatabase.url);
  const ending = new AbortController();
  const projected = runProjector({
    databaseUrl: ledgerDatabase.url,
    projections: PROJECTIONS,
    newestForm,
    source,
    signal: ending.signal,
    wait,
  });
  const readModels = await openReadModels({
    databaseUrl: databaseLink.url,
    projections: PROJECTIONS,
    newestForm,
  });
  const database = new pg.Pool({
    connectionString: databaseLink.url,
    max: 4,
    connectionTimeoutMillis: 2_000,
  });
  database.on('error', () => undefined);

  let now: Instant = instantOrThrow('2025-03-03T09:00:00+08:00');
  const logLines: string[] = [];
  const options: ApiOptions = {
    eventLog,
    readModels,
    database,
    rulebookOf,
    rulebookById,
    calendar: STATE_COUNCIL_CALENDAR,
    clock: () => now,
    randomUuid: randomUUID,
    randomSalt: () => randomBytes(16).toString('hex'),
    log: pino({ level: 'debug' }, { write: (line: string) => logLines.push(line) }),
    tokens: developmentTokens,
    mountPages: (server, queries) => mountPages(server, queries, () => now),
    answerNoPage: answerNotFound,
    ...change,
  };
  const api = await buildApi(options);
  return {
    api,
    options,
    eventLog,
    readModels,
    database,
    databaseUrl: ledgerDatabase.url,
    storeLink,
    databaseLink,
    logLines,
    setClock: (instant) => {
      now = instantOrThrow(instant);
    },
    async close() {
      await api.close();
      ending.abort();
      await projected;
      await readModels.close();
      await database.end();
      await Promise.all([eventLog.close(), source.close()]);
      await Promise.all([storeLink.close(), databaseLink.close()]);
      await node.stop();
      await storeDatabase.drop();
      await ledgerDatabase.drop();
    },
  };
}
