import { legalDateOrThrow, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { countTerm } from './deadline.ts';
import type { Term } from './parameter.ts';

describe('G-10: only working days need a calendar', () => {
  it.each([
    [{ amount: 12, unit: 'month' }, '2027-11-22', false],
    [{ amount: 30, unit: 'calendar-day' }, '2026-12-22', false],
    [{ amount: 60, unit: 'calendar-day' }, '2027-01-21', false],
    [{ amount: 20, unit: 'working-day' }, '2026-12-18', false],
    [{ amount: 30, unit: 'working-day' }, '2027-01-04', true],
  ] as [Term, string, boolean][])(
    '%j from 22 November 2026 ends on %s, provisional: %s',
    (term, date, provisional) => {
      expect(countTerm(term, legalDateOrThrow('2026-11-22'), STATE_COUNCIL_CALENDAR)).toMatchObject({
        date,
        provisional,
      });
    },
  );

  it('and only their count is explained day by day', () => {
    const daysOf = (term: Term) =>
      countTerm(term, legalDateOrThrow('2026-11-22'), STATE_COUNCIL_CALENDAR).days.length;
    expect(daysOf({ amount: 1, unit: 'month' })).toBe(0);
    expect(daysOf({ amount: 5, unit: 'calendar-day' })).toBe(0);
    expect(daysOf({ amount: 5, unit: 'working-day' })).toBe(5);
  });
});
