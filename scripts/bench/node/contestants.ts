import { startNodeProcess } from '@ledger/embedded-node/testing';
import type { Stage } from '../harness/stage.ts';
import { startCannedServer } from '../peers/canned-server.ts';
import { openEmmett } from '../peers/emmett.ts';
import { openEventStore } from '../peers/event-store.ts';
import { openMessageDb } from '../peers/message-db.ts';
import { openRawPostgres } from '../peers/raw-postgres.ts';
import type { Store, StoreOfAll } from '../peers/store.ts';

/** The node in a process of its own on an empty database, and the official client. */
export async function openNode(stage: Stage): Promise<StoreOfAll & { readonly url: string }> {
  const node = await startNodeProcess(await stage.createDatabase());
  stage.atEnd(() => node.stop());
  return { ...(await kept(stage, openEventStore(node.url))), url: node.url };
}

/** The official client alone: what it does when answers cost nothing. */
export async function openCeiling(stage: Stage): Promise<StoreOfAll> {
  const server = await startCannedServer();
  stage.atEnd(() => server.stop());
  return kept(stage, openEventStore(server.url));
}

export async function openRaw(stage: Stage, connections: number): Promise<StoreOfAll> {
  return kept(stage, openRawPostgres(await stage.createDatabase(), connections));
}

/** The other event stores over PostgreSQL. */
export async function openOthers(
  stage: Stage,
  connections: number,
): Promise<Readonly<Record<string, Store>>> {
  return {
    emmett: await kept(stage, openEmmett(await stage.createDatabase(), connections)),
    'message-db': await kept(stage, openMessageDb(await stage.createDatabase(), connections)),
  };
}

/** A real EventStoreDB, when the environment names one. */
export async function openReal(stage: Stage): Promise<Readonly<Record<string, StoreOfAll>>> {
  const url = process.env['EVENTSTORE_URL'];
  return url === undefined ? {} : { 'real server': await kept(stage, openEventStore(url)) };
}

async function kept<Kept extends Store>(stage: Stage, opening: Promise<Kept>): Promise<Kept> {
  const store = await opening;
  stage.atEnd(() => store.close());
  return store;
}
