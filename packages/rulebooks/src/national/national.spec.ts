import { addMonths, legalDateOrThrow } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { reviewerOf } from '../competence.ts';
import { rulebookOf, rulebookOrThrow } from '../law.ts';

const day = legalDateOrThrow;
const national = rulebookOrThrow('nd-notice@2018-02-02');

describe('发改办财金〔2018〕190号', () => {
  it.each([
    ['2018-02-01', undefined],
    ['2018-02-02', 'nd-notice@2018-02-02'],
  ])('on %s: %s', (date, id) => expect(rulebookOf('000000', day(date))?.id).toBe(id));

  it('第四部分第（三）项: an agency applies to the NDRC wherever it is registered', () => {
    expect(reviewerOf(national, '650102')).toEqual({
      division: '000000',
      kind: 'authority',
      basis: 'ND-4.3-1',
    });
  });

  it('第四部分第（二）项: branches in 10 provinces and three years without a bad record', () => {
    expect(national.pilot?.provincesMin).toMatchObject({ value: 10, basis: 'ND-4.2-1' });
    const cleanMonths = national.pilot?.cleanRecord.value.amount ?? 0;
    expect(addMonths(day('2026-11-22'), -cleanMonths)).toBe('2023-11-22');
  });

  it('第三部分第（二）项: commitments are checked every year', () => {
    expect(national.discipline.commitmentCheck).toMatchObject({
      value: { amount: 12, unit: 'month' },
      basis: 'ND-3.2-2',
    });
  });
});
