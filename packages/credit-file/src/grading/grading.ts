import type { EventData } from '@ledger/schemas';
import { ratioOfGrade } from '../inspection/sampling.ts';
import type { Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Grade (信用分级): the authority's own verdict on the score, which sets how often an agency is inspected.
 *
 * The score itself is counted from the file by the projection of supervision grades; here it is held against the thresholds,
 * and no agency is high risk without an act that rests on a document (G-13).
 *
 * Law: XJ-14-3; LNO-1.2-5, LNO-2.2-1 to LNO-2.2-3; LNR-20-2.
 */
export const grading: Process = {
  guards: { graded: [gradeFitsScore] },
  computed: {
    grade: ({ file, act, rulebook }) => ({
      inspectionRatioBp: ratioOfGrade(rulebook, (act.data as EventData<'graded'>).grade),
      ...(file.grade === undefined ? {} : { previous: file.grade }),
    }),
  },
};

function gradeFitsScore({ act, rulebook }: Matter): Refusal | undefined {
  const { grade, score } = act.data as EventData<'graded'>;
  const { value, basis } = rulebook.grading.bands;
  const band = value.find(({ scoreMin }) => score >= scoreMin);
  const heldBack = rulebook.grading.worstWithoutDocument.value;
  if (band?.grade === grade || grade === heldBack) return undefined;
  return refuse(
    'GRADE_OUT_OF_BAND',
    [basis],
    `a score of ${score} makes the grade ${band?.grade ?? 'none'}, not ${grade}`,
  );
}
