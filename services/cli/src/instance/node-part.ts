import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { EnvironmentFault } from './environment-fault.ts';
import type { Part } from './supervision.ts';

/** The embedded event store as a part. */
export interface NodePart extends Part {
  readonly url: string;
  readonly pid: number;
}

/** What the node is told. */
export interface NodeOptions {
  readonly dataDirectory: string;
  readonly port: number;
  /** Where it keeps its events: in a schema of its own. */
  readonly databaseUrl: string;
}

const READY_MS = 60_000;
const STOP_MS = 10_000;
const LOG_BYTES_MAX = 8 * 1024 * 1024;

/**
 * The embedded node runs as a child process and answers; it ends when we end, however we end.
 *
 * Errors: `EVENT_STORE_DOES_NOT_START`; what it says is in node.log in the data directory.
 */
export async function startNodePart(options: NodeOptions): Promise<NodePart> {
  const program = join(dirname(createRequire(import.meta.url).resolve('@ledger/embedded-node')), 'main.ts');
  const logFile = join(options.dataDirectory, 'node.log');
  await keepLogSmall(logFile);
  const log = await open(logFile, 'a', 0o600);
  const child = spawn(process.execPath, [program, '--port', String(options.port), '--exit-with-parent'], {
    // The address holds a password, which the list of processes must not show.
    env: { ...process.env, DATABASE_URL: options.databaseUrl },
    // It ends when its standard input does: even kill -9 of this process closes that.
    stdio: ['pipe', 'pipe', log.fd],
    // A terminal's Ctrl-C reaches us alone, and we stop our parts in our own order.
    detached: true,
  }).on('error', () => undefined);
  await log.close();
  const ended = endOf(child);
  const url = await Promise.race([readyUrl(child), ended.then(() => undefined)]);
  if (url === undefined || child.pid === undefined) {
    await stopChild(child, ended);
    throw new EnvironmentFault(
      'EVENT_STORE_DOES_NOT_START',
      `The embedded event store does not start (${await ended}${await lastWords(logFile)}); its log is ${logFile}.`,
    );
  }
  return { url, pid: child.pid, ended, stop: () => stopChild(child, ended) };
}

/** The address in the line `ready esdb://…`, or undefined when it does not come in time. */
function readyUrl(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(undefined), READY_MS);
    if (child.stdout === null) return resolve(undefined);
    // Reading on after the first line keeps the pipe empty.
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('ready ')) return;
      clearTimeout(late);
      resolve(line.slice('ready '.length).trim());
    });
    child.once('close', () => clearTimeout(late));
  });
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.stdin?.end();
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(late);
}

async function lastWords(logFile: string): Promise<string> {
  const line = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').at(-1);
  return line ? `, ${line.replace(/\.$/, '')}` : '';
}

async function keepLogSmall(logFile: string): Promise<void> {
  const found = await stat(logFile).catch(() => undefined);
  if (found !== undefined && found.size > LOG_BYTES_MAX) await rename(logFile, `${logFile}.1`);
}
