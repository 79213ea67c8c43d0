import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { HolidayNotice } from './holiday-notice.ts';
import { addDays, legalDateOrThrow, weekdayOf } from './legal-date.ts';
import { STATE_COUNCIL_CALENDAR, STATE_COUNCIL_NOTICES } from './state-council.ts';
import { calendarKnownOn, calendarOf, dayOf, isWorkingDay } from './working-calendar.ts';

const require = createRequire(import.meta.url);
const day = legalDateOrThrow;

/** Every day from 2019 to 2026 on which offices work, as this package counts. */
function ourWorkingDays(): string[] {
  const days: string[] = [];
  for (let date = day('2019-01-01'); date <= '2026-12-31'; date = addDays(date, 1)) {
    if (isWorkingDay(STATE_COUNCIL_CALENDAR, date)) days.push(date);
  }
  return days;
}

function exceptionsOf(year: number): { off: number; makeUp: string[] } {
  const makeUp: string[] = [];
  let off = 0;
  for (let date = day(`${year}-01-01`); date <= `${year}-12-31`; date = addDays(date, 1)) {
    const working = isWorkingDay(STATE_COUNCIL_CALENDAR, date);
    if (working && weekdayOf(date) > 5) makeUp.push(date.slice(5));
    if (!working && weekdayOf(date) < 6) off += 1;
  }
  return { off, makeUp };
}

describe('the year tables agree with two independent collections', () => {
  it('holiday-calendar, day by day', () => {
    for (let year = 2019; year <= 2026; year += 1) {
      const { dates } = require(`holiday-calendar/data/CN/${year}.json`) as {
        dates: { date: string; type: 'public_holiday' | 'transfer_workday' }[];
      };
      expect(dates.length).toBeGreaterThan(10);
      for (const { date, type } of dates) {
        expect([date, isWorkingDay(STATE_COUNCIL_CALENDAR, day(date))]).toEqual([
          date,
          type === 'transfer_workday',
        ]);
      }
      const listed = new Set(dates.map(({ date }) => date));
      for (let date = day(`${year}-01-01`); date <= `${year}-12-31`; date = addDays(date, 1)) {
        // 29–31 December belong to the next year's notice.
        if (listed.has(date) || date.slice(5) >= '12-29') continue;
        expect([date, isWorkingDay(STATE_COUNCIL_CALENDAR, date)]).toEqual([date, weekdayOf(date) < 6]);
      }
    }
  });

  it('chinese-days, asked in UTC because it reads the machine’s zone', () => {
    const program = `
      const { isWorkday } = require(${JSON.stringify(require.resolve('chinese-days'))});
      const days = [];
      for (let ms = Date.UTC(2019, 0, 1); ms <= Date.UTC(2026, 11, 31); ms += 86400000) {
        const text = new Date(ms).toISOString().slice(0, 10);
        if (isWorkday(text)) days.push(text);
      }
      process.stdout.write(JSON.stringify(days));`;
    const answer = execFileSync(process.execPath, ['-e', program], {
      env: { ...process.env, TZ: 'UTC' },
      encoding: 'utf8',
    });
    expect(JSON.parse(answer)).toEqual(ourWorkingDays());
  });
});

describe('the year tables against the figures of the notices', () => {
  it.each([
    [2024, 19, ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12']],
    [2025, 18, ['01-26', '02-08', '04-27', '09-28', '10-11']],
    [2026, 19, ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']],
  ])('%i has %i weekdays off and these make-up days', (year, off, makeUp) => {
    expect(exceptionsOf(year)).toEqual({ off, makeUp });
  });

  it('names the notice behind a day', () => {
    expect(dayOf(STATE_COUNCIL_CALENDAR, day('2026-02-16'))).toEqual({
      date: '2026-02-16',
      working: false,
      provisional: false,
      why: { kind: 'holiday', festival: '春节', notice: '国办发明电〔2025〕7号' },
    });
  });

  it('gives every notice a number, a day of signature before its year’s end, and a title', () => {
    for (const { number, date, title, year } of STATE_COUNCIL_NOTICES) {
      expect(number).toMatch(/^国办发明电〔20\d\d〕\d+号$/);
      expect(number.slice(6, 10)).toBe(date.slice(0, 4));
      expect(day(date) < day(`${year}-12-31`)).toBe(true);
      expect(title).toContain(`${year}年`);
    }
  });
});

describe('2020: the Spring Festival was lengthened after the fact', () => {
  it('31 January 2020 was to be worked until the notice of 26 January', () => {
    const before = calendarKnownOn(STATE_COUNCIL_NOTICES, day('2020-01-25'));
    const after = calendarKnownOn(STATE_COUNCIL_NOTICES, day('2020-01-26'));
    expect([isWorkingDay(before, day('2020-01-31')), isWorkingDay(before, day('2020-02-01'))]).toEqual([
      true,
      true,
    ]);
    expect([isWorkingDay(after, day('2020-01-31')), isWorkingDay(after, day('2020-02-01'))]).toEqual([
      false,
      false,
    ]);
    expect(dayOf(after, day('2020-02-01')).why).toEqual({
      kind: 'holiday',
      festival: '春节',
      notice: '国办发明电〔2020〕1号',
    });
  });

  it('2019: Labour Day grew from one day to four on 22 March', () => {
    const before = calendarKnownOn(STATE_COUNCIL_NOTICES, day('2019-03-21'));
    expect(isWorkingDay(before, day('2019-05-02'))).toBe(true);
    expect(isWorkingDay(STATE_COUNCIL_CALENDAR, day('2019-05-02'))).toBe(false);
    expect(isWorkingDay(STATE_COUNCIL_CALENDAR, day('2019-05-05'))).toBe(true);
  });
});

describe('a notice that cannot be right is refused', () => {
  const notice = (change: Partial<HolidayNotice>): HolidayNotice => ({
    number: '国办发明电〔2026〕9号',
    date: '2026-11-30',
    title: '国务院办公厅关于2027年部分节假日安排的通知',
    year: 2027,
    festivals: [{ name: '元旦', off: ['2027-01-01'], makeUp: [] }],
    ...change,
  });
  const refused = (code: string) => expect.objectContaining({ code });

  it('but a good one ends the provisional year', () => {
    const calendar = calendarOf([...STATE_COUNCIL_NOTICES, notice({})]);
    expect(dayOf(calendar, day('2027-03-01'))).toMatchObject({ working: true, provisional: false });
    expect(dayOf(calendar, day('2027-10-01'))).toMatchObject({ working: true, why: { kind: 'weekday' } });
  });

  it('when it names a day twice', () => {
    const festivals = [{ name: '元旦', off: ['2027-01-02'], makeUp: ['2027-01-02'] }];
    expect(() => calendarOf([notice({ festivals })])).toThrow(refused('NOTICE_CONTRADICTORY'));
  });

  it('when it makes up on a weekday', () => {
    const festivals = [{ name: '元旦', off: [], makeUp: ['2027-01-04'] }];
    expect(() => calendarOf([notice({ festivals })])).toThrow(refused('NOTICE_CONTRADICTORY'));
  });

  it('but an amendment may give a holiday back to work', () => {
    const shortened = notice({
      number: '国办发明电〔2027〕1号',
      date: '2027-01-10',
      amends: '国办发明电〔2026〕9号',
      festivals: [{ name: '元旦', off: [], makeUp: ['2027-01-01'] }],
    });
    const calendar = calendarOf([shortened, notice({})]);
    expect(dayOf(calendar, day('2027-01-01'))).toMatchObject({ working: true, why: { kind: 'make-up' } });
  });

  it('when it amends a notice nobody has', () => {
    expect(() => calendarOf([notice({ amends: '国办发明电〔2026〕8号' })])).toThrow(
      refused('NOTICE_CONTRADICTORY'),
    );
  });

  it('when its number is taken', () => {
    expect(() => calendarOf([notice({}), notice({})])).toThrow(refused('NOTICE_CONTRADICTORY'));
  });

  it('when one of its days does not exist', () => {
    const festivals = [{ name: '元旦', off: ['2027-02-29'], makeUp: [] }];
    expect(() => calendarOf([notice({ festivals })])).toThrow(refused('DATE_IMPOSSIBLE'));
  });
});
