import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A node in a process of its own. */
export interface NodeProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it has said on stderr so far. */
  readonly log: () => string;
  /** Resolves to the exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Closes its stdin, as the death of its parent would. */
  closeStdin(): void;
  /** Ends it without a chance to tidy up. */
  kill(): Promise<void>;
  /** Ends it gracefully. */
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/**
 * Runs the node as its users do; rejects with what it said when it does not become ready. `environment` is added to ours.
 */
export async function startNodeProcess(
  database: string,
  port = 0,
  environment: Readonly<Record<string, string>> = {},
): Promise<NodeProcess> {
  const child = spawn(process.execPath, [MAIN, '--port', String(port), '--exit-with-parent'], {
    env: { ...process.env, ...environment, DATABASE_URL: database },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const ready = await Promise.race([readyLine(child), exited.then(() => undefined)]);
  const match = /^ready (esdb:\/\/127\.0\.0\.1:(\d+)\?tls=false)$/.exec(ready ?? '');
  if (match === null || child.pid === undefined) throw new Error(`The node did not become ready: ${log}`);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return {
    url: match[1] ?? '',
    port: Number(match[2]),
    pid: child.pid,
    log: () => log,
    exited,
    closeStdin: () => child.stdin.end(),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

async function readyLine(child: ChildProcess): Promise<string | undefined> {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface({ input: child.stdout })) return line;
  return undefined;
}
