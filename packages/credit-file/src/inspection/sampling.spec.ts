import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { authority, given } from '../../testing/scenario.ts';
import { adverse, bySystem, ON_FILE, URUMQI } from '../../testing/steps.ts';
import { draw, isTheDraw, ratioOfGrade, samplingDuties } from './sampling.ts';

const { rulebook } = LAW_OF.xinjiang;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** As many agencies of each grade as are asked for, with file ids in order. */
function frameOf(numbers: Readonly<Record<string, number>>) {
  return Object.entries(numbers).flatMap(([grade, number]) =>
    Array.from({ length: number }, (_, index) => ({
      fileId: `650000-9165${grade.charCodeAt(0)}${String(index).padStart(4, '0')}`,
      grade,
    })),
  );
}
const plan = {
  plan: '2026-H1',
  seed: '乌鲁木齐 2026-01-05',
  frame: frameOf({ A: 100, B: 100, C: 50, D: 3 }),
};

describe('LNR-20-3, XJ-14-3: who is inspected is drawn by the grade', () => {
  it('of each grade the share of the rulebook, rounded up; of the worst all', () => {
    const drawn = Map.groupBy(draw(plan, rulebook).drawn, ({ inspectionRatioBp }) => inspectionRatioBp);
    expect([...drawn].map(([ratio, each]) => [ratio, each.length]).toSorted()).toEqual(
      [
        [200, 2],
        [1000, 10],
        [4000, 20],
        [10_000, 3],
      ].toSorted(),
    );
  });

  it('an agency that was never graded is drawn as the new one that it is', () => {
    const { drawn } = draw({ ...plan, frame: [{ fileId: URUMQI, grade: undefined }] }, rulebook);
    expect(drawn).toEqual([{ fileId: URUMQI, inspectionRatioBp: 1000 }]);
  });

  it('it is those whose hash of plan, seed and file comes first, told in the order of the files', () => {
    const lots = plan.frame
      .filter(({ grade }) => grade === 'C')
      .map(({ fileId }) => [sha256(`2026-H1\n乌鲁木齐 2026-01-05\n${fileId}`), fileId] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    const { drawn } = draw(plan, rulebook);
    const files = drawn.map(({ fileId }) => fileId);
    expect(files).toEqual(files.toSorted());
    expect(
      drawn.filter(({ inspectionRatioBp }) => inspectionRatioBp === 4000).map(({ fileId }) => fileId),
    ).toEqual(
      lots
        .slice(0, 20)
        .map(([, fileId]) => fileId)
        .toSorted(),
    );
  });

  it('the frame is known by the hash of its lines, a file and its grade each', () => {
    const frame = [
      { fileId: '650000-B', grade: undefined },
      { fileId: '650000-A', grade: 'C' },
    ];
    expect(draw({ ...plan, frame }, rulebook).frameSha256).toBe(sha256('650000-A C\n650000-B -'));
  });

  it('a new agency is drawn by the grade of the points it begins with, and where no grade has them always', () => {
    const ratioAt = (initial: number, bands = rulebook.grading.bands.value) =>
      ratioOfGrade(
        {
          ...rulebook,
          grading: {
            ...rulebook.grading,
            initialScore: { ...rulebook.grading.initialScore, value: initial },
            bands: { ...rulebook.grading.bands, value: bands },
          },
        },
        undefined,
      );
    expect([ratioAt(89), ratioAt(75), ratioAt(74), ratioAt(80, [])]).toEqual([1000, 1000, 4000, 10_000]);
  });

  it('the draw is the same whatever the order of the frame', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(plan.frame, { minLength: plan.frame.length }), (frame) => {
        expect(draw({ ...plan, frame }, rulebook)).toEqual(draw(plan, rulebook));
      }),
      { numRuns: 20 },
    );
  });

  it('another seed draws others', () => {
    const other = draw({ ...plan, seed: '另一种子' }, rulebook);
    expect(other.frameSha256).toBe(draw(plan, rulebook).frameSha256);
    expect(other.drawn).not.toEqual(draw(plan, rulebook).drawn);
  });

  it('anyone may draw again and find it true, or not', () => {
    const made = draw(plan, rulebook);
    expect(isTheDraw(made, plan, rulebook)).toBe(true);
    expect(isTheDraw({ ...made, drawn: made.drawn.slice(1) }, plan, rulebook)).toBe(false);
    expect(isTheDraw(made, { ...plan, seed: 'x' }, rulebook)).toBe(false);
    expect(isTheDraw(made, { ...plan, frame: plan.frame.slice(1) }, rulebook)).toBe(false);
    const promoted = plan.frame.map((entry) => ({ ...entry, grade: 'A' }));
    expect(isTheDraw(made, { ...plan, frame: promoted }, rulebook)).toBe(false);
  });

  it('stands on the file with seed, frame hash and ratio', () => {
    const small = { ...plan, frame: [{ fileId: URUMQI, grade: 'D' }] };
    const made = draw(small, rulebook);
    const duty = samplingDuties(small, made, '2026-01-05T09:00:00+08:00').get(URUMQI);
    expect(duty).toMatchObject({ name: 'sample', at: '2026-01-05T09:00:00+08:00' });
    given([...ON_FILE, adverse('interview', '2025-10-09T10:00:00+08:00', { code: 'FEE-LINKED' })])
      .when({
        name: 'grade',
        at: '2025-12-15T09:30:00+08:00',
        by: authority,
        data: { grade: 'D', score: 20, model: 'xj@1' },
      })
      .when(bySystem('sample', '2026-01-05T09:00:00+08:00', duty?.data))
      .thenEvents('sampled')
      .thenData(0, {
        plan: '2026-H1',
        seed: '乌鲁木齐 2026-01-05',
        frameSha256: made.frameSha256,
        inspectionRatioBp: 10_000,
      });
  });
});

describe('LNO-2.2-2: good credit and low risk, fewer inspections', () => {
  it('from grade to grade the ratio rises', () => {
    const ratios = ['A', 'B', 'C', 'D'].map(
      (grade) =>
        draw({ ...plan, frame: [{ fileId: URUMQI, grade }] }, LAW_OF.liaoning.rulebook).drawn[0]
          ?.inspectionRatioBp,
    );
    expect(ratios).toEqual([200, 1000, 4000, 10_000]);
  });
});
