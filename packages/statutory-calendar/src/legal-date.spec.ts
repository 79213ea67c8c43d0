import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CalendarError } from './calendar-error.ts';
import {
  addDays,
  compareDates,
  dayNumberOf,
  daysBetween,
  daysInMonth,
  fromDayNumber,
  type LegalDate,
  legalDateFrom,
  legalDateOrThrow,
  parseLegalDate,
  weekdayOf,
} from './legal-date.ts';

const FIRST = dayNumberOf(legalDateOrThrow('0001-01-01'));
const LAST = dayNumberOf(legalDateOrThrow('9999-12-31'));
const anyDate = fc.integer({ min: FIRST, max: LAST }).map(fromDayNumber);

/** The same day by the machine's own calendar, kept in UTC. */
function dateByMachine(dayNumber: number): string {
  const date = new Date(0);
  date.setUTCDate(dayNumber + 1);
  return date.toISOString().slice(0, 10);
}

describe('a legal date is a day that exists', () => {
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '2025-12-31'])('%s is one', (text) => {
    expect(parseLegalDate(text)).toEqual({ value: text });
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-01-32',
    '0000-01-01',
  ])('%s is no day', (text) =>
    expect(parseLegalDate(text)).toMatchObject({ fault: { code: 'DATE_IMPOSSIBLE' } }),
  );

  it.each([
    '',
    '2025-1-01',
    '20250101',
    '2025/01/01',
    ' 2025-01-01',
    '2025-01-01T00:00:00+08:00',
    '２０２５-01-01',
    '+2025-01-01',
  ])('%j is not of the form', (text) =>
    expect(parseLegalDate(text)).toMatchObject({ fault: { code: 'DATE_MALFORMED' } }),
  );

  it('is thrown out with its fault by the throwing form', () => {
    expect(() => legalDateOrThrow('2025-06-31')).toThrow(
      new CalendarError('DATE_IMPOSSIBLE', '"2025-06-31" is no day of any calendar year'),
    );
  });
});

describe('days are counted by the Gregorian calendar', () => {
  it('in agreement with the machine’s calendar for any day', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), (dayNumber) => {
        expect(fromDayNumber(dayNumber)).toBe(dateByMachine(dayNumber));
      }),
      { numRuns: 2000 },
    );
  });

  it('so that a day number leads back to its date, and an order of dates is an order of numbers', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (left, right) => {
        expect(fromDayNumber(dayNumberOf(left))).toBe(left);
        expect(Math.sign(compareDates(left, right))).toBe(Math.sign(daysBetween(right, left)));
      }),
    );
  });

  it('so that adding days is undone by taking them away', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -400_000, max: 400_000 }), (date, days) => {
        const target = dayNumberOf(date) + days;
        fc.pre(target >= FIRST && target <= LAST);
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
    );
  });

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-29', 1, '2024-03-01'],
    ['2025-12-31', 1, '2026-01-01'],
    ['2025-01-01', -1, '2024-12-31'],
    ['2025-06-15', 0, '2025-06-15'],
  ])('%s %i days on is %s', (from, days, to) => expect(addDays(legalDateOrThrow(from), days)).toBe(to));

  it('but never beyond the year 9999, before the year 1, or by part of a day', () => {
    const last: LegalDate = legalDateOrThrow('9999-12-31');
    expect(() => addDays(last, 1)).toThrow(expect.objectContaining({ code: 'DATE_OUT_OF_RANGE' }));
    expect(() => addDays(legalDateOrThrow('0001-01-01'), -1)).toThrow(
      expect.objectContaining({ code: 'DATE_OUT_OF_RANGE' }),
    );
    expect(() => addDays(last, -0.5)).toThrow(expect.objectContaining({ code: 'TERM_NOT_COUNTABLE' }));
    expect(() => legalDateFrom(2025, 2, 29)).toThrow(expect.objectContaining({ code: 'DATE_IMPOSSIBLE' }));
  });
});

describe('the days of the week', () => {
  it.each([
    ['2026-02-16', 1],
    ['2026-09-20', 7],
    ['2025-10-11', 6],
    ['1970-01-01', 4],
    ['1969-12-31', 3],
    ['0001-01-01', 1],
  ])('%s is day %i', (text, weekday) => expect(weekdayOf(legalDateOrThrow(text))).toBe(weekday));
});

describe('the length of a month', () => {
  it.each([
    [2025, 1, 31],
    [2025, 4, 30],
    [2025, 2, 28],
    [2024, 2, 29],
    [1900, 2, 28],
    [2000, 2, 29],
    [2025, 11, 30],
    [2025, 12, 31],
  ])('%i-%i has %i days', (year, month, days) => expect(daysInMonth(year, month)).toBe(days));
});
