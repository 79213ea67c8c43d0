import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNodeProcess } from '@ledger/embedded-node/testing';
import { connectEventLog, type EventLog, newestForm } from '@ledger/event-log';
import { migrate, openReadModels, type ReadModels } from '@ledger/projection-engine';
import { PROJECTIONS } from '@ledger/projector';
import type { Stage } from '../harness/stage.ts';

/** A ledger as it runs in production: node, projector and API in a process each, and a way for the bench into the store. */
export interface LedgerProcesses {
  readonly url: string;
  /** The services by what they are called, to ask the kernel about. */
  readonly pids: Readonly<Record<'node' | 'projector' | 'API', number>>;
  readonly eventLog: EventLog;
  readonly readModels: ReadModels;
}

const ROOT = new URL('../../../', import.meta.url);
const SILENT = { info: () => undefined, warn: () => undefined };
const START_MS = 30_000;
/** A service that has not ended by then is ended. */
const END_MS = 3_000;
const END_WITH_BENCH = new URL('../harness/end-with-bench.ts', import.meta.url).href;

/** Starts a ledger on empty databases of the stage, which also ends it. `settings` are added to the API's. */
export async function openLedgerProcesses(
  stage: Stage,
  settings: Readonly<Record<string, string>> = {},
): Promise<LedgerProcesses> {
  const node = await startNodeProcess(await stage.createDatabase());
  stage.atEnd(() => node.stop());
  const databaseUrl = await stage.createDatabase();
  await migrate(databaseUrl, PROJECTIONS);
  const environment = { DATABASE_URL: databaseUrl, EVENTSTORE_URL: node.url, LOG_LEVEL: 'error' };
  const projector = startService(stage, 'services/projector/src/main.ts', environment);
  const api = startService(stage, 'services/api/src/main.ts', {
    ...environment,
    PORT: '0',
    REQUESTS_PER_MINUTE: '1000000',
    DEVELOPMENT_TOKENS: 'accept',
    ...settings,
  });
  const url = await readyUrl(api);
  const eventLog = connectEventLog({
    url: node.url,
    wait: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => undefined),
    now: () => performance.now(),
    log: SILENT,
  });
  stage.atEnd(() => eventLog.close());
  const readModels = await openReadModels({ databaseUrl, projections: PROJECTIONS, newestForm });
  stage.atEnd(() => readModels.close());
  const pids = { node: node.pid, projector: projector.pid ?? 0, API: api.pid ?? 0 };
  return { url, pids, eventLog, readModels };
}

/** Resident memory of a process. Units: MB. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Processor time that a process has used so far, in its own code and in the kernel. Units: milliseconds. */
export async function processorMsOf(pid: number): Promise<number> {
  // proc(5): utime and stime, the 14th and 15th field, in hundredths of a second; the second, in brackets, may hold blanks.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Starts a service that ends with the stage, or with this process if that is killed. What NODE_OPTIONS asks for goes on to it. */
function startService(
  stage: Stage,
  path: string,
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', END_WITH_BENCH, path], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NODE_OPTIONS: process.env['NODE_OPTIONS'], ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  stage.atEnd(async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await exited;
    clearTimeout(patience);
  });
  return child;
}

async function readyUrl({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the API has no output');
  const said = (async () => {
    for await (const line of createInterface(stdout)) {
      const url = /^ready (http\S+)$/.exec(line)?.[1];
      if (url !== undefined) return url;
    }
    return undefined;
  })();
  const url = await Promise.race([said, sleep(START_MS, undefined, { ref: false })]);
  if (url === undefined) throw new Error('the API did not become ready');
  // Whatever it says later must not fill its pipe.
  stdout.resume();
  return url;
}
