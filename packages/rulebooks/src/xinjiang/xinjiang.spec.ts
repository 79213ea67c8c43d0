import { addDays, addMonths, legalDateOrThrow, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { reviewerOf } from '../competence.ts';
import {
  barLastDay,
  countTerm,
  firstReportPeriod,
  isFirstYear,
  nextReportPeriod,
  reportLastDay,
} from '../deadline.ts';
import { rulebookById, rulebookOf, rulebookOrThrow } from '../law.ts';
import type { Term } from '../parameter.ts';

const day = legalDateOrThrow;
const xinjiang = rulebookOrThrow('xj-measures-draft@2024-01-01');

/** The last day of a term; fails the test when the rulebook has none. */
function lastDay(parameter: { readonly value: Term } | undefined, from: string): string {
  if (parameter === undefined) throw new Error('the rulebook sets no such term');
  return countTerm(parameter.value, day(from), STATE_COUNCIL_CALENDAR).date;
}

describe('第三十二条: in force for five years from its effective date', () => {
  it.each([
    ['2023-12-31', undefined],
    ['2024-01-01', 'xj-measures-draft@2024-01-01'],
    ['2028-12-31', 'xj-measures-draft@2024-01-01'],
    ['2029-01-01', undefined],
  ])('on %s: %s', (date, id) => expect(rulebookOf('650000', day(date))?.id).toBe(id));

  it('its last day is the day before the fifth anniversary (G-31)', () => {
    const months = xinjiang.validity?.value.amount ?? 0;
    expect(xinjiang.lastDay).toBe(addDays(addMonths(xinjiang.inForceFrom, months), -1));
  });

  it('is a draft, so that acts under it are simulation (G-26)', () => expect(xinjiang.status).toBe('draft'));
});

describe('第三条: the services that make a credit-service agency', () => {
  it('evaluation, consulting, training and publicity', () => {
    expect(xinjiang.services.value.map(({ name }) => name)).toEqual([
      '信用评价',
      '信用咨询',
      '信用培训和宣传',
    ]);
  });
});

describe('第八条: the dossier', () => {
  it('has eight documents that are always needed or needed after the first year, and a place for others', () => {
    const needed = (when: string) =>
      xinjiang.filing.dossier.filter(({ value }) => value.needed === when).map(({ value }) => value.document);
    expect(needed('always')).toEqual([
      'application-form',
      'business-licence',
      'articles',
      'senior-managers',
      'professionals',
      'commitment',
      'fee-schedule',
    ]);
    expect(needed('unless-first-year')).toEqual(['annual-report']);
    expect(needed('if-offered')).toEqual(['voluntary']);
  });

  it.each([
    ['2025-03-09', true],
    ['2025-03-10', false],
    ['2025-03-11', false],
  ])(
    '第八条第（五）项: registered on 10 March 2024 and filing on %s, first year: %s',
    (filedOn, firstYear) => {
      expect(isFirstYear(xinjiang, day('2024-03-10'), day(filedOn))).toBe(firstYear);
    },
  );
});

describe('第九条: the four grounds of refusal', () => {
  it('are these, and only the last wants a reason in words', () => {
    expect(
      xinjiang.filing.refusalGrounds.map(({ value, article }) => [value.code, article, value.reasonRequired]),
    ).toEqual([
      ['SCOPE', '第九条第（一）项', false],
      ['LISTED', '第九条第（二）项', false],
      ['FALSE', '第九条第（三）项', false],
      ['OTHER', '第九条第（四）项', true],
    ]);
  });
});

describe('第十条: review', () => {
  it('ends 10 working days after the complete dossier', () => {
    expect(lastDay(xinjiang.filing.reviewTerm, '2025-12-31')).toBe('2026-01-15');
    expect(lastDay(xinjiang.filing.reviewTerm, '2026-02-13')).toBe('2026-03-05');
  });

  it.each([
    ['650102', '650100', 'XJ-10-4', 'in a prefecture, by the prefecture'],
    ['654002', '654000', 'XJ-10-4', 'Ili is a prefecture like its neighbours'],
    ['654201', '654200', 'XJ-10-4', 'Tacheng is not under Ili here'],
    ['659001', '650000', 'XJ-10-4', 'G-19: Shihezi has no prefecture'],
    ['110108', '650000', 'XJ-10-3', 'from outside, by the region'],
    ['210102', '650000', 'XJ-10-3', 'from outside, by the region'],
  ])('an agency registered in %s is reviewed by %s (%s: %s)', (registered, division, basis) => {
    expect(reviewerOf(xinjiang, registered)).toEqual({ division, kind: 'authority', basis });
  });
});

describe('第十一条: the annual report', () => {
  it('for 2024 is in time until 30 June 2025, a fixed date that never is provisional (G-05)', () => {
    expect(reportLastDay(xinjiang, '2024', STATE_COUNCIL_CALENDAR)).toMatchObject({
      date: '2025-06-30',
      provisional: false,
    });
    expect(reportLastDay(xinjiang, '2026', STATE_COUNCIL_CALENDAR)).toMatchObject({
      date: '2027-06-30',
      provisional: false,
    });
    // 30 June 2024 was a Sunday.
    expect(reportLastDay(xinjiang, '2023', STATE_COUNCIL_CALENDAR)).toMatchObject({ date: '2024-06-30' });
  });

  it('is first owed for the year of the filing, and every year after (G-06)', () => {
    expect(firstReportPeriod(xinjiang, day('2024-03-13'))).toBe('2024');
    expect(firstReportPeriod(xinjiang, day('2024-12-31'))).toBe('2024');
    expect(firstReportPeriod(xinjiang, day('2025-01-01'))).toBe('2025');
    expect(nextReportPeriod('2024')).toBe('2025');
  });

  it('when missed revokes the file by itself, without a bar', () => {
    const report = xinjiang.periodicReport;
    expect(report).toMatchObject({
      kind: 'yearly',
      late: { value: { consequence: 'revoked', ground: 'LATE-REPORT' } },
      mode: { value: 'auto' },
    });
    const ground = xinjiang.discipline.revocationGrounds.find(({ value }) => value.code === 'LATE-REPORT');
    expect(ground).toMatchObject({ basis: 'XJ-11-2', value: { automatic: true, barMonths: 0 } });
  });
});

describe('第十二条: a change', () => {
  it('is filed within 20 working days of the change and reviewed within 10 of its filing', () => {
    expect(lastDay(xinjiang.filing.amendmentTerm, '2025-08-01')).toBe('2025-08-29');
    expect(lastDay(xinjiang.filing.amendmentReviewTerm, '2025-08-01')).toBe('2025-08-15');
  });
});

describe('第十五条: discipline', () => {
  it('第十五条第（二）项: interview, order, refusal, revocation, in that order', () => {
    expect(xinjiang.discipline.order.value).toBe('in-order');
    expect(xinjiang.discipline.ladder.map(({ value }) => value)).toEqual([
      'interviewed',
      'rectification-ordered',
      'rectification-refused',
      'revoked',
    ]);
  });

  it.each(['2024-10-15', '2024-10-16'])(
    'a bar from a revocation served on %s ends on the corresponding day',
    (served) => {
      expect(barLastDay(xinjiang, 'REFUSED-RECTIFICATION', day(served))).toBe(served.replace('2024', '2025'));
    },
  );

  it.each(['LATE-REPORT', 'LISTED', 'UNLICENSED', 'NO-SUCH-GROUND'])('G-02: %s carries no bar', (ground) => {
    expect(barLastDay(xinjiang, ground, day('2024-10-16'))).toBeUndefined();
  });

  it('has the four grounds with their articles', () => {
    expect(xinjiang.discipline.revocationGrounds.map(({ value, article }) => [value.code, article])).toEqual([
      ['LATE-REPORT', '第十一条第二款'],
      ['LISTED', '第十五条第（一）项'],
      ['REFUSED-RECTIFICATION', '第十五条第（二）项'],
      ['UNLICENSED', '第十五条第（三）项'],
    ]);
  });
});

describe('第二十二条 and 第二十四条: objections and complaints', () => {
  it('an objection at the agency is decided within 10 working days', () => {
    expect(lastDay(xinjiang.rights.objectionAtAgency, '2025-09-26')).toBe('2025-10-16');
  });

  it('a complaint within 15 working days of its acceptance', () => {
    expect(lastDay(xinjiang.rights.complaintTerm, '2025-09-29')).toBe('2025-10-27');
  });
});

describe('a rulebook that does not exist', () => {
  it('is undefined, or thrown out with the names of those that do', () => {
    expect(rulebookById('xj-measures@2030-01-01')).toBeUndefined();
    expect(() => rulebookOrThrow('xj-measures@2030-01-01')).toThrow(
      /there are nd-notice@2018-02-02, ln-regulation@2022-01-01/,
    );
    expect(rulebookOf('440000', day('2025-01-01'))).toBeUndefined();
  });
});
