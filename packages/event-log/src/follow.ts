import type { StorePosition } from '@ledger/schemas';
import type { Delivery } from './event-log.ts';
import { faultOf, mayBeUnknownPosition } from './faults.ts';
import { type StoreAccess, unknownPosition } from './page.ts';
import { EndlessPatience } from './patience.ts';
import { pageBehind } from './read.ts';
import { StoreError } from './store-error.ts';
import { Subscription } from './subscription.ts';
import { watch } from './watchdog.ts';

/** See {@link EventLog.follow}. */
export async function* follow(
  access: StoreAccess,
  after: StorePosition | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly Delivery[], void, undefined> {
  const patience = new EndlessPatience(access.options);
  const stop = AbortSignal.any([signal, access.connection.closing]);
  let position = after;
  let isLost = false;
  while (!stop.aborted) {
    try {
      for await (const batch of subscription(access, position, stop)) {
        if (isLost) access.options.log.info({}, 'following the event store again');
        isLost = false;
        position = lastPosition(batch) ?? position;
        patience.restore();
        yield batch;
      }
    } catch (error) {
      if (stop.aborted) break;
      throwIfHopeless(error, position);
      access.options.observe?.({ kind: 'subscription-lost' });
      // Once for an outage, however many attempts it takes.
      if (!isLost) {
        access.options.log.warn(
          { reason: reasonOf(error) },
          'the subscription to the event store is lost; taking it up again',
        );
      }
      isLost = true;
      await patience.another(stop);
    }
  }
  if (!signal.aborted) throw new StoreError('CLOSED', 'the event log was closed');
}

async function* subscription(
  access: StoreAccess,
  after: StorePosition | undefined,
  stop: AbortSignal,
): AsyncGenerator<readonly Delivery[], void, undefined> {
  // A store that lacks this position would confirm the subscription and then stay silent for ever.
  if (after !== undefined) await pageBehind(access, after, 1, stop);
  const live = new Subscription(access, access.connection.lease(), after);
  const onStop = (): void => live.end(new StoreError('CLOSED', 'nobody follows any more'));
  stop.addEventListener('abort', onStop, { once: true });
  access.options.observe?.({ kind: 'subscribed' });
  void watch(access, live);
  try {
    if (stop.aborted) onStop();
    for (;;) yield await live.take();
  } finally {
    stop.removeEventListener('abort', onStop);
    onStop();
  }
}

function throwIfHopeless(error: unknown, position: StorePosition | undefined): void {
  if (error instanceof StoreError) {
    if (error.code !== 'NODE_UNREACHABLE') throw error;
    return;
  }
  const fault = faultOf(error);
  if (position !== undefined && fault.kind === 'refused' && mayBeUnknownPosition(fault))
    throw unknownPosition(error);
  if (fault.kind === 'access-denied') {
    throw new StoreError('ACCESS_DENIED', 'the event store refuses to let its streams be followed', {
      cause: error,
    });
  }
  if (fault.kind === 'refused') {
    throw new StoreError('STORE_FAULT', 'the event store refused the subscription', { cause: error });
  }
}

function lastPosition(batch: readonly Delivery[]): StorePosition | undefined {
  const last = batch.findLast((delivery) => delivery.kind !== 'caught-up');
  switch (last?.kind) {
    case 'event':
      return last.event.storePosition;
    case 'unreadable':
      return last.unreadable.storePosition;
    case 'checkpoint':
      return last.storePosition;
    default:
      return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
