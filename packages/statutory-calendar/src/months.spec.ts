import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayNumberOf, daysInMonth, fromDayNumber, legalDateOrThrow, partsOf } from './legal-date.ts';
import { addMonths } from './months.ts';

const anyDate = fc
  .integer({
    min: dayNumberOf(legalDateOrThrow('1990-01-01')),
    max: dayNumberOf(legalDateOrThrow('2099-12-31')),
  })
  .map(fromDayNumber);

/** One month after another, remembering the day wished for. */
function monthByMonth(text: string, months: number): string {
  let { year, month } = partsOf(legalDateOrThrow(text));
  const { day } = partsOf(legalDateOrThrow(text));
  for (let left = months; left > 0; left -= 1) {
    month += 1;
    if (month === 13) {
      month = 1;
      year += 1;
    }
  }
  return `${year}-${String(month).padStart(2, '0')}-${String(Math.min(day, daysInMonth(year, month))).padStart(2, '0')}`;
}

describe('民法典第二百零二条: a term of months ends on the corresponding day, or on the last day of the month', () => {
  it.each([
    ['2024-10-15', 12, '2025-10-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-08-31', 1, '2025-09-30'],
    ['2025-12-15', 1, '2026-01-15'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2026-01-10', -1, '2025-12-10'],
    ['2024-02-29', -48, '2020-02-29'],
    ['2025-06-30', 0, '2025-06-30'],
  ])('%s and %i months: %s', (from, months, to) =>
    expect(addMonths(legalDateOrThrow(from), months)).toBe(to),
  );

  it('twelve months from 15 October 2024 are over only on 16 October 2025', () => {
    const lastDay = addMonths(legalDateOrThrow('2024-10-15'), 12);
    expect(lastDay > legalDateOrThrow('2025-10-14')).toBe(true);
    expect(addDays(lastDay, 1)).toBe('2025-10-16');
  });

  it('agrees with going one month after another', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 240 }), (date, months) => {
        expect(addMonths(date, months)).toBe(monthByMonth(date, months));
      }),
    );
  });

  it('counts no part of a month, and nothing beyond the year 9999', () => {
    expect(() => addMonths(legalDateOrThrow('2025-01-01'), 1.5)).toThrow(
      expect.objectContaining({ code: 'TERM_NOT_COUNTABLE' }),
    );
    expect(() => addMonths(legalDateOrThrow('9999-12-01'), 1)).toThrow(
      expect.objectContaining({ code: 'DATE_OUT_OF_RANGE' }),
    );
  });
});
