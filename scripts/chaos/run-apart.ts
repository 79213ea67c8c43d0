import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Verdict } from './report-text.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const UNSHARE = ['--mount', '--propagation', 'private'] as const;

/**
 * Runs a campaign in a process of its own, in a mount namespace of its own when asked: disks that it mounts vanish with it.
 *
 * Shape: the last line it prints is its verdict.
 */
export async function runApart(options: readonly string[], ownMounts: boolean): Promise<Verdict> {
  const command = [process.execPath, ...process.execArgv, MAIN, ...options];
  const [program = '', ...rest] = ownMounts ? ['unshare', ...UNSHARE, ...command] : command;
  const child = spawn(program, rest, { stdio: ['inherit', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [status, signal] = await once(child, 'close');
  const last = said.trim().split('\n').at(-1) ?? '';
  if (last.startsWith('{')) return JSON.parse(last) as Verdict;
  return { kind: 'broke', reason: `the run ended with ${signal ?? status}: ${said.slice(-500)}`, folder: '' };
}
