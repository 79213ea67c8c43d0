import { epochMsOf, type Instant, instantOfEpochMs } from '@ledger/statutory-calendar';

/**
 * A clock that shows `start` now and ticks on from there: the whole ledger on simulated time.
 *
 * Units: `steadyMs` counts milliseconds and never goes back.
 */
export function clockFrom(start: Instant, steadyMs: () => number): () => Instant {
  const offset = epochMsOf(start) - steadyMs();
  return () => instantOfEpochMs(Math.floor(offset + steadyMs()));
}
