import { legalDateOrThrow, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { reviewerOf } from '../competence.ts';
import { countTerm, firstReportPeriod, isFirstYear, reportLastDay } from '../deadline.ts';
import { rulebookOf, rulebookOrThrow } from '../law.ts';

const day = legalDateOrThrow;
const liaoning = rulebookOrThrow('ln-regulation@2022-01-01');

describe('第五十五条: in force from 1 January 2022', () => {
  it.each([
    ['2021-12-31', undefined],
    ['2022-01-01', 'ln-regulation@2022-01-01'],
    ['2030-01-01', 'ln-regulation@2022-01-01'],
  ])('on %s: %s', (date, id) => expect(rulebookOf('210000', day(date))?.id).toBe(id));

  it('is law, while its opinions are a draft', () => {
    expect(liaoning.status).toBe('in-force');
    expect(liaoning.documents.map(({ prefix, status }) => [prefix, status])).toEqual([
      ['LNR', 'in-force'],
      ['LNO', 'draft'],
    ]);
  });
});

describe('第一部分第（二）项: by place of registration only', () => {
  it('an agency is reviewed by the city it is registered in, and none from outside', () => {
    expect(reviewerOf(liaoning, '211402')).toEqual({
      division: '211400',
      kind: 'authority',
      basis: 'LNO-1.2-1',
    });
    expect(reviewerOf(liaoning, '650102')).toBeUndefined();
  });
});

describe('what Liaoning does not have', () => {
  it('no periodic report, no first-year exemption, no review term, no refusal ground, no revocation', () => {
    expect(firstReportPeriod(liaoning, day('2025-01-01'))).toBeUndefined();
    expect(reportLastDay(liaoning, '2024', STATE_COUNCIL_CALENDAR)).toBeUndefined();
    expect(isFirstYear(liaoning, day('2025-01-01'), day('2025-01-02'))).toBe(false);
    expect(liaoning.filing.reviewTerm).toBeUndefined();
    expect(liaoning.filing.refusalGrounds).toEqual([]);
    expect(liaoning.discipline.revocationGrounds).toEqual([]);
  });
});

describe('保障措施第（三）项: by gravity, no rung climbed first', () => {
  it('interview, order, warning, criticism, penalty', () => {
    expect(liaoning.discipline.order.value).toBe('by-gravity');
    expect(liaoning.discipline.ladder.map(({ value }) => value)).toEqual([
      'interviewed',
      'rectification-ordered',
      'warned',
      'criticised',
      'penalised',
    ]);
  });
});

describe('第五十三条: penalties', () => {
  it('a unit 50 000 to 500 000 yuan, a person 10 000 to 100 000, unlawful gains confiscated', () => {
    expect(liaoning.discipline.penalties.map(({ value, basis }) => ({ ...value, basis }))).toEqual([
      {
        measure: 'fine',
        title: '罚款',
        target: 'agency',
        minFen: 50_000_00,
        maxFen: 500_000_00,
        basis: 'LNR-53-1',
      },
      {
        measure: 'fine',
        title: '罚款',
        target: 'person',
        minFen: 10_000_00,
        maxFen: 100_000_00,
        basis: 'LNR-53-2',
      },
      { measure: 'confiscation', title: '没收违法所得', target: 'agency', basis: 'LNR-53-3' },
    ]);
  });
});

describe('第三十七条: an objection at the public body', () => {
  const terms = liaoning.rights.objectionAtPublicBody;

  it.each([
    ['verify', '2025-09-26', '2025-09-30', 'LNR-37-1'],
    ['notifyCorrection', '2025-09-30', '2025-10-10', 'LNR-37-2'],
    ['reply', '2025-09-26', '2025-10-10', 'LNR-37-3'],
    ['result', '2025-09-30', '2025-10-10', 'LNR-37-4'],
  ] as const)('%s, from %s: last day %s (%s)', (stage, from, date, basis) => {
    const term = terms?.[stage];
    expect(term?.basis).toBe(basis);
    expect(term && countTerm(term.value, day(from), STATE_COUNCIL_CALENDAR).date).toBe(date);
  });

  it('第三十七条第二款: the clock stops for tests, appraisals and expert review', () => {
    expect(terms?.clockStops).toMatchObject({
      basis: 'LNR-37-8',
      value: expect.arrayContaining(['鉴定', '专家评审']),
    });
  });
});

describe('G-14: a list fixed by an agency', () => {
  it('is turned away under article 28', () => {
    expect(liaoning.rights.listingByAgency).toMatchObject({ value: 'rejected', article: '第二十八条第一款' });
  });
});
