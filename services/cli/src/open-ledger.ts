import { setTimeout as sleep } from 'node:timers/promises';
import { connectEventLog, type EventLog, newestForm } from '@ledger/event-log';
import { openReadModels, type ReadModels } from '@ledger/projection-engine';
import { PROJECTIONS, startProjector } from '@ledger/projector';
import type { Position } from '@ledger/schemas';
import type { Instant } from '@ledger/statutory-calendar';
import type { Logger } from 'pino';
import { type Instance, openInstance } from './instance/index.ts';
import { EXIT, Failure } from './output/failure.ts';

/** A ledger that a command can work on, whether it was running or is run for the command alone. */
export interface Ledger {
  readonly instance: Instance;
  readonly eventLog: EventLog;
  readonly readModels: ReadModels;
  /** Waits until all that the store holds now is projected. Errors: `Failure` when it takes too long. */
  projected(): Promise<Position>;
  close(): Promise<void>;
}

export interface LedgerOptions {
  readonly dataDirectory: string;
  readonly purpose: 'serve' | 'command';
  readonly startedAt: Instant;
  readonly log: Logger;
  readonly databaseUrl?: string | undefined;
  readonly eventStoreUrl?: string | undefined;
}

const PROJECTED_MS = 120_000;

/**
 * Opens the ledger of a data directory: its running parts, or parts started for as long as the ledger is open.
 *
 * A projector runs in this process too; where another one is active it stands by.
 *
 * Errors: `EnvironmentFault`, and what the projector calls final.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { log } = options;
  const instance = await openInstance({ ...options, log: (line) => log.warn(line) });
  const opened: (() => Promise<void>)[] = [() => instance.stop()];
  const close = async (): Promise<void> => {
    for (const closeOne of opened.splice(0).toReversed()) await closeOne();
  };
  try {
    const eventLog = connectEventLog({
      url: instance.eventStoreUrl,
      wait: abortableWait,
      now: () => performance.now(),
      log,
    });
    opened.push(() => eventLog.close());
    const projector = await startProjector({
      databaseUrl: instance.databaseUrl,
      eventLog,
      log,
      wait: abortableWait,
    });
    opened.push(() => projector.stop());
    const readModels = await openReadModels({
      databaseUrl: instance.databaseUrl,
      projections: PROJECTIONS,
      newestForm,
    });
    opened.push(() => readModels.close());
    const projected = async (): Promise<Position> => {
      const head = await eventLog.head();
      if (head === undefined) return await readModels.position();
      const outcome = await Promise.race([readModels.waitFor(head.id, PROJECTED_MS), projector.failed]);
      if (outcome === 'timeout') {
        throw new Failure(
          EXIT.environment,
          'The projector does not keep up: look at ledger doctor, then try again.',
        );
      }
      return await readModels.position();
    };
    return { instance, eventLog, readModels, projected, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Resolves after so many milliseconds, or earlier when the signal aborts; never rejects. */
export async function abortableWait(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
