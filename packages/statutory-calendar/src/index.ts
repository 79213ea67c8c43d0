export {
  CalendarError,
  type CalendarErrorCode,
  type Fault,
  type Parsed,
  valueOrThrow,
} from './calendar-error.ts';
export { type DayReason, renderReason } from './day-reason.ts';
export {
  daysOfNotice,
  type FestivalArrangement,
  type HolidayNotice,
  type NoticedDay,
} from './holiday-notice.ts';
export {
  compareInstants,
  endOfDay,
  epochMsOf,
  type Instant,
  instantOfEpochMs,
  instantOrThrow,
  legalDateOf,
  parseInstant,
  startOfDay,
} from './instant.ts';
export {
  addDays,
  compareDates,
  dayNumberOf,
  daysBetween,
  type LegalDate,
  legalDateFrom,
  legalDateOrThrow,
  parseLegalDate,
  partsOf,
  type Weekday,
  weekdayOf,
} from './legal-date.ts';
export { addMonths } from './months.ts';
export { STATE_COUNCIL_CALENDAR, STATE_COUNCIL_NOTICES } from './state-council.ts';
export {
  type CalendarDay,
  calendarKnownOn,
  calendarOf,
  dayOf,
  isProvisional,
  isWorkingDay,
  type WorkingCalendar,
} from './working-calendar.ts';
export { addWorkingDays, type CountedDay, type CountedTerm, workingDaysBetween } from './working-days.ts';
