import { describe, expect, it } from 'vitest';
import { authority, given, type Step } from '../../testing/scenario.ts';
import { adverse, ON_FILE, ON_FILE_IN_LIAONING, SHENYANG, SHENYANG_OFFICER } from '../../testing/steps.ts';

const grade = (grade: string, score: number, at = '2025-12-15T09:30:00+08:00'): Step => ({
  name: 'grade',
  at,
  by: authority,
  data: { grade, score, model: 'xj-measures-draft@2024-01-01' },
});

const interviewed = adverse('interview', '2025-10-09T10:00:00+08:00', { code: 'FEE-LINKED' });

describe('XJ-14-3: an agency is graded, and its inspections follow the grade', () => {
  it.each([
    ['A', 90, 200],
    ['B', 89, 1000],
    ['C', 74, 4000],
    ['D', 39, 10_000],
  ])('%s from %i points: %i basis points', (letter, score, inspectionRatioBp) => {
    given([...ON_FILE, interviewed])
      .when(grade(letter, score))
      .thenData(0, { inspectionRatioBp });
  });

  it.each([
    ['A', 89],
    ['B', 90],
    ['D', 40],
    ['B', 20],
  ])('%s is not what %i points make', (letter, score) => {
    given(ON_FILE).when(grade(letter, score)).thenRefused('GRADE_OUT_OF_BAND', 'XJ-14-3');
  });

  it('without a document the score alone makes no D, but the C that is held back (G-13)', () =>
    given(ON_FILE)
      .when(grade('D', 20))
      .thenRefused('GRADE_OUT_OF_BAND', 'XJ-14-3')
      .thenSays('without an adverse act that rests on a document the worst grade is C, not D')
      .when(grade('C', 20))
      .thenEvents('graded'));

  it('a C is not what makes up for better points', () =>
    given(ON_FILE)
      .when(grade('C', 95))
      .thenRefused('GRADE_OUT_OF_BAND', 'XJ-14-3')
      .thenSays('a score of 95 makes the grade A, not C'));

  it('a change of grade says what it was before', () =>
    given([...ON_FILE, grade('B', 80)])
      .when(grade('A', 93, '2026-06-15T09:30:00+08:00'))
      .thenData(0, { previous: 'B', inspectionRatioBp: 200 }));
});

describe('LNO-1.2-5, LNO-2.2-1, LNR-20-2: the file is what a grade rests on, and the grade what inspection rests on', () => {
  it('the grade stands on the file with its score, its model and its rule', () => {
    const { history } = given(ON_FILE_IN_LIAONING, SHENYANG).when({
      ...grade('A', 95),
      by: SHENYANG_OFFICER,
    });
    expect(history.file.grade).toBe('A');
    expect(history.events.at(-1)).toMatchObject({
      type: 'graded',
      data: { score: 95, model: 'xj-measures-draft@2024-01-01', inspectionRatioBp: 200 },
      metadata: { basis: ['LNO-2.2-1'] },
    });
  });
});

describe('LNR-20-1, ND-3.4-1: what others say of an agency may be an input', () => {
  it('with its author and its day, beside the score of the authority', () => {
    const evaluations = [{ by: 'third-party-1', result: '良', on: '2025-11-20' }];
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({
        ...grade('A', 95),
        by: SHENYANG_OFFICER,
        data: { ...grade('A', 95).data, evaluations },
      })
      .thenData(0, { grade: 'A', evaluations });
  });
});
