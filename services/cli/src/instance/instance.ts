import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, isFree, makeFolder, portOf } from '@ledger/embedded-postgres';
import { EnvironmentFault, environmentFaultIn, inDataDirectory } from './environment-fault.ts';
import { startNodePart } from './node-part.ts';
import { joinInstance, type Ownership, readRecord, takeOwnership } from './ownership.ts';
import { startPostgresPart } from './postgres-part.ts';
import { type Supervision, supervise } from './supervision.ts';

/** What an instance is asked for. */
export interface InstanceOptions {
  /** Where the embedded parts keep everything; made when it is not there. */
  readonly dataDirectory: string;
  /** `serve` wants the directory for itself; `command` joins whoever has it, and lets others join. */
  readonly purpose: 'serve' | 'command';
  /** One line for the operator: starts again, moves, waits. */
  readonly log: (line: string) => void;
  /** RFC 3339, for the record others read. */
  readonly startedAt: string;
  /** A PostgreSQL of one's own instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** An EventStoreDB of one's own instead of the embedded node. */
  readonly eventStoreUrl?: string | undefined;
}

/** A database and an event store that answer. */
export interface Instance {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  /** `owner` runs embedded parts and keeps them alive; `guest` runs nothing. */
  readonly role: 'owner' | 'guest';
  /** What the owner started has ended; commands that joined a command are waited for. A second call changes nothing. */
  stop(): Promise<void>;
}

interface Addresses {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
}

/** Addresses of the database for read models and of the one where the embedded node keeps its events. */
interface Databases {
  readonly ledger: string;
  readonly store: string;
}

const LEDGER_DATABASE = 'ledger';
const STORE_DATABASE = 'store';
/** A node whose owner was killed needs a moment to notice and to free its port. */
const FORMER_NODE_MS = 10_000;
const POLL_MS = 50;

/**
 * Gives a database and an event store: running ones of the same directory, given ones, or embedded ones started now.
 *
 * Shape:   a dead part is started again at the same address until `stop`; a left-over PostgreSQL is adopted.
 * Errors:  `EnvironmentFault`; for `serve` also `INSTANCE_RUNNING` when another process has the directory.
 * Durable: killing this process, or any part, at any moment loses nothing that was acknowledged.
 */
export async function openInstance(options: InstanceOptions): Promise<Instance> {
  const { databaseUrl, eventStoreUrl } = options;
  if (databaseUrl !== undefined && eventStoreUrl !== undefined) {
    return { databaseUrl, eventStoreUrl, role: 'guest', stop: async () => undefined };
  }
  try {
    const dataDirectory = await inDataDirectory(options.dataDirectory, async () => {
      await makeFolder(options.dataDirectory);
      return await realpath(options.dataDirectory);
    });
    return await inDataDirectory(dataDirectory, () => ownOrJoin({ ...options, dataDirectory }));
  } catch (error) {
    throw environmentFaultIn(error) ?? error;
  }
}

async function ownOrJoin(options: InstanceOptions): Promise<Instance> {
  for (;;) {
    const ownership = await takeOwnership(options.dataDirectory);
    if (ownership !== undefined) return await own(options, ownership);
    if (options.purpose === 'serve') throw await alreadyRunning(options.dataDirectory);
    const visit = await joinInstance(options.dataDirectory);
    if (visit === undefined) continue;
    return {
      databaseUrl: options.databaseUrl ?? visit.record.databaseUrl,
      eventStoreUrl: options.eventStoreUrl ?? visit.record.eventStoreUrl,
      role: 'guest',
      stop: async () => visit.leave(),
    };
  }
}

async function own(options: InstanceOptions, ownership: Ownership): Promise<Instance> {
  const supervisions: Supervision[] = [];
  const stopParts = async () => {
    for (const supervision of supervisions.toReversed()) await supervision.stop();
    ownership.release();
  };
  try {
    const addresses = await startParts(options, supervisions);
    await ownership.publish({ pid: process.pid, startedAt: options.startedAt, ...addresses });
    const stop = once(async () => {
      await ownership.retract();
      if (options.purpose === 'command') await ownership.guestsGone();
      await stopParts();
    });
    return { ...addresses, role: 'owner', stop };
  } catch (error) {
    await stopParts();
    throw error;
  }
}

/** PostgreSQL first: the node keeps its events there. */
async function startParts(options: InstanceOptions, supervisions: Supervision[]): Promise<Addresses> {
  const given = options.databaseUrl;
  const databases =
    given === undefined ? await startDatabases(options, supervisions) : { ledger: given, store: given };
  const eventStoreUrl =
    options.eventStoreUrl ?? (await startEventStore(options, databases.store, supervisions));
  return { databaseUrl: databases.ledger, eventStoreUrl };
}

async function startDatabases(
  { dataDirectory, log }: InstanceOptions,
  supervisions: Supervision[],
): Promise<Databases> {
  const folder = join(dataDirectory, 'postgres');
  const first = await startPostgresPart(folder, log);
  const { postgres } = first;
  if (postgres.adopted)
    log(`adopted the PostgreSQL that was left running (process ${postgres.pid}, port ${postgres.port})`);
  const restart = () => startPostgresPart(folder, log, postgres.port);
  supervisions.push(supervise({ name: 'PostgreSQL', first, restart, log }));
  for (const name of [LEDGER_DATABASE, STORE_DATABASE]) await postgres.createDatabase(name);
  return { ledger: postgres.url(LEDGER_DATABASE), store: postgres.url(STORE_DATABASE) };
}

async function startEventStore(
  { dataDirectory, log }: InstanceOptions,
  databaseUrl: string,
  supervisions: Supervision[],
): Promise<string> {
  const port = await portOfNode(dataDirectory);
  const restart = () => startNodePart({ dataDirectory, port, databaseUrl });
  const first = await restart();
  supervisions.push(supervise({ name: 'the embedded event store', first, restart, log }));
  return first.url;
}

/** The directory's own port, waiting a while for a node of a killed owner to free it. */
async function portOfNode(dataDirectory: string): Promise<number> {
  const key = `${dataDirectory} event store`;
  const own = portOf(key);
  for (let waited = 0; waited < FORMER_NODE_MS && !(await isFree(own)); waited += POLL_MS)
    await sleep(POLL_MS);
  return await freePort(key, own);
}

async function alreadyRunning(dataDirectory: string): Promise<EnvironmentFault> {
  const record = await readRecord(dataDirectory);
  const who = record === undefined ? 'another process' : `process ${record.pid} since ${record.startedAt}`;
  return new EnvironmentFault(
    'INSTANCE_RUNNING',
    `The ledger in ${dataDirectory} is in use by ${who}: stop that one first, or choose another directory with --data.`,
  );
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
