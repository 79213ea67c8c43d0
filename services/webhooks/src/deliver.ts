import { readChanges, TargetRefused, type WebhookEndpoint, type WebhookEndpoints } from '@ledger/api';
import type { ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import { compareInstants, epochMsOf, type Instant } from '@ledger/statutory-calendar';
import { Webhook } from 'standardwebhooks';
import type { ClaimedOrder, DeliveryQueue } from './delivery-queue.ts';
import { type PostOptions, post } from './post.ts';

export interface DeliveryOptions {
  readonly readModels: ReadModels;
  readonly endpoints: WebhookEndpoints;
  readonly queue: DeliveryQueue;
  readonly clock: () => Instant;
  readonly posting: PostOptions;
}

/** What became of an attempt. */
export type DeliveryOutcome = 'sent' | 'not-wanted' | 'failed' | 'parked' | 'gone';

/** The answer of an endpoint that wants nothing any more. */
const GONE = 410;

/**
 * Sends one change to its endpoint, and settles the order by the answer.
 *
 * Shape:   `sent` for an answer 2xx; `not-wanted` when the endpoint was removed or a replay has overtaken the order; `failed` when
 *          it will be tried again by itself; `parked` when it will not, and its file waits; `gone` for a 410.
 * Durable: an order that is neither sent nor given up is still in the queue, whatever is killed when.
 */
export async function deliver(order: ClaimedOrder, options: DeliveryOptions): Promise<DeliveryOutcome> {
  const { endpoints, queue } = options;
  const endpoint = await endpoints.find(order.endpoint);
  const message = endpoint === undefined ? undefined : await messageOf(order, endpoint, options);
  if (endpoint === undefined || endpoint.round !== order.round || message === undefined) {
    await queue.done(order);
    return 'not-wanted';
  }
  const reason =
    endpoint.state === 'gone' ? 'the endpoint is gone' : await attempt(endpoint, message, options);
  if (reason === undefined) {
    await queue.done(order);
    await endpoints.unpark(order.job);
    return 'sent';
  }
  const isGone = reason === `answered ${GONE}`;
  if (isGone) await endpoints.setGone(endpoint.id);
  if (order.isLast) await park(order, reason, options);
  await queue.failed(order, reason);
  if (isGone) return 'gone';
  return order.isLast ? 'parked' : 'failed';
}

interface Message {
  readonly id: string;
  readonly body: string;
}

/** The change as it may be read now: what was retracted since it was queued is not sent any more. */
async function messageOf(
  { position }: ClaimedOrder,
  { feed }: WebhookEndpoint,
  { readModels }: DeliveryOptions,
): Promise<Message | undefined> {
  const { changes } = await readChanges(readModels, feed, (position - 1) as Position, 1);
  const event = changes.find(({ recorded }) => recorded.position === position)?.event;
  // The same whenever it is sent, so that a receiver can tell that it has it.
  return event && { id: `${feed}-${position}`, body: JSON.stringify(event) };
}

/** Why the attempt failed, in words its owner may read; undefined when it did not. */
async function attempt(
  { url, secrets }: WebhookEndpoint,
  { id, body }: Message,
  { clock, posting }: DeliveryOptions,
): Promise<string | undefined> {
  const now = clock();
  const at = new Date(epochMsOf(now));
  const signing = secrets.filter(
    ({ until }) => until === undefined || compareInstants(now, until as Instant) <= 0,
  );
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'ledger-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signing.map(({ secret }) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
  try {
    const status = await post(new URL(url), headers, body, posting);
    return status >= 200 && status < 300 ? undefined : `answered ${status}`;
  } catch (error) {
    if (error instanceof TargetRefused) return `the address ${error.message}`;
    return error instanceof Error && error.name === 'TimeoutError'
      ? 'no answer in time'
      : 'cannot be reached';
  }
}

async function park(
  { endpoint, round, fileId, position, job, attempts }: ClaimedOrder,
  reason: string,
  { endpoints, clock }: DeliveryOptions,
): Promise<void> {
  await endpoints.park({
    endpoint,
    round,
    fileId,
    position,
    job,
    attempts: attempts + 1,
    reason,
    at: clock(),
  });
}
