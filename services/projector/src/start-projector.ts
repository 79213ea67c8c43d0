import { availableParallelism } from 'node:os';
import type { EventLog } from '@ledger/event-log';
import { migrate, type ProjectorOccurrence, runProjector } from '@ledger/projection-engine';
import type { Logger } from 'pino';
import { logOccurrence } from './log-occurrence.ts';
import { PROJECTIONS } from './projections.ts';
import { READ_MODELS_MODULE, readModels } from './read-models.ts';
import { storeSource } from './store-source.ts';

export interface ProjectorServiceOptions {
  readonly databaseUrl: string;
  /** Stays the caller's to close, after the projector has stopped. */
  readonly eventLog: EventLog;
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** Resolves after so many milliseconds, or earlier when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly observe?: (occurrence: ProjectorOccurrence) => void;
}

/** A projector at work, or standing by for the one that is. */
export interface RunningProjector {
  /** Rejects when the projector ends for a fault that waiting does not cure; never resolves. */
  readonly failed: Promise<never>;
  /** The projector has ended, after the batch it was in; never throws. */
  stop(): Promise<void>;
}

/** More threads than that wait for PostgreSQL, not for a processor. */
const SHARDS_MAX = 4;

/**
 * Starts the projector of this ledger's read models beside whatever else the process does.
 *
 * The tables are there when this returns; rows may still have to be built, and another projector may be the active one.
 *
 * Errors: SCHEMA_AHEAD; what pg throws when the database cannot be reached.
 */
export async function startProjector(options: ProjectorServiceOptions): Promise<RunningProjector> {
  const { databaseUrl, eventLog, log, wait, observe } = options;
  await migrate(databaseUrl, PROJECTIONS);
  const ending = new AbortController();
  const ended = runProjector({
    ...readModels,
    databaseUrl,
    shards: { count: Math.min(availableParallelism(), SHARDS_MAX), module: READ_MODELS_MODULE },
    source: storeSource(eventLog),
    signal: ending.signal,
    wait,
    observe: (occurrence) => {
      logOccurrence(log, occurrence);
      observe?.(occurrence);
    },
  });
  const { promise: failed, reject } = Promise.withResolvers<never>();
  // Whoever does not wait for the failure is told by the log.
  failed.catch((error: unknown) => log.error({ err: error }, 'the projector has stopped'));
  ended.catch(reject);
  return {
    failed,
    async stop() {
      ending.abort();
      await ended.catch(() => undefined);
    },
  };
}
