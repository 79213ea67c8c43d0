import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('canned-server.process.ts', import.meta.url));

/** A server of canned answers in a process of its own, as the node has one. */
export interface CannedServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it. Errors: when it ends before it is ready; what it said is on stderr. */
export async function startCannedServer(): Promise<CannedServer> {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    return {
      url,
      stop: async () => {
        child.stdin.end();
        await ended;
      },
    };
  }
  throw new Error('the canned server ended before it was ready');
}
