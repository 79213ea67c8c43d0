import closeWithGrace from 'close-with-grace';

/** How long a stop may take before the process goes all the same; everything acknowledged is on disk by then. */
const STOP_MS = 15_000;

/** Resolves when this process was asked to stop, or failed, and `stop` has ended what it runs. */
export function untilStopped(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    closeWithGrace({ delay: STOP_MS }, async ({ err }) => {
      if (err !== undefined) process.stderr.write(`${err.stack ?? err.message}\n`);
      await stop();
      resolve();
    });
  });
}
