import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { EnvironmentFault } from './environment-fault.mjs';

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Ctrl-C arrives twice below npm, once from the terminal and once from npm; it is meant once. */
const SAME_SIGNAL_MS = 1000;
const LOOK_EVERY_MS = 250;

/**
 * Runs a program in our place and gives the exit code it ends with (128 + number when by a signal).
 *
 * It has a session of its own, so that each signal reaches it once, through us; and a channel to us
 * that closes when we are killed, so that it can end as well.
 */
export function runThrough(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    let last = 0;
    const tell = (signal) => {
      const now = Date.now();
      if (now - last > SAME_SIGNAL_MS) child.kill(signal);
      last = now;
    };
    for (const signal of PASSED_ON) process.on(signal, () => tell(signal));
    whenNpmIsGone(() => tell('SIGTERM'));
    child.once('error', (error) =>
      reject(
        new EnvironmentFault(
          `${command} does not run on this machine (${error.message}): install Node 24 and run the command again.`,
        ),
      ),
    );
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** npm runs us through a shell, and a signal to npm may end that shell without reaching us. */
function whenNpmIsGone(tell) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    tell();
  }, LOOK_EVERY_MS);
  looking.unref();
}
