import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const CHECKOUT = dirname(dirname(import.meta.dirname));

const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The user, or whoever runs us, wants no more checks. */
export class Interrupted extends Error {
  readonly exitCode: number;
  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs a program of node_modules/.bin in the checkout, on this Node, with its output as ours; tells whether it succeeded.
 *
 * Errors: `Interrupted` when a signal to this process ended the program, to whom it is passed on.
 */
export function runProgram(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  const path = [join(CHECKOUT, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(
    delimiter,
  );
  const child = spawn(name, args, {
    cwd: CHECKOUT,
    env: { ...process.env, ...env, PATH: path },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let interruption: NodeJS.Signals | undefined;
  const passOn = (signal: NodeJS.Signals) => {
    interruption = signal;
    child.kill(signal);
  };
  for (const signal of INTERRUPTIONS) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    const over = (ok: boolean) => {
      for (const signal of INTERRUPTIONS) process.off(signal, passOn);
      if (interruption === undefined) resolve(ok);
      else reject(new Interrupted(interruption));
    };
    child.once('error', (error) => {
      console.error(error.message);
      over(false);
    });
    child.once('close', (code) => over(code === 0));
  });
}
