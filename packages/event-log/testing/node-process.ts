import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** An embedded node in a process of its own, so that it can be killed as a machine would kill it. */
export interface NodeProcess {
  readonly url: string;
  /** `kill -9`, and the process is gone. */
  kill(): Promise<void>;
  /** A new process on the same port and database answers. */
  restart(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.resolve('@ledger/embedded-node')));

/** Starts a node on this database; the port is chosen once and kept. */
export async function startNodeProcess(database: string): Promise<NodeProcess> {
  let running = await spawnNode(database, '0');
  const { url } = running;
  return {
    url,
    kill: async () => {
      if (running.process.exitCode !== null || running.process.signalCode !== null) return;
      const gone = once(running.process, 'exit');
      running.process.kill('SIGKILL');
      await gone;
    },
    restart: async () => {
      running = await spawnNode(database, new URL(url).port);
    },
  };
}

async function spawnNode(database: string, port: string): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [MAIN, '--port', port, '--exit-with-parent'], {
    env: { ...process.env, DATABASE_URL: database },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { process: child, url };
  }
  throw new Error('the node ended before it was ready');
}
