import type { Logger } from 'pino';
import { logOccurrence } from './log-occurrence.ts';
import { runTimekeeper, type TimekeeperOptions } from './run-timekeeper.ts';

export interface TimekeeperServiceOptions extends Omit<TimekeeperOptions, 'signal'> {
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
}

/** A timekeeper at work, or standing by for the one that is. */
export interface RunningTimekeeper {
  /** The timekeeper has ended, after the act it was at; never throws. */
  stop(): Promise<void>;
}

/** Starts a timekeeper beside whatever else the process does; what it is given stays the caller's to close. */
export function startTimekeeper({ log, observe, ...options }: TimekeeperServiceOptions): RunningTimekeeper {
  const ending = new AbortController();
  const ended = runTimekeeper({
    ...options,
    signal: ending.signal,
    observe: (occurrence) => {
      logOccurrence(log, occurrence);
      observe?.(occurrence);
    },
  });
  return {
    async stop() {
      ending.abort();
      await ended;
    },
  };
}
