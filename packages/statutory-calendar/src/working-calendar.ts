import { CalendarError } from './calendar-error.ts';
import type { DayReason } from './day-reason.ts';
import { daysOfNotice, type HolidayNotice, type NoticedDay } from './holiday-notice.ts';
import { compareDates, type LegalDate, legalDateOrThrow, partsOf, weekdayOf } from './legal-date.ts';

/** The working days that a set of notices makes. Built by `calendarOf`; never changes. */
export interface WorkingCalendar {
  readonly notices: readonly HolidayNotice[];
  /** Years for which a notice is known; in any other year dates are provisional. */
  readonly years: ReadonlySet<number>;
  readonly noticed: ReadonlyMap<LegalDate, NoticedDay>;
}

/** What is known of one day. */
export interface CalendarDay {
  readonly date: LegalDate;
  readonly working: boolean;
  readonly why: DayReason;
  /** True when no notice for the day's year is known, so that the answer may still change. */
  readonly provisional: boolean;
}

/** Days off that the statute fixes by date; movable feasts are unknown until a notice is published. */
const FIXED_HOLIDAYS: ReadonlyMap<string, string> = new Map([
  ['01-01', '元旦'],
  ['05-01', '劳动节'],
  ['05-02', '劳动节'],
  ['10-01', '国庆节'],
  ['10-02', '国庆节'],
  ['10-03', '国庆节'],
]);

/**
 * The calendar that notices make together: what a later one says of a day replaces what an earlier one said.
 *
 * Errors: throws `NOTICE_CONTRADICTORY` when a number occurs twice, when an amended notice is missing, or a notice contradicts itself.
 * Law:    全国年节及纪念日放假办法 for the fixed days; the yearly notices of the State Council General Office for the rest.
 */
export function calendarOf(notices: readonly HolidayNotice[]): WorkingCalendar {
  const ordered = [...notices].sort((a, b) =>
    compareDates(legalDateOrThrow(a.date), legalDateOrThrow(b.date)),
  );
  const numbers = new Set<string>();
  const noticed = new Map<LegalDate, NoticedDay>();
  for (const notice of ordered) {
    if (numbers.has(notice.number))
      throw new CalendarError('NOTICE_CONTRADICTORY', `${notice.number} is given twice`);
    if (notice.amends !== undefined && !numbers.has(notice.amends)) {
      throw new CalendarError(
        'NOTICE_CONTRADICTORY',
        `${notice.number} amends ${notice.amends}, which is not known`,
      );
    }
    numbers.add(notice.number);
    for (const day of daysOfNotice(notice)) noticed.set(day.date, day);
  }
  return { notices: ordered, years: new Set(ordered.map((notice) => notice.year)), noticed };
}

/** The calendar as it could be known at the end of a day: without the notices signed later. */
export function calendarKnownOn(notices: readonly HolidayNotice[], date: LegalDate): WorkingCalendar {
  return calendarOf(notices.filter((notice) => compareDates(legalDateOrThrow(notice.date), date) <= 0));
}

/** What the calendar knows of a day: worked or not, why, and whether that may still change. */
export function dayOf(calendar: WorkingCalendar, date: LegalDate): CalendarDay {
  const noticed = calendar.noticed.get(date);
  const provisional = !calendar.years.has(partsOf(date).year);
  if (noticed !== undefined) {
    const { working, festival, notice } = noticed;
    return { date, working, provisional, why: { kind: working ? 'make-up' : 'holiday', festival, notice } };
  }
  const fixed = provisional ? FIXED_HOLIDAYS.get(date.slice(5)) : undefined;
  if (fixed !== undefined)
    return { date, working: false, provisional, why: { kind: 'fixed-holiday', festival: fixed } };
  const working = weekdayOf(date) < 6;
  return { date, working, provisional, why: { kind: working ? 'weekday' : 'weekend' } };
}

/** Whether offices work on a day. */
export function isWorkingDay(calendar: WorkingCalendar, date: LegalDate): boolean {
  return dayOf(calendar, date).working;
}

/** Whether no notice for the day's year is known. */
export function isProvisional(calendar: WorkingCalendar, date: LegalDate): boolean {
  return !calendar.years.has(partsOf(date).year);
}
