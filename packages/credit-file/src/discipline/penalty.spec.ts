import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { authority, given } from '../../testing/scenario.ts';
import { ON_FILE_IN_LIAONING, SHENYANG } from '../../testing/steps.ts';
import { measureIsListed } from './penalty.ts';

/** Liaoning with a list of one measure, in force for the first half of 2025. */
const { rulebook, calendar } = LAW_OF.liaoning;
const [measure] = rulebook.discipline.measures;
if (measure === undefined) throw new Error('Liaoning has a list of measures');
const halfYear = {
  ...rulebook,
  discipline: {
    ...rulebook.discipline,
    measures: [{ ...measure, value: { ...measure.value, inForceFrom: '2025-01-01', lastDay: '2025-06-30' } }],
  },
};

const { file } = given(ON_FILE_IN_LIAONING, SHENYANG).history;

/** What the list says to a penalty that takes a measure on a day. */
function judged(title: string, day: string) {
  return measureIsListed({
    file,
    rulebook: halfYear,
    calendar,
    act: {
      type: 'penalised',
      data: { measure: title },
      occurredAt: `${day}T10:00:00+08:00`,
      actor: authority,
      basis: ['LNR-26-1'],
    },
  });
}

describe('LNR-25-1, LNR-25-2: a measure is taken while the list has it', () => {
  it.each([
    ['2024-12-31', 'MEASURE_NOT_LISTED'],
    ['2025-01-01', undefined],
    ['2025-06-30', undefined],
    ['2025-07-01', 'MEASURE_NOT_LISTED'],
  ])('on %s: %s', (day, code) => {
    expect(judged(measure.value.title, day)?.code).toBe(code);
  });

  it('a fine is no measure of the list and rests on its own article', () =>
    expect(judged('罚款', '2025-12-31')).toBeUndefined());

  it('the refusal names the measures that may be taken', () =>
    expect(judged('限制乘坐高铁', '2025-03-03')).toMatchObject({
      basis: ['LNR-26-1'],
      detail: expect.stringContaining(measure.value.title),
    }));
});
