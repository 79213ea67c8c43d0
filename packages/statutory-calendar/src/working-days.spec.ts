import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { renderReason } from './day-reason.ts';
import {
  addDays,
  dayNumberOf,
  fromDayNumber,
  type LegalDate,
  legalDateOrThrow,
  weekdayOf,
} from './legal-date.ts';
import { STATE_COUNCIL_CALENDAR, STATE_COUNCIL_NOTICES } from './state-council.ts';
import { calendarKnownOn, isWorkingDay } from './working-calendar.ts';
import { addWorkingDays, workingDaysBetween } from './working-days.ts';

const day = legalDateOrThrow;
const noticedDate = fc
  .integer({ min: dayNumberOf(day('2019-01-01')), max: dayNumberOf(day('2026-08-31')) })
  .map(fromDayNumber);

/** The days of every notice, flattened, with the later notice winning: an oracle that knows nothing of calendars. */
const OFF = new Set<string>();
const WORKED = new Set<string>();
for (const notice of STATE_COUNCIL_NOTICES) {
  for (const { off, makeUp } of notice.festivals) {
    for (const date of off) {
      OFF.add(date);
      WORKED.delete(date);
    }
    for (const date of makeUp) {
      WORKED.add(date);
      OFF.delete(date);
    }
  }
}

function addSlowly(from: LegalDate, term: number): string {
  const date = new Date(`${from}T12:00:00Z`);
  let left = term;
  while (left > 0) {
    date.setUTCDate(date.getUTCDate() + 1);
    const text = date.toISOString().slice(0, 10);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    if (WORKED.has(text) || !(weekend || OFF.has(text))) left -= 1;
  }
  return date.toISOString().slice(0, 10);
}

describe('G-09: the first day is not counted, and day 1 is the next working day', () => {
  const zone = process.env['TZ'];
  afterAll(() => {
    process.env['TZ'] = zone;
  });

  describe.each(['UTC', 'Asia/Urumqi', 'America/New_York'])('under TZ=%s', (name) => {
    it.each([
      ['2025-09-25', 7, '2025-10-11', 'over National Day, counting a make-up Sunday and a make-up Saturday'],
      ['2026-02-13', 10, '2026-03-05', 'over the Spring Festival, counting 14 and 28 February'],
      ['2025-09-29', 15, '2025-10-27', 'a complaint accepted before National Day'],
      ['2025-12-31', 10, '2026-01-15', 'over New Year, counting make-up Sunday 4 January'],
      ['2025-08-01', 20, '2025-08-29', 'no holiday'],
    ])('%s and %i working days: %s (%s)', (from, term, to) => {
      process.env['TZ'] = name;
      expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(name);
      expect(addWorkingDays(STATE_COUNCIL_CALENDAR, day(from), term)).toMatchObject({
        date: to,
        provisional: false,
      });
    });
  });

  it('one working day from a Friday is Monday, and no working day is the day itself', () => {
    expect(addWorkingDays(STATE_COUNCIL_CALENDAR, day('2025-08-01'), 1).date).toBe('2025-08-04');
    expect(addWorkingDays(STATE_COUNCIL_CALENDAR, day('2025-08-02'), 1).date).toBe('2025-08-04');
    expect(addWorkingDays(STATE_COUNCIL_CALENDAR, day('2025-08-02'), 0)).toEqual({
      date: '2025-08-02',
      provisional: false,
      days: [],
    });
  });

  it.each([-1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a term of %d', (term) => {
    expect(() => addWorkingDays(STATE_COUNCIL_CALENDAR, day('2025-08-01'), term)).toThrow(
      expect.objectContaining({ code: 'TERM_NOT_COUNTABLE' }),
    );
  });

  it('agrees with a slow count over eight years of notices', () => {
    fc.assert(
      fc.property(noticedDate, fc.integer({ min: 0, max: 60 }), (from, term) => {
        expect(addWorkingDays(STATE_COUNCIL_CALENDAR, from, term).date).toBe(addSlowly(from, term));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a due date can be explained day by day', () => {
  it('names every day, whether it counted, and the notice behind it', () => {
    const { days } = addWorkingDays(STATE_COUNCIL_CALENDAR, day('2025-09-26'), 4);
    expect(
      days.map(({ date, counted, why }) => `${date} ${counted ? '✓' : '–'} ${renderReason(why, 'zh')}`),
    ).toEqual([
      '2025-09-27 – 周末',
      '2025-09-28 ✓ 国庆节、中秋节调休上班（国办发明电〔2024〕12号）',
      '2025-09-29 ✓ 工作日',
      '2025-09-30 ✓ 工作日',
      '2025-10-01 – 国庆节、中秋节放假（国办发明电〔2024〕12号）',
      '2025-10-02 – 国庆节、中秋节放假（国办发明电〔2024〕12号）',
      '2025-10-03 – 国庆节、中秋节放假（国办发明电〔2024〕12号）',
      '2025-10-04 – 国庆节、中秋节放假（国办发明电〔2024〕12号）',
      '2025-10-05 – 国庆节、中秋节放假（国办发明电〔2024〕12号）',
      '2025-10-06 – 国庆节、中秋节放假（国办发明电〔2024〕12号）',
      '2025-10-07 – 国庆节、中秋节放假（国办发明电〔2024〕12号）',
      '2025-10-08 – 国庆节、中秋节放假（国办发明电〔2024〕12号）',
      '2025-10-09 ✓ 工作日',
    ]);
  });

  it('in English too', () => {
    const { days } = addWorkingDays(STATE_COUNCIL_CALENDAR, day('2026-12-30'), 2);
    expect(days.map(({ why }) => renderReason(why, 'en'))).toEqual([
      'working day',
      '元旦 (fixed by statute, no notice yet)',
      'weekend',
      'weekend',
      'working day',
    ]);
    expect(renderReason({ kind: 'make-up', festival: '元旦', notice: 'X' }, 'en')).toBe(
      'make-up working day, 元旦 (X)',
    );
    expect(renderReason({ kind: 'holiday', festival: '元旦', notice: 'X' }, 'en')).toBe('day off, 元旦 (X)');
    expect(renderReason({ kind: 'fixed-holiday', festival: '元旦' }, 'zh')).toBe(
      '元旦（法定固定节日，尚无放假通知）',
    );
  });

  it('counts exactly the term, ends on a counted day, and leaves no day out', () => {
    fc.assert(
      fc.property(noticedDate, fc.integer({ min: 1, max: 60 }), (from, term) => {
        const { date, days } = addWorkingDays(STATE_COUNCIL_CALENDAR, from, term);
        expect(days.filter(({ counted }) => counted)).toHaveLength(term);
        expect(days.at(-1)).toMatchObject({ date, counted: true });
        expect(days.map((each) => each.date)).toEqual(days.map((_, index) => addDays(from, index + 1)));
      }),
    );
  });
});

describe('working days between two dates', () => {
  it('undo a term of working days', () => {
    fc.assert(
      fc.property(noticedDate, fc.integer({ min: 0, max: 60 }), (from, term) => {
        const { date } = addWorkingDays(STATE_COUNCIL_CALENDAR, from, term);
        expect(workingDaysBetween(STATE_COUNCIL_CALENDAR, from, date)).toBe(term);
      }),
    );
  });

  it('are negative backwards, and none within a weekend', () => {
    const between = (from: string, to: string) =>
      workingDaysBetween(STATE_COUNCIL_CALENDAR, day(from), day(to));
    expect(between('2025-08-01', '2025-08-29')).toBe(20);
    expect(between('2025-08-29', '2025-08-01')).toBe(-20);
    expect(between('2025-08-02', '2025-08-03')).toBe(0);
    expect(between('2025-08-01', '2025-08-01')).toBe(0);
    expect(between('2025-08-03', '2025-08-04')).toBe(1);
  });
});

describe('G-10: a year without a notice gives provisional dates', () => {
  it('a term that ends on 31 December 2026 is certain, one that passes it is not', () => {
    expect(addWorkingDays(STATE_COUNCIL_CALENDAR, day('2026-12-30'), 1)).toMatchObject({
      date: '2026-12-31',
      provisional: false,
    });
    expect(addWorkingDays(STATE_COUNCIL_CALENDAR, day('2026-12-30'), 2)).toMatchObject({
      date: '2027-01-04',
      provisional: true,
    });
  });

  it.each(['2027-01-01', '2027-05-01', '2027-05-02', '2027-10-01', '2027-10-02', '2027-10-03'])(
    '%s is off by statute all the same',
    (text) => expect(isWorkingDay(STATE_COUNCIL_CALENDAR, day(text))).toBe(false),
  );

  it('and no other weekday of such a year is', () => {
    const off: string[] = [];
    for (let date = day('2027-01-01'); date <= '2027-12-31'; date = addDays(date, 1)) {
      if (weekdayOf(date) < 6 && !isWorkingDay(STATE_COUNCIL_CALENDAR, date)) off.push(date);
    }
    expect(off).toEqual(['2027-01-01', '2027-10-01']);
  });

  it('is counted anew when the notice arrives: a term over New Year 2026 before and after 4 November 2025', () => {
    const before = calendarKnownOn(STATE_COUNCIL_NOTICES, day('2025-11-03'));
    const after = calendarKnownOn(STATE_COUNCIL_NOTICES, day('2025-11-04'));
    expect(addWorkingDays(before, day('2025-12-31'), 10)).toMatchObject({
      date: '2026-01-15',
      provisional: true,
    });
    expect(addWorkingDays(before, day('2026-02-13'), 10)).toMatchObject({
      date: '2026-02-27',
      provisional: true,
    });
    expect(addWorkingDays(after, day('2026-02-13'), 10)).toMatchObject({
      date: '2026-03-05',
      provisional: false,
    });
  });
});
