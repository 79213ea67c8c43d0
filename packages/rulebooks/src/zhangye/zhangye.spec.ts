import { legalDateOrThrow, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { reviewerOf } from '../competence.ts';
import { countTerm, firstReportPeriod, nextReportPeriod, reportLastDay } from '../deadline.ts';
import { rulebookOf, rulebookOrThrow } from '../law.ts';

const day = legalDateOrThrow;
const zhangye = rulebookOrThrow('zy-notice@2021-02-19');

describe('张政办函〔2021〕10号', () => {
  it.each([
    ['2021-02-18', undefined],
    ['2021-02-19', 'zy-notice@2021-02-19'],
  ])('on %s: %s', (date, id) => expect(rulebookOf('620700', day(date))?.id).toBe(id));
});

describe('第四部分: reports are filed one by one', () => {
  it('an outsider’s report is public for 7 working days before anyone may use it', () => {
    const publicity = zhangye.creditReports?.outsiderPublicity;
    expect(publicity?.basis).toBe('ZY-4-9');
    expect(publicity && countTerm(publicity.value, day('2025-09-25'), STATE_COUNCIL_CALENDAR).date).toBe(
      '2025-10-11',
    );
  });

  it('and the outsider has no agency file: the central bank’s branch looks at it first', () => {
    expect(zhangye.creditReports?.outsidersHaveFile.value).toBe(false);
    expect(reviewerOf(zhangye, '620102')).toEqual({
      division: '620700',
      kind: 'central-bank-branch',
      basis: 'ZY-4-7',
    });
    expect(reviewerOf(zhangye, '620725')).toEqual({ division: '620700', kind: 'authority', basis: 'ZY-5-6' });
  });
});

describe('第五部分: the half-year report', () => {
  it.each([
    ['2025-H1', '2025-07-14'],
    ['2025-H2', '2026-01-15'],
  ])('G-08: for %s is due 10 working days after the half year, on %s', (period, date) => {
    expect(reportLastDay(zhangye, period, STATE_COUNCIL_CALENDAR)).toMatchObject({
      date,
      provisional: false,
    });
  });

  it('for the second half of 2026 is provisional until the notice for 2027 is published', () => {
    expect(reportLastDay(zhangye, '2026-H2', STATE_COUNCIL_CALENDAR)?.provisional).toBe(true);
  });

  it.each([
    ['2025-06-30', '2025-H1'],
    ['2025-07-01', '2025-H2'],
    ['2025-12-31', '2025-H2'],
    ['2026-01-01', '2026-H1'],
  ])('an agency filed on %s first reports on %s', (filedOn, period) => {
    expect(firstReportPeriod(zhangye, day(filedOn))).toBe(period);
  });

  it('follows one on another, and being late is flagged, no more', () => {
    expect(nextReportPeriod('2025-H1')).toBe('2025-H2');
    expect(nextReportPeriod('2025-H2')).toBe('2026-H1');
    expect(zhangye.periodicReport).toMatchObject({ late: { value: { consequence: 'flagged' } } });
  });
});
