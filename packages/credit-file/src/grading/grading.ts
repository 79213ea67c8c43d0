import type { Rulebook } from '@ledger/rulebooks';
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
  guards: { graded: [gradeFitsScore, documentStands] },
  computed: {
    grade: ({ file, act, rulebook }) => ({
      inspectionRatioBp: ratioOfGrade(rulebook, (act.data as EventData<'graded'>).grade),
      ...(file.grade === undefined ? {} : { previous: file.grade }),
    }),
  },
};

/** The grade is the one of the score, or the one below which nobody falls without a document. */
function gradeFitsScore({ act, rulebook }: Matter): Refusal | undefined {
  const { grade, score } = act.data as EventData<'graded'>;
  const { value, basis } = rulebook.grading.bands;
  const band = value.find(({ scoreMin }) => score >= scoreMin);
  const heldBack = rulebook.grading.worstWithoutDocument.value;
  if (band?.grade === grade || (grade === heldBack && isWorse(rulebook, band?.grade, heldBack)))
    return undefined;
  return refuse(
    'GRADE_OUT_OF_BAND',
    [basis],
    `a score of ${score} makes the grade ${band?.grade ?? 'none'}, not ${grade}`,
  );
}

/** Points alone make nobody high risk: an adverse act with a document has to stand on the file. Law: G-13. */
function documentStands({ file, act, rulebook }: Matter): Refusal | undefined {
  const { grade } = act.data as EventData<'graded'>;
  const { value: heldBack, basis } = rulebook.grading.worstWithoutDocument;
  if (file.foundByDocument || !isWorse(rulebook, grade, heldBack)) return undefined;
  return refuse(
    'GRADE_OUT_OF_BAND',
    [basis],
    `without an adverse act that rests on a document the worst grade is ${heldBack}, not ${grade}`,
  );
}

/** Bands stand best first. */
function isWorse({ grading }: Rulebook, one: string | undefined, other: string): boolean {
  const place = (grade: string | undefined) => grading.bands.value.findIndex((band) => band.grade === grade);
  return place(one) > place(other);
}
