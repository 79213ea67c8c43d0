import { setTimeout as sleep } from 'node:timers/promises';

/** Starts `act` so many times at a steady rate, whether or not the one before has ended, and waits for all. */
export async function atRate(
  perSecond: number,
  times: number,
  act: (number: number) => Promise<void>,
): Promise<void> {
  const start = performance.now();
  const acts: Promise<void>[] = [];
  for (let number = 0; number < times; number += 1) {
    const due = start + (1000 * number) / perSecond - performance.now();
    if (due > 0) await sleep(due);
    acts.push(act(number));
  }
  await Promise.all(acts);
}

/** The machine's clock in a form that other processes of it share. Units: milliseconds. */
export function sharedNow(): number {
  return shared(performance.now());
}

/** A time of this process's own clock in the form that others share. Units: milliseconds. */
export function shared(ms: number): number {
  return performance.timeOrigin + ms;
}
