import type { Branded } from './brand.ts';
import { CalendarError, type Parsed, valueOrThrow } from './calendar-error.ts';

/** A day that exists, written `YYYY-MM-DD`; compares as text. Units: a day of Beijing time, year 0001–9999. */
export type LegalDate = Branded<string, 'LegalDate'>;

/** Units: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Reads a legal date.
 *
 * Errors: fault `DATE_MALFORMED` when the text is not `YYYY-MM-DD`, `DATE_IMPOSSIBLE` when no such day exists; never throws.
 */
export function parseLegalDate(text: string): Parsed<LegalDate> {
  const match = FORM.exec(text);
  if (match === null) {
    return {
      fault: { code: 'DATE_MALFORMED', message: `${quote(text)} is not a date of the form YYYY-MM-DD` },
    };
  }
  const [year, month, day] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined || !exists(year, month, day)) {
    return { fault: { code: 'DATE_IMPOSSIBLE', message: `${quote(text)} is no day of any calendar year` } };
  }
  // The one door through which a text becomes a legal date.
  return { value: text as LegalDate };
}

/** The legal date in the text. Errors: throws `DATE_MALFORMED` or `DATE_IMPOSSIBLE`. */
export function legalDateOrThrow(text: string): LegalDate {
  return valueOrThrow(parseLegalDate(text));
}

/** Year, month (1–12) and day (1–31) of a date. */
export function partsOf(date: LegalDate): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** The date of a year, month and day. Errors: throws `DATE_IMPOSSIBLE`, or `DATE_OUT_OF_RANGE` outside years 1–9999. */
export function legalDateFrom(year: number, month: number, day: number): LegalDate {
  if (!(year >= 1 && year <= 9999))
    throw new CalendarError('DATE_OUT_OF_RANGE', `the year ${year} is not in 1–9999`);
  return legalDateOrThrow(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * The date so many days later, or earlier when `days` is negative.
 *
 * Errors: throws `TERM_NOT_COUNTABLE` when `days` is no integer, `DATE_OUT_OF_RANGE` when the result leaves years 1–9999.
 */
export function addDays(date: LegalDate, days: number): LegalDate {
  if (!Number.isSafeInteger(days))
    throw new CalendarError('TERM_NOT_COUNTABLE', `${days} is no whole number of days`);
  return fromDayNumber(dayNumberOf(date) + days);
}

/** How many days `to` lies after `from`; negative when before. */
export function daysBetween(from: LegalDate, to: LegalDate): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** Which day of the week a date is. */
export function weekdayOf(date: LegalDate): Weekday {
  // 1970-01-01, day number 0, was a Thursday.
  const sinceMonday = (((dayNumberOf(date) + 3) % 7) + 7) % 7;
  return (sinceMonday + 1) as Weekday;
}

/** Negative, zero or positive as `left` is before, on or after `right`. */
export function compareDates(left: LegalDate, right: LegalDate): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whole days since 1970-01-01, by the proleptic Gregorian calendar. */
export function dayNumberOf(date: LegalDate): number {
  const { year, month, day } = partsOf(date);
  // Years are counted from 1 March, so that the leap day is the last of its year.
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a day number. Errors: throws `DATE_OUT_OF_RANGE` outside years 1–9999. */
export function fromDayNumber(dayNumber: number): LegalDate {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return legalDateFrom(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

function exists(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
