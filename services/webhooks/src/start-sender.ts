import { type Resolve, resolveBySystem, type TargetPolicy, WebhookEndpoints } from '@ledger/api';
import type { ReadModels } from '@ledger/projection-engine';
import type { Instant } from '@ledger/statutory-calendar';
import pg from 'pg';
import type { Logger } from 'pino';
import { DeliveryQueue, type RetryPolicy } from './delivery-queue.ts';
import { runSender, type SenderOccurrence } from './run-sender.ts';

export interface SenderServiceOptions {
  readonly databaseUrl: string;
  /** Stays the caller's to close, after the sender has stopped. */
  readonly readModels: ReadModels;
  readonly clock: () => Instant;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** Where webhooks may lead. Default `public`. */
  readonly targets?: TargetPolicy;
  readonly resolve?: Resolve;
  readonly retry?: RetryPolicy;
  readonly timeoutMs?: number;
  readonly lookMs?: number;
  readonly observe?: (occurrence: SenderOccurrence) => void;
}

/** A sender at work. */
export interface RunningSender {
  /** The sender has ended, after the deliveries that were under way; never throws. */
  stop(): Promise<void>;
}

/** Ten attempts over some nine hours; then the file waits for its owner. */
const RETRY: RetryPolicy = { limit: 9, firstPause: 30, longestPause: 3 * 3_600 };
const TIMEOUT_MS = 15_000;
const LOOK_MS = 1_000;

/**
 * Starts sending webhooks beside whatever else the process does.
 *
 * Errors: what PostgreSQL throws when the database cannot be reached; nothing is left open then.
 */
export async function startSender(options: SenderServiceOptions): Promise<RunningSender> {
  const { databaseUrl, readModels, clock, wait, log } = options;
  const database = new pg.Pool({
    connectionString: databaseUrl,
    max: 4,
    connectionTimeoutMillis: 5_000,
    application_name: 'ledger webhooks',
  });
  // A connection that breaks while nobody uses it is replaced at the next use.
  database.on('error', () => undefined);
  const queue = new DeliveryQueue(databaseUrl, options.retry ?? RETRY, (error) =>
    log.warn({ err: error }, 'the queue of webhooks was interrupted'),
  );
  const endpoints = new WebhookEndpoints(database);
  try {
    await endpoints.prepare();
    await queue.open();
  } catch (error) {
    await Promise.allSettled([queue.close(), database.end()]);
    throw error;
  }
  const ending = new AbortController();
  const ended = runSender({
    database,
    readModels,
    endpoints,
    queue,
    clock,
    wait,
    posting: {
      targets: options.targets ?? 'public',
      resolve: options.resolve ?? resolveBySystem,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    },
    lookMs: options.lookMs ?? LOOK_MS,
    signal: ending.signal,
    observe: (occurrence) => {
      logOccurrence(log, occurrence);
      options.observe?.(occurrence);
    },
  });
  return {
    async stop() {
      ending.abort();
      await ended;
      await Promise.allSettled([queue.close(), database.end()]);
    },
  };
}

function logOccurrence(log: SenderServiceOptions['log'], occurrence: SenderOccurrence): void {
  if (occurrence.kind === 'interrupted') {
    log.warn({ err: occurrence.error }, 'the sending of webhooks was interrupted; it goes on');
    return;
  }
  const { order, outcome } = occurrence;
  const { endpoint, fileId, position, attempts } = order;
  const told = { endpoint, fileId, position, attempt: attempts + 1, outcome };
  if (outcome === 'parked' || outcome === 'gone')
    log.warn(told, 'a webhook could not be delivered and waits for its owner');
  else log.debug(told, 'a webhook was attempted');
}
