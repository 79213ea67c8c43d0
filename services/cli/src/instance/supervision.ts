import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, createBackoff } from './backoff.ts';

/** A running process that the instance answers for. */
export interface Part {
  /** Resolves with how it ended, when it ends. Never rejects. */
  readonly ended: Promise<string>;
  /** It has ended; a second call changes nothing. */
  stop(): Promise<void>;
}

/** A part that is kept alive until stopped. */
export interface Supervision {
  /** The part has ended and is not started again; a second call changes nothing. */
  stop(): Promise<void>;
}

/** What to keep alive, and how to get the next one when it dies. */
export interface Supervised {
  readonly name: string;
  readonly first: Part;
  restart(): Promise<Part>;
  /** How long to wait before each start; by itself longer each time the part dies young. */
  readonly backoff?: Backoff;
  log(line: string): void;
}

/** Starts a part again whenever it dies, waiting longer each time it dies young; a restart that fails is tried again. */
export function supervise({ name, first, restart, log, backoff = createBackoff() }: Supervised): Supervision {
  const stopping = new AbortController();
  let part: Part | undefined = first;

  const watch = async () => {
    while (!stopping.signal.aborted) {
      const born = performance.now();
      const end = part === undefined ? undefined : await part.ended;
      if (stopping.signal.aborted) return;
      const pause = backoff.pauseAfter(performance.now() - born);
      if (end !== undefined) log(`${name} ended (${end}); starting it again in ${pause} ms`);
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      part = await restart().catch((error: unknown) => {
        log(`${name} does not start: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      });
      if (part !== undefined) log(`${name} runs again`);
    }
  };
  const watching = watch();

  return {
    stop: async () => {
      stopping.abort();
      await part?.stop();
      await watching;
      // A start that was under way while we stopped.
      await part?.stop();
    },
  };
}
