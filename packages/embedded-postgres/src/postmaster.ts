import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readIfThere } from './durable-file.ts';
import { EmbeddedPostgresError, systemCode } from './embedded-postgres-error.ts';

/** What a running server wrote about itself into its cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 10_000;
const POLL_MS = 20;

/** Reads postmaster.pid; undefined when there is none or the server is only just writing it. */
export async function readPostmaster(clusterDirectory: string): Promise<Postmaster | undefined> {
  const lines = (await readIfThere(join(clusterDirectory, 'postmaster.pid')))?.split('\n');
  const [pid, port] = [Number(lines?.[0]), Number(lines?.[3])];
  return Number.isSafeInteger(pid) && pid > 1 && Number.isSafeInteger(port) && port > 0
    ? { pid, port }
    : undefined;
}

/** Tells whether the process exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/**
 * Tells whether the process is a PostgreSQL that serves this cluster: a pid alone may have been given away
 * again, even to another PostgreSQL.
 */
export async function serves(pid: number, clusterDirectory: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if ((await programName(pid)) !== 'postgres') return false;
  // A postmaster works in its cluster. Where the kernel does not say, the name has to do.
  const workplace = await readlink(`/proc/${pid}/cwd`).catch(() => clusterDirectory);
  return workplace === clusterDirectory;
}

/** Tells whether any PostgreSQL works in this cluster; true where the kernel does not say. */
export async function somebodyWorksIn(clusterDirectory: string): Promise<boolean> {
  const processes = await readdir('/proc').catch(() => undefined);
  if (processes === undefined) return true;
  const numbers = processes.map(Number).filter(Number.isInteger);
  const found = await Promise.all(numbers.map((pid) => serves(pid, clusterDirectory)));
  return found.includes(true);
}

async function programName(pid: number): Promise<string | undefined> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
  if (name !== undefined) return name.trim();
  const listed = await promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => undefined);
  return listed === undefined ? undefined : basename(listed.stdout.trim());
}

/**
 * The process is gone: sessions are cut off, a checkpoint is written; a server that hangs is stopped without one.
 *
 * Errors:  `POSTGRES_DOES_NOT_STOP`.
 * Durable: what was committed stays committed either way.
 */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await gone(pid, FAST_STOP_MS)) return;
  signal(pid, 'SIGQUIT');
  if (await gone(pid, IMMEDIATE_STOP_MS)) return;
  throw new EmbeddedPostgresError(
    'POSTGRES_DOES_NOT_STOP',
    `PostgreSQL (process ${pid}) does not stop: look at the disk it waits for, then end it with kill -QUIT ${pid}.`,
  );
}

/** Waits until the process has ended; false when it still lives after `timeoutMs`. */
export async function gone(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += POLL_MS) {
    if (!isAlive(pid)) return true;
    await sleep(POLL_MS);
  }
  return !isAlive(pid);
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}
