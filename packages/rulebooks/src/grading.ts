import { z } from 'zod';
import type { Cite } from './parameter.ts';
import { parameterOf } from './parameter.ts';

const gradeSchema = z.enum(['A', 'B', 'C', 'D']);
/** A is low risk, B general, C higher, D high: an internal reference for where to look, no verdict on the agency. */
export type Grade = z.infer<typeof gradeSchema>;

/** What a grade asks of the supervisor. Units: ratio in basis points (10 000 = every agency), frequency per agency and year. */
const gradeBandSchema = z
  .strictObject({
    grade: gradeSchema,
    /** Lowest score that still has the grade. Units: 0–100. */
    scoreMin: z.int().min(0).max(100),
    inspectionRatioBp: z.int().min(0).max(10_000),
    inspectionsPerYear: z.strictObject({ min: z.int().min(0), max: z.int().min(0).optional() }).readonly(),
  })
  .readonly();

/** How many points an event is worth; the first rule in the list that fits an event speaks for it. */
const pointRuleSchema = z
  .strictObject({
    event: z.string().min(1),
    /** Fields of the event's data that must have these values. */
    when: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    points: z.int().min(-100).max(100),
  })
  .readonly();

/** The grading section of a rulebook. */
export function gradingSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      initialScore: parameter(z.int().min(0).max(100)),
      /** Best grade first, by falling `scoreMin`, the last from 0. */
      bands: parameter(z.array(gradeBandSchema).min(2).readonly()),
      points: z.array(parameter(pointRuleSchema)).min(1).readonly(),
      /** Events that undo an earlier one: the one they name, else the latest of its type not yet undone, loses its points. */
      reversals: z
        .array(
          parameter(z.strictObject({ event: z.string().min(1), reverses: z.string().min(1) }).readonly()),
        )
        .readonly(),
      /** The worst grade an agency may have without an adverse act that rests on a legal document. */
      worstWithoutDocument: parameter(gradeSchema),
    })
    .readonly();
}

export type Grading = z.output<ReturnType<typeof gradingSchema>>;
export type GradeBand = Readonly<z.infer<typeof gradeBandSchema>>;
export type PointRule = Grading['points'][number];
