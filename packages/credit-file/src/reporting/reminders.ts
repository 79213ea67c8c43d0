import type { EventData } from '@ledger/schemas';
import {
  compareInstants,
  daysBetween,
  type Instant,
  type LegalDate,
  startOfDay,
} from '@ledger/statutory-calendar';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import type { Clock } from '../process/clock.ts';
import type { Duty, Law, Matter } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * The warnings that are due before a deadline, one for each mark of the rulebook (−30, −7, −1 days).
 *
 * After a standstill only the latest mark is made good: a warning of thirty days sent on the last one would be wrong.
 *
 * Law: G-04.
 */
export function reminderDuties(file: CreditFile, clock: Clock, law: Law, today: LegalDate): readonly Duty[] {
  const daysLeft = daysBetween(today, clock.lastDay as LegalDate);
  if (daysLeft < 0) return [];
  const mark = Math.min(...law.rulebook.filing.reminderDays.value.filter((days) => days >= daysLeft));
  const sent = file.reminders.some(
    ({ about, dueDate, daysLeft: left }) => about === clock.rule && dueDate === clock.lastDay && left <= mark,
  );
  if (!Number.isFinite(mark) || sent) return [];
  const morning = startOfDay(today);
  const { since } = file.standing.status === 'none' ? { since: morning } : file.standing;
  const data = { about: clock.rule, dueDate: clock.lastDay, daysLeft };
  return [{ name: 'remind', data, at: compareInstants(since as Instant, morning) > 0 ? since : morning }];
}

/** A reminder is of a term that runs, and says rightly how long. */
export function reminderIsTrue(clocks: readonly Clock[]): (matter: Matter) => Refusal | undefined {
  return ({ act }) => {
    const { about, dueDate, daysLeft } = act.data as EventData<'reminded'>;
    const runs = clocks.some(({ rule, lastDay }) => rule === about && lastDay === dueDate);
    if (runs && daysBetween(dayOf(act.occurredAt), dueDate as LegalDate) === daysLeft) return undefined;
    return refuse(
      'NO_SUCH_TERM',
      [about],
      `no term under ${about} ends on ${dueDate}, ${daysLeft} days from now; remind of a running one`,
    );
  };
}
