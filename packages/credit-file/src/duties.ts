import { type Instant, legalDateOf } from '@ledger/statutory-calendar';
import type { CreditFile } from './credit-file.ts';
import type { Duty, Law } from './process/process.ts';
import { PROCESSES } from './processes.ts';

/**
 * What the system has to do on a file now, in the order in which it fell due.
 *
 * Doing the first may change the rest (a revocation ends a reminder), so ask again after each. Each duty, sent as a command
 * of the system, is decided like any other; once done it is no duty any more.
 */
export function systemDuties(file: CreditFile, law: Law, now: Instant): readonly Duty[] {
  const today = legalDateOf(now);
  return PROCESSES.flatMap((process) => process.duties?.(file, law, today) ?? [])
    .filter(({ at }) => at <= now)
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}
