import { CalendarError } from './calendar-error.ts';
import type { DayReason } from './day-reason.ts';
import { addDays, compareDates, type LegalDate } from './legal-date.ts';
import { dayOf, isWorkingDay, type WorkingCalendar } from './working-calendar.ts';

/** One day of a count: whether it counted towards the term, and why. */
export interface CountedDay {
  readonly date: LegalDate;
  readonly counted: boolean;
  readonly why: DayReason;
  readonly provisional: boolean;
}

/** The last day of a term, with the whole count that led to it. */
export interface CountedTerm {
  /** Last day of the term; an act on this day is in time, whatever the hour. */
  readonly date: LegalDate;
  /** True when a day of the count lies in a year without a notice: no adverse automatic act may rest on the date. */
  readonly provisional: boolean;
  /** Every day after the start up to and including `date`, in order. */
  readonly days: readonly CountedDay[];
}

/**
 * The last day of a term of working days, and how it was counted.
 *
 * The day the term starts is not counted: day 1 is the next working day. A term of 0 ends on the day it starts.
 *
 * Shape:  `days` holds every day after `from` up to the result; as many of them counted as the term has.
 * Errors: throws `TERM_NOT_COUNTABLE` when `term` is negative or no integer.
 * Law:    Civil Code (民法典) art. 201; decision G-09.
 */
export function addWorkingDays(calendar: WorkingCalendar, from: LegalDate, term: number): CountedTerm {
  if (!Number.isSafeInteger(term) || term < 0) {
    throw new CalendarError('TERM_NOT_COUNTABLE', `${term} is no number of working days`);
  }
  const days: CountedDay[] = [];
  let date = from;
  for (let counted = 0; counted < term; ) {
    date = addDays(date, 1);
    const { working, why, provisional } = dayOf(calendar, date);
    days.push({ date, counted: working, why, provisional });
    if (working) counted += 1;
  }
  return { date, provisional: days.some((day) => day.provisional), days };
}

/**
 * How many working days lie after `from` up to and including `to`; negative when `to` is the earlier.
 *
 * `workingDaysBetween(c, d, addWorkingDays(c, d, n).date)` is `n`.
 */
export function workingDaysBetween(calendar: WorkingCalendar, from: LegalDate, to: LegalDate): number {
  if (compareDates(to, from) < 0) return 0 - workingDaysBetween(calendar, to, from);
  let count = 0;
  for (let date = from; compareDates(date, to) < 0; ) {
    date = addDays(date, 1);
    if (isWorkingDay(calendar, date)) count += 1;
  }
  return count;
}
