import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import { lastLine } from './cluster.ts';
import { answers } from './connection.ts';
import { readIfThere } from './durable-file.ts';
import { EmbeddedPostgresError, onDirectory } from './embedded-postgres-error.ts';
import type { Home } from './home.ts';
import { freePort } from './port.ts';
import { type Postmaster, readPostmaster, serves, somebodyWorksIn } from './postmaster.ts';

/** Two cores, one application, nothing lost: durability is never traded for speed here. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
  max_wal_size: '1GB',
  max_parallel_workers_per_gather: '1',
  jit: 'off',
  timezone: 'Asia/Shanghai',
  log_timezone: 'Asia/Shanghai',
  lc_messages: 'C',
  log_checkpoints: 'off',
};

const ATTEMPTS = 40;
const PAUSE_MS = 250;
/** Recovery after a crash replays at most max_wal_size; minutes even on a slow disk. */
const PATIENCE_MS = 300_000;
const POLL_MS = 25;
const LOG_BYTES_MAX = 8 * 1024 * 1024;

type Outcome = { readonly running: Postmaster } | { readonly refusal: string };

/**
 * Finds the server that runs on this home's cluster, waiting for one that is still starting.
 *
 * Shape:  undefined when none runs; a pid file whose process is not PostgreSQL is then removed.
 * Errors: `POSTGRES_PASSWORD_REFUSED`.
 */
export async function runningServer(home: Home): Promise<Postmaster | undefined> {
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    const postmaster = await readPostmaster(home.clusterDirectory);
    if (postmaster === undefined) return undefined;
    if (!(await serves(postmaster.pid, home.clusterDirectory))) return await forgetStranger(home, postmaster);
    if (await answers(home, postmaster.port)) return postmaster;
    await sleep(PAUSE_MS);
  }
  throw doesNotStart(home, 'the server that runs already does not answer');
}

/**
 * Starts a server and returns when it answers; it outlives this process.
 *
 * Errors: `POSTGRES_DOES_NOT_START`, `POSTGRES_DISK_REFUSED`, `POSTGRES_DIRECTORY_UNWRITABLE`, `POSTGRES_PASSWORD_REFUSED`.
 */
export async function launchServer(home: Home, binaries: Binaries, account: Account): Promise<Postmaster> {
  let preferred = home.port;
  let refusal = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await freePort(home.clusterDirectory, preferred);
    const outcome = await launchOn(port, home, binaries, account);
    if ('running' in outcome) return outcome.running;
    refusal = outcome.refusal;
    if (refusal.includes('No space left on device')) break;
    if (refusal.includes('Address already in use')) preferred = undefined;
    else if (refusal.includes('"postmaster.pid" is empty')) await forgetEmptyLock(home);
    // Left-over sessions of a killed server hold its memory until they notice, within a second or so.
    else if (!/shared memory block|lock file .* already exists/.test(refusal)) break;
    await sleep(PAUSE_MS);
  }
  throw doesNotStart(home, refusal);
}

async function launchOn(port: number, home: Home, binaries: Binaries, account: Account): Promise<Outcome> {
  const logFile = join(home.dataDirectory, 'postgres.log');
  const { child, logged } = await onDirectory(home.dataDirectory, async () => {
    await keepLogSmall(logFile);
    const log = await open(logFile, 'a', 0o600);
    try {
      const logged = (await log.stat()).size;
      const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]);
      const child = spawn(program(binaries, 'postgres'), ['-D', home.clusterDirectory, ...settings], {
        ...account,
        cwd: '/',
        env: { LC_ALL: 'C' },
        stdio: ['ignore', log.fd, log.fd],
        // A session of its own: a terminal's Ctrl-C reaches us, and we stop PostgreSQL in our own order.
        detached: true,
      });
      return { child, logged };
    } finally {
      await log.close();
    }
  });
  child.unref();
  if (await answersBeforeItEnds(child, home, port)) {
    const running = await readPostmaster(home.clusterDirectory);
    if (running !== undefined) return { running };
  }
  return { refusal: (await readFile(logFile)).subarray(logged).toString() };
}

async function answersBeforeItEnds(child: ChildProcess, home: Home, port: number): Promise<boolean> {
  let ended = false;
  for (const event of ['exit', 'error']) {
    child.once(event, () => {
      ended = true;
    });
  }
  for (let waited = 0; waited < PATIENCE_MS && !ended; waited += POLL_MS) {
    if (await answers(home, port)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/**
 * A pid file may name a process that got the number later. PostgreSQL clears up after a dead number
 * itself, checking for sessions left behind; a living stranger's number it would respect for ever.
 */
async function forgetStranger(home: Home, stranger: Postmaster): Promise<undefined> {
  const seen = await readPostmaster(home.clusterDirectory);
  if (seen?.pid === stranger.pid) await rm(join(home.clusterDirectory, 'postmaster.pid'), { force: true });
  return undefined;
}

/**
 * A server that was cut off while it wrote its pid file leaves an empty one, which PostgreSQL respects for ever: it goes, unless a server works
 * in the cluster that is only just writing it. A postmaster works in its cluster before it makes the file.
 */
async function forgetEmptyLock({ clusterDirectory }: Home): Promise<void> {
  const lock = join(clusterDirectory, 'postmaster.pid');
  if (await somebodyWorksIn(clusterDirectory)) return;
  if ((await readIfThere(lock)) === '') await rm(lock, { force: true });
}

async function keepLogSmall(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_BYTES_MAX) await rename(logFile, `${logFile}.1`);
}

function doesNotStart(home: Home, reason: string): EmbeddedPostgresError {
  if (reason.includes('No space left on device')) {
    return new EmbeddedPostgresError(
      'POSTGRES_DISK_REFUSED',
      `The disk below ${home.clusterDirectory} is full: make room and start again; nothing committed is lost.`,
    );
  }
  return new EmbeddedPostgresError(
    'POSTGRES_DOES_NOT_START',
    `PostgreSQL does not start on ${home.clusterDirectory} (${faultIn(reason)}): the whole story is in ${join(home.dataDirectory, 'postgres.log')}.`,
  );
}

/** The line that names the fault; those after it only say that the server goes down, some before it only that it turned our questions away. */
function faultIn(said: string): string {
  const faults = [...said.matchAll(/(?:FATAL|PANIC): +(.*)/g)].map(([, words]) => words ?? '');
  return faults.find((words) => !words.startsWith('the database system is ')) ?? lastLine(said);
}
