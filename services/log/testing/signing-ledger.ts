import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import { newestForm } from '@ledger/event-log';
import { openSession, runProjector, type Session } from '@ledger/projection-engine';
import { storeSource } from '@ledger/projector';
import { appendFiles, demoFiles, type OpenStore, openStore, wait } from '@ledger/projector/testing';
import type { LedgerEvent } from '@ledger/schemas';
import { ed25519Signer, type KeySigner } from '@ledger/transparency-log';
import { type SigningOutcome, type SigningParts, signHead } from '../src/sign-head.ts';
import { SignedHeads } from '../src/signed-heads.ts';
import { makeTables } from '../src/tables.ts';

/** A real store, a projector without read models, and all that signing needs; the test holds the clock and the pen. */
export interface SigningLedger {
  readonly databaseUrl: string;
  readonly session: Session;
  readonly store: OpenStore;
  readonly directory: string;
  readonly heads: SignedHeads;
  readonly key: KeySigner;
  nowMs: number;
  /** Appends the next files of the demo histories; they are in journal and tree then. */
  grow(files?: number): Promise<void>;
  sign(change?: Partial<SigningParts>): Promise<SigningOutcome>;
  /** The database as it is, under another name; nothing of it changes any more. */
  backUp(): Promise<string>;
  /** The database is what the backup was. The projector follows the store given, or none does. */
  restore(backup: string, store?: OpenStore): Promise<void>;
  close(): Promise<void>;
}

export const ORIGIN = 'ledger.example/test';
const DEADLINE_MS = 20_000;

export async function openSigningLedger(): Promise<SigningLedger> {
  const store = await openStore();
  const database = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'ledger-log-'));
  const files = [...(await demoFiles())];
  let projecting: ReturnType<typeof startProjecting> | undefined = startProjecting(database.url, store);
  let session = await readySession(database.url);
  const key = ed25519Signer(ORIGIN, randomBytes(32));
  const heads = new SignedHeads(directory);
  const backups: string[] = [];
  const letGo = async (): Promise<void> => {
    await projecting?.stop();
    await session.close();
  };
  const ledger: SigningLedger = {
    databaseUrl: database.url,
    get session() {
      return session;
    },
    store,
    directory,
    heads,
    key,
    nowMs: 1_800_000_000_000,
    async grow(count = 1) {
      await appendAndProject(session, store, files.splice(0, count));
    },
    sign: (change = {}) =>
      signHead({
        sql: session,
        source: storeSource(store.eventLog),
        key,
        heads,
        nowMs: () => ledger.nowMs,
        ...change,
      }),
    async backUp() {
      await letGo();
      const name = `backup_${randomUUID().replaceAll('-', '')}`;
      backups.push(name);
      await onServer(database.url, `CREATE DATABASE ${name} TEMPLATE "${nameOf(database.url)}"`);
      projecting = startProjecting(database.url, store);
      session = await openSession(database.url, 'test');
      return name;
    },
    async restore(backup, from) {
      await letGo();
      await onServer(database.url, `DROP DATABASE "${nameOf(database.url)}" WITH (FORCE)`);
      await onServer(database.url, `CREATE DATABASE "${nameOf(database.url)}" TEMPLATE ${backup}`);
      projecting = from && startProjecting(database.url, from);
      session = await openSession(database.url, 'test');
    },
    async close() {
      await letGo();
      for (const backup of backups) await onServer(database.url, `DROP DATABASE ${backup} WITH (FORCE)`);
      await store.close();
      await database.drop();
      await rm(directory, { recursive: true });
    },
  };
  return ledger;
}

/** Appends the files to the store; they are in journal and tree then. */
export async function appendAndProject(
  session: Session,
  store: OpenStore,
  files: readonly (readonly LedgerEvent[])[],
): Promise<void> {
  await appendFiles(store.eventLog, files);
  await until(async () => {
    const head = await store.eventLog.head();
    const rows = await session.query('SELECT 1 FROM ledger.journal WHERE event_id = $1', [head?.id ?? null]);
    return rows.length === 1;
  });
}

/** Waits until it holds. Errors: throws when it does not for too long. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 20) {
    if (waited > DEADLINE_MS) throw new Error(`not so within ${DEADLINE_MS} ms`);
    await wait(20);
  }
}

async function readySession(url: string): Promise<Session> {
  const session = await openSession(url, 'test');
  const hasTree = async (): Promise<boolean> => {
    const [row] = await session.query<{ found: boolean }>(
      `SELECT to_regclass('ledger.tree') IS NOT NULL AS found`,
    );
    return row?.found === true;
  };
  await until(hasTree);
  await makeTables(session);
  return session;
}

function startProjecting(databaseUrl: string, store: OpenStore) {
  const ending = new AbortController();
  const ended = runProjector({
    databaseUrl,
    projections: [],
    newestForm,
    source: storeSource(store.eventLog),
    signal: ending.signal,
    wait,
  });
  return {
    async stop() {
      ending.abort();
      await ended;
    },
  };
}

async function onServer(databaseUrl: string, statement: string): Promise<void> {
  const server = new URL(databaseUrl);
  server.pathname = '/postgres';
  const session = await openSession(server.href, 'test server');
  try {
    await session.query(statement);
  } finally {
    await session.close();
  }
}

function nameOf(databaseUrl: string): string {
  return new URL(databaseUrl).pathname.slice(1);
}
