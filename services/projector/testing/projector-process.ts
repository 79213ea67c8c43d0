import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** The projector as a process of its own. */
export interface ProjectorProcess {
  readonly child: ChildProcess;
  /** What it logged, message by message. */
  readonly messages: readonly string[];
  readonly errors: readonly string[];
  /** Resolves when a message with that text has come, or one more of it than the given number. */
  said(text: string, times?: number): Promise<void>;
  /** Resolves with its exit code, null after a signal. */
  readonly exited: Promise<number | null>;
}

const ROOT = new URL('../../../', import.meta.url);

export function startProcess(environment: Readonly<Record<string, string>>): ProjectorProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'services/projector/src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const messages: string[] = [];
  const errors: string[] = [];
  createInterface(child.stdout).on('line', (line) =>
    messages.push((JSON.parse(line) as { msg: string }).msg),
  );
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  return {
    child,
    messages,
    errors,
    async said(text, times = 1) {
      while (messages.filter((message) => message.includes(text)).length < times) await sleep(20);
    },
    exited: once(child, 'close').then(([code]) => code as number | null),
  };
}
