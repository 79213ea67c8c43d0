import { access, constants, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { binariesFor, findBinaries } from './binaries.ts';
import { accountOf, ensureCluster } from './cluster.ts';
import { answers, createDatabase, urlOf } from './connection.ts';
import { onDirectory } from './embedded-postgres-error.ts';
import { foundHome, type Home, isInside, ownPlace, ROOT_KEEPS_IN, readHome, rememberPort } from './home.ts';
import { withLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import { type Postmaster, readPostmaster, serves, stopPostmaster } from './postmaster.ts';
import { launchServer, runningServer } from './server.ts';

/** A PostgreSQL that answers on 127.0.0.1. It outlives the process that started it, until stopped. */
export interface RunningPostgres {
  readonly port: number;
  readonly pid: number;
  /** True when it ran already, left over by a process that was killed or started by another one. */
  readonly adopted: boolean;
  /** Address of a database, with the password in it: not for logs. */
  url(database: string): string;
  /** The database exists; one that is there already is left as it is. */
  createDatabase(name: string): Promise<void>;
  /** Tells whether it still serves this data directory; never throws for a server that is down. */
  alive(): Promise<boolean>;
  /** It has ended, by a fast shutdown; a second call changes nothing. Errors: `POSTGRES_DOES_NOT_STOP`. */
  stop(): Promise<void>;
}

/** Which data directory, and where one-line remarks for the operator go. */
export interface PostgresOptions {
  readonly dataDirectory: string;
  readonly log: (line: string) => void;
}

/**
 * Runs PostgreSQL 18 on a data directory: a running server is adopted, a cluster is made when there is none.
 *
 * Shape:   the port of the last start is kept when it is free; concurrent calls share one server.
 * Errors:  every `EmbeddedPostgresErrorCode` but `POSTGRES_DOES_NOT_STOP`.
 * Durable: fsync and synchronous_commit are on; what a client saw committed survives a kill of anything.
 */
export async function startPostgres({ dataDirectory, log }: PostgresOptions): Promise<RunningPostgres> {
  await onDirectory(dataDirectory, async () => {
    await makeFolder(dataDirectory);
    await access(dataDirectory, constants.R_OK | constants.W_OK | constants.X_OK);
  });
  return await onDirectory(dataDirectory, () =>
    withLock(join(dataDirectory, 'start.lock'), async () => {
      const home = (await readHome(dataDirectory)) ?? (await newHome(dataDirectory, log));
      const found = await runningServer(home);
      if (found !== undefined) {
        await rememberPort(home, found.port);
        return running(home, found, true);
      }
      const account = await accountOf(home);
      const binaries = await binariesFor(account, await findBinaries(), ROOT_KEEPS_IN);
      await ensureCluster(home, binaries, account);
      const started = await launchServer(home, binaries, account);
      await rememberPort(home, started.port);
      return running(home, started, false);
    }),
  );
}

/**
 * Finds the server that runs on a data directory, without starting anything.
 *
 * Shape:  undefined when none runs or the directory holds no cluster.
 * Errors: `POSTGRES_CLUSTER_LOST`, `POSTGRES_CLUSTER_CLAIMED_TWICE`, `POSTGRES_PASSWORD_REFUSED`, `POSTGRES_DIRECTORY_UNWRITABLE`.
 */
export async function findPostgres(options: {
  readonly dataDirectory: string;
}): Promise<RunningPostgres | undefined> {
  const home = await readHome(options.dataDirectory);
  if (home === undefined) return undefined;
  const found = await runningServer(home);
  return found === undefined ? undefined : running(home, found, true);
}

/** Nothing of this PostgreSQL is left, neither process nor data. Made for tests and for leaving no traces. */
export async function destroyPostgres(options: { readonly dataDirectory: string }): Promise<void> {
  const home = await readHome(options.dataDirectory);
  if (home !== undefined) {
    await stopWhateverRuns(home.clusterDirectory);
    const place = ownPlace(home);
    if (place !== undefined) await rm(place, { recursive: true, force: true });
  }
  await rm(options.dataDirectory, { recursive: true, force: true });
}

async function newHome(dataDirectory: string, log: (line: string) => void): Promise<Home> {
  const { home, homeless } = await foundHome(dataDirectory);
  for (const cluster of homeless) {
    await stopWhateverRuns(cluster);
    log(
      `An earlier ${home.dataDirectory} was removed; its cluster is kept in ${cluster} until you delete it.`,
    );
  }
  if (!isInside(home)) {
    log(
      `The user nobody cannot enter ${home.dataDirectory}; PostgreSQL, which must not run as root, keeps its cluster in ${home.clusterDirectory}.`,
    );
  }
  return home;
}

async function stopWhateverRuns(clusterDirectory: string): Promise<void> {
  const postmaster = await readPostmaster(clusterDirectory);
  if (postmaster !== undefined && (await serves(postmaster.pid, clusterDirectory)))
    await stopPostmaster(postmaster.pid);
}

function running(home: Home, postmaster: Postmaster, adopted: boolean): RunningPostgres {
  return {
    port: postmaster.port,
    pid: postmaster.pid,
    adopted,
    url: (database) => urlOf(home, postmaster.port, database),
    createDatabase: (name) => createDatabase(home, postmaster.port, name),
    alive: () => answers(home, postmaster.port),
    stop: async () => {
      // The number may be a stranger's by now.
      const now = await readPostmaster(home.clusterDirectory);
      if (now?.pid === postmaster.pid && (await serves(now.pid, home.clusterDirectory)))
        await stopPostmaster(now.pid);
    },
  };
}
