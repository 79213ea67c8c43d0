import type { Grade, GradeBand, Rulebook } from '@ledger/rulebooks';
import type { JournalledEvent } from '@ledger/schemas';
import { evolveFacts, NO_FACTS } from './grade-facts.ts';
import type { ComputedGrade, GradeFacts, GradeResult, RecordedGrade } from './grade-row.ts';

/**
 * The grade that a file's events make under one rulebook, whichever rulebooks governed them: “what would it be under that version”.
 *
 * Shape:  null when the events hold no filing.
 * Units:  `events` are one file's, in position order.
 * Errors: never throws.
 * Law:    XJ-14-3, LNR-20-3; decision G-25.
 */
export function gradeOf(
  events: Iterable<JournalledEvent>,
  rulebook: Rulebook,
): (GradeFacts & { readonly result: GradeResult }) | null {
  let facts = NO_FACTS;
  for (const event of events) facts = evolveFacts(facts, event, rulebook);
  return facts.filed ? { ...facts, result: resultOf(facts, rulebook) } : null;
}

/** The grade that follows from the facts and the thresholds of a rulebook. */
export function resultOf(facts: GradeFacts, rulebook: Rulebook): GradeResult {
  const { bands, initialScore } = rulebook.grading;
  const computed = compute(facts, rulebook);
  const recorded = facts.recorded.findLast(({ undoneBy }) => undoneBy === undefined);
  const grade = recorded?.grade ?? computed.grade;
  return {
    rulebook: rulebook.id,
    grade,
    decidedBy: recorded === undefined ? 'computation' : 'authority',
    inspectionRatioBp: recorded?.inspectionRatioBp ?? computed.inspectionRatioBp,
    inspectionsPerYear: bandOf(bands.value, grade).inspectionsPerYear,
    computed,
    recorded: recorded === undefined ? null : { ...recorded, pointsSince: pointsAfter(facts, recorded) },
    initialScore: initialScore.value,
    thresholds: bands.value,
  };
}

function compute(facts: GradeFacts, { grading }: Rulebook): ComputedGrade {
  const active = facts.points.filter(({ undoneBy }) => undoneBy === undefined);
  const sum = active.reduce((total, { points }) => total + points, grading.initialScore.value);
  const score = Math.min(100, Math.max(0, sum));
  const bands = grading.bands.value;
  const byScore = bands.find((band) => score >= band.scoreMin) ?? worstOf(bands);
  const limit = bandOf(bands, grading.worstWithoutDocument.value);
  const held = bands.indexOf(byScore) > bands.indexOf(limit) && !active.some(({ documented }) => documented);
  const { grade, inspectionRatioBp, inspectionsPerYear } = held ? limit : byScore;
  return {
    grade,
    score,
    inspectionRatioBp,
    inspectionsPerYear,
    ...(held && { heldBackFrom: byScore.grade }),
  };
}

function pointsAfter({ points }: GradeFacts, { event }: RecordedGrade): number {
  return points.filter((point) => point.event.position > event.position).length;
}

/** The band of a grade; a rulebook without it knows the grade only as its worst. */
function bandOf(bands: readonly GradeBand[], grade: Grade): GradeBand {
  return bands.find((band) => band.grade === grade) ?? worstOf(bands);
}

function worstOf(bands: readonly GradeBand[]): GradeBand {
  const worst = bands.at(-1);
  if (worst === undefined) throw new Error('a rulebook without grades');
  return worst;
}
