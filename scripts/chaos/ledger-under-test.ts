import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { destroyPostgres, findPostgres } from '@ledger/embedded-postgres';

/** The processes that can be killed. */
export type Target = 'node' | 'postgres' | 'app';

/** A real `ledger up` in a process of its own, on a data directory of its own. */
export interface LedgerUnderTest {
  readonly url: string;
  /** `kill -9`; whoever answers for the process starts it again, for the app that is this object. */
  kill(target: Target): Promise<void>;
  /** Runs another command on the same data directory. Shape: what it printed. Errors: when it ends other than well. */
  run(...args: string[]): Promise<string>;
  /** Addresses as the instance publishes them for other processes. */
  addresses(): Promise<{ readonly databaseUrl: string; readonly eventStoreUrl: string }>;
  /** Ends as an operator ends it. */
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = ['--import', 'tsx', join(ROOT, 'services', 'cli', 'src', 'main.ts')];
const READY_MS = 60_000;
const LAST_LINES = 20;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** Starts an empty ledger; the port is chosen once and kept over restarts. */
export async function startLedger(
  dataDirectory: string,
  log: (line: string) => void,
): Promise<LedgerUnderTest> {
  let app = await spawnApp(dataDirectory, '0', log).catch(async (error: unknown) => {
    await stopLeftOver(dataDirectory);
    throw error;
  });
  const { url } = app;
  let stopped = false;
  return {
    url,
    kill: async (target) => {
      if (target !== 'app') {
        process.kill(await pidOf(target, dataDirectory, app.process.pid), 'SIGKILL');
        return;
      }
      await end(app.process, 'SIGKILL');
      app = await spawnApp(dataDirectory, new URL(url).port, log);
    },
    run: async (command, ...args) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [...PROGRAM, command ?? 'help', ...args, '--data', dataDirectory],
        { cwd: ROOT, maxBuffer: OUTPUT_BYTES_MAX },
      );
      return stdout;
    },
    addresses: async () => JSON.parse(await readFile(join(dataDirectory, 'instance.json'), 'utf8')),
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await end(app.process, 'SIGTERM');
      await stopLeftOver(dataDirectory);
    },
  };
}

/** An app that was killed, or did not come up, may have left its PostgreSQL running. */
async function stopLeftOver(dataDirectory: string): Promise<void> {
  const postgres = await findPostgres(postgresIn(dataDirectory));
  await postgres?.stop();
}

/** Nothing is left of a ledger that was stopped. */
export async function eraseLedger(dataDirectory: string): Promise<void> {
  await destroyPostgres(postgresIn(dataDirectory));
  await rm(dataDirectory, { recursive: true, force: true });
}

interface App {
  readonly process: ChildProcess;
  readonly url: string;
}

async function spawnApp(dataDirectory: string, port: string, log: (line: string) => void): Promise<App> {
  const child = spawn(
    process.execPath,
    [...PROGRAM, 'up', '--data', dataDirectory, '--port', port, '--empty'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    log(line);
  });
  try {
    return { process: child, url: await readyUrl(child) };
  } catch (cause) {
    await end(child, 'SIGKILL');
    throw new Error(`the ledger does not start; it said: ${said.slice(-LAST_LINES).join('\n')}`, { cause });
  }
}

function readyUrl(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the ledger was started without its output');
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the ledger is not ready after ${READY_MS} ms`)),
      READY_MS,
    );
    createInterface({ input: stdout })
      .on('line', (line) => {
        const url = /^ready (\S+)$/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      })
      .on('close', () => {
        clearTimeout(late);
        reject(new Error('the ledger ended before it was ready'));
      });
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function pidOf(
  target: 'node' | 'postgres',
  dataDirectory: string,
  app: number | undefined,
): Promise<number> {
  if (target === 'node') return await childOf(app, 'embedded-node');
  const postgres = await findPostgres(postgresIn(dataDirectory));
  if (postgres === undefined) throw new Error('no PostgreSQL runs');
  return postgres.pid;
}

function postgresIn(dataDirectory: string): { readonly dataDirectory: string } {
  return { dataDirectory: join(dataDirectory, 'postgres') };
}

/** The child of a process whose command line names this program. Errors: when there is none, as between two lives of it. */
async function childOf(parent: number | undefined, program: string): Promise<number> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const [status, commandLine] = await Promise.all(
      ['status', 'cmdline'].map((name) => readFile(`/proc/${entry}/${name}`, 'utf8').catch(() => '')),
    );
    const isChild = new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status ?? '');
    if (isChild && commandLine?.includes(program)) return Number(entry);
  }
  throw new Error(`no process of ${program} runs`);
}
