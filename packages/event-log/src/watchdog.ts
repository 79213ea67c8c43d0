import { isLedgerStream } from './codec.ts';
import { ConnectionLost } from './faults.ts';
import type { StoreAccess } from './page.ts';
import { isBehind, pageBehind } from './read.ts';
import type { Subscription } from './subscription.ts';

const SILENCE_MS = 15_000;
const CONFIRMATION_MS = 5_000;
/** How much of the store is looked at: far more than a live subscription lets pass without a checkpoint. */
const LOOK_AHEAD_EVENTS = 500;
/** What was just written may be on its way. */
const GRACE_MS = 1_000;

/**
 * Ends the subscription when it is silent although the store holds more for it; an idle store is not sick.
 *
 * Returns when the subscription is over. Never throws.
 */
export async function watch(access: StoreAccess, subscription: Subscription): Promise<void> {
  const { now, wait, silenceMs = SILENCE_MS, attemptTimeoutMs = CONFIRMATION_MS } = access.options;
  await wait(attemptTimeoutMs, subscription.ended);
  if (!subscription.confirmed && !subscription.ended.aborted) {
    access.connection.giveUp(subscription.lease);
    subscription.end(new ConnectionLost('the subscription was never confirmed'));
  }
  while (!subscription.ended.aborted) {
    const heardAt = subscription.heardAt ?? now();
    const silentForMs = now() - heardAt;
    if (silentForMs < silenceMs) {
      await wait(silenceMs - silentForMs, subscription.ended);
    } else if (await isSick(access, subscription)) {
      access.options.observe?.({ kind: 'subscription-silent' });
      access.options.log.warn({ silentForMs }, 'the subscription is silent although the store holds more');
      access.connection.giveUp(subscription.lease);
      subscription.end(new ConnectionLost('the subscription was silent'));
    } else {
      await wait(silenceMs, subscription.ended);
    }
  }
}

async function isSick(access: StoreAccess, subscription: Subscription): Promise<boolean> {
  const { position } = subscription;
  try {
    const ahead = await pageBehind(access, position, LOOK_AHEAD_EVENTS, subscription.ended);
    const missed = ahead.find((record) => isLedgerStream(record.streamId)) ?? ahead[LOOK_AHEAD_EVENTS - 1];
    if (missed?.position === undefined) return false;
    await access.options.wait(Math.min(GRACE_MS, access.options.silenceMs ?? SILENCE_MS), subscription.ended);
    if (subscription.ended.aborted) return false;
    const reached = subscription.position;
    return reached === undefined || isBehind(missed.position, reached);
  } catch (error) {
    // The store cannot be asked, or has lost what it once had: either way this subscription has nothing to give.
    subscription.end(error);
    return false;
  }
}
