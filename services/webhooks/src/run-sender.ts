import type { WebhookEndpoints } from '@ledger/api';
import type { ReadModels } from '@ledger/projection-engine';
import type { Pool } from 'pg';
import { type DeliveryOptions, type DeliveryOutcome, deliver } from './deliver.ts';
import type { ClaimedOrder, DeliveryQueue } from './delivery-queue.ts';
import { queueNextChanges } from './queue-changes.ts';

/** Deliveries under way at once. */
const AT_ONCE = 32;

export interface SenderOptions extends DeliveryOptions {
  readonly database: Pool;
  readonly readModels: ReadModels;
  readonly endpoints: WebhookEndpoints;
  readonly queue: DeliveryQueue;
  /** How often to look when nothing has announced itself: for retries that are due, and for what owners asked to resume. */
  readonly lookMs: number;
  /** Resolves after so many milliseconds, or earlier when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly observe: (occurrence: SenderOccurrence) => void;
}

export type SenderOccurrence =
  | { readonly kind: 'settled'; readonly order: ClaimedOrder; readonly outcome: DeliveryOutcome }
  | { readonly kind: 'interrupted'; readonly error: unknown };

/**
 * Queues what the feeds bring for every endpoint and sends what is queued, until the signal aborts; never rejects.
 *
 * Any number of senders may run at once: an endpoint is queued for by one at a time, and an order is claimed by one.
 */
export async function runSender(options: SenderOptions): Promise<void> {
  const { readModels, lookMs, wait, signal, observe } = options;
  let wake = new AbortController();
  const ring = () => wake.abort();
  const stopListening = readModels.onAdvance(ring);
  signal.addEventListener('abort', ring, { once: true });
  try {
    while (!signal.aborted) {
      wake = new AbortController();
      try {
        await queueAll(options);
        await takeUpResumed(options);
        if (await sendSome(options)) continue;
        await dropUnwanted(options);
      } catch (error) {
        // Nothing is lost: what was not committed is done again.
        observe({ kind: 'interrupted', error });
        await wait(lookMs, signal);
      }
      await wait(lookMs, wake.signal);
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', ring);
  }
}

async function queueAll(options: SenderOptions): Promise<void> {
  const { endpoints, readModels, signal } = options;
  for (const id of await endpoints.behind(await readModels.position())) {
    while (!signal.aborted && (await queueNextChanges(id, options)));
  }
}

async function takeUpResumed({ endpoints, queue }: SenderOptions): Promise<void> {
  for (const { job } of await endpoints.toResume()) {
    await queue.takeUp(job);
    await endpoints.resumed(job);
  }
}

/** Drops what waits behind a failed order of an endpoint that was removed or is replayed: nobody will ever take it up. */
async function dropUnwanted({ endpoints, queue }: SenderOptions): Promise<void> {
  for (const lane of await queue.blockedLanes()) {
    const endpoint = await endpoints.find(lane.endpoint);
    if (endpoint?.round !== lane.round) await queue.drop(lane);
  }
}

/** Sends what may be sent now. Shape: true when something was. */
async function sendSome(options: SenderOptions): Promise<boolean> {
  const orders = await options.queue.claim(AT_ONCE);
  const settled = await Promise.allSettled(
    orders.map(async (order) => {
      const outcome = await deliver(order, options);
      options.observe({ kind: 'settled', order, outcome });
    }),
  );
  const failure = settled.find((one) => one.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return orders.length > 0;
}
