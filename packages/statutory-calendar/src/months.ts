import { CalendarError } from './calendar-error.ts';
import { daysInMonth, type LegalDate, legalDateFrom, partsOf } from './legal-date.ts';

/**
 * The corresponding day so many months later (earlier when negative), or the last day of that month when it has none.
 *
 * For a term of months that starts on `date` this is its last day: the first day is not counted.
 *
 * Errors: throws `TERM_NOT_COUNTABLE` when `months` is no integer, `DATE_OUT_OF_RANGE` outside years 1–9999.
 * Law:    Civil Code (民法典) art. 201 and 202.
 */
export function addMonths(date: LegalDate, months: number): LegalDate {
  if (!Number.isSafeInteger(months))
    throw new CalendarError('TERM_NOT_COUNTABLE', `${months} is no whole number of months`);
  const { year, month, day } = partsOf(date);
  const counted = year * 12 + (month - 1) + months;
  const toYear = Math.floor(counted / 12);
  const toMonth = counted - toYear * 12 + 1;
  return legalDateFrom(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}
