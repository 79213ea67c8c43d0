import { type Instant, instantOrThrow } from '@ledger/statutory-calendar';

/** A clock that stands still until a hand moves it. */
export interface HandClock {
  (): Instant;
  set(instant: string): void;
}

export function handClock(start: string): HandClock {
  let now = instantOrThrow(start);
  return Object.assign(() => now, {
    set(instant: string) {
      now = instantOrThrow(instant);
    },
  });
}
