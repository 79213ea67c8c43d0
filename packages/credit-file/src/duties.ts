import { compareInstants, type Instant, legalDateOf } from '@ledger/statutory-calendar';
import type { CreditFile } from './credit-file.ts';
import { type FileHistory, fileAt } from './history.ts';
import { dayOf } from './process/act.ts';
import type { Duty, Law } from './process/process.ts';
import { PROCESSES } from './processes.ts';

/**
 * What the system has to do on a file now, in the order in which it fell due by the file as it is.
 *
 * Doing the first may change the rest (a revocation ends a reminder), so ask again after each. Each duty, sent as a command
 * of the system, is decided like any other; once done it is no duty any more.
 */
export function systemDuties(file: CreditFile, law: Law, now: Instant): readonly Duty[] {
  const today = legalDateOf(now);
  return PROCESSES.flatMap((process) => process.duties?.(file, law, today) ?? [])
    .filter(({ at }) => at <= now)
    .toSorted(byInstant);
}

/**
 * What the system has to do on a file now, each from the instant at which the file laid it on the system.
 *
 * A term may have run out before that: what is recorded late, or settled late, can bring a duty up behind its day. The act
 * then counts from the instant at which its condition came to be, and so is judged in a file that knows it. A duty that
 * the file of no instant bears out is none.
 *
 * Shape: in the order in which they fell due; a subset of `systemDuties` of the file as it is.
 */
export function dutiesSoFar(history: FileHistory, law: Law, now: Instant): readonly Duty[] {
  return systemDuties(history.file, law, now)
    .flatMap((duty) => {
      const at = arisenAt(history, law, duty, now);
      return at === undefined ? [] : [{ ...duty, at }];
    })
    .toSorted(byInstant);
}

/** The first instant, from the end of its term on, at which the file as it stood then asks for a duty. */
function arisenAt(history: FileHistory, law: Law, duty: Duty, now: Instant): string | undefined {
  return instantsFrom(history, duty.at, now).find((instant) => {
    const file = fileAt(history, instant);
    return PROCESSES.some((process) =>
      (process.duties?.(file, law, dayOf(instant)) ?? []).some((one) => isSame(one, duty)),
    );
  });
}

/** The instants at which a file may have changed, from one on and not after another. */
function instantsFrom(history: FileHistory, from: string, now: Instant): readonly string[] {
  const changes = history.events
    .map(({ metadata }) => metadata.effectiveFrom ?? metadata.occurredAt)
    .filter((instant) => isAfter(instant, from) && !isAfter(instant, now));
  return [from, ...changes.toSorted((one, other) => compareInstants(one as Instant, other as Instant))];
}

function isSame(one: Duty, other: Duty): boolean {
  return one.name === other.name && JSON.stringify(one.data) === JSON.stringify(other.data);
}

function byInstant(one: Duty, other: Duty): number {
  return compareInstants(one.at as Instant, other.at as Instant);
}

function isAfter(one: string, other: string): boolean {
  return compareInstants(one as Instant, other as Instant) > 0;
}
