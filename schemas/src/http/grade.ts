import { z } from 'zod';
import { instantSchema, ruleIdSchema } from '../envelope.ts';
import { limitParameter, pointInTimeParameter } from './parameters.ts';

export const gradeQuerySchema = z.strictObject({
  asOf: pointInTimeParameter.optional(),
  knownAt: pointInTimeParameter.optional(),
  rulebook: z.string().max(100).optional().meta({
    description:
      'What the grade would be under this rulebook, e.g. `ln-regulation@2022-01-01`; nothing is written',
  }),
});

const gradeWord = z.string().min(1).max(10);
const placeSchema = z.object({
  id: z.uuid(),
  type: z.string(),
  revision: z.int().min(0),
  position: z.int().min(1),
  occurredAt: instantSchema,
});
const frequencySchema = z.object({ min: z.int().min(0), max: z.int().min(0).optional() });

/** Points that an event gave or took, and the rule that says so; an undone one counts nothing. */
export const gradePointSchema = z
  .object({
    points: z.int(),
    rule: ruleIdSchema,
    event: placeSchema,
    documented: z.boolean(),
    undoneBy: z.uuid().optional(),
  })
  .meta({ id: 'GradePoint' });

/**
 * The supervision grade of a file and all it rests on: where to look, and no verdict on the agency.
 *
 * Shape:  `result` is null when the agency has not filed by then.
 * Units:  ratios in basis points, scores 0–100.
 */
export const gradeAnswerSchema = z
  .object({
    fileId: z.string(),
    position: z.int().min(1),
    hypothetical: z
      .boolean()
      .meta({ description: 'True when `rulebook` was asked for and is not the one that governs' }),
    result: z
      .object({
        rulebook: z.string(),
        simulation: z.boolean().meta({ description: 'True under a draft: simulation, without legal effect' }),
        grade: gradeWord,
        decidedBy: z.enum(['authority', 'computation']),
        inspectionRatioBp: z.int().min(0).max(10_000),
        inspectionsPerYear: frequencySchema,
        computed: z.object({
          grade: gradeWord,
          score: z.int().min(0).max(100),
          inspectionRatioBp: z.int().min(0).max(10_000),
          inspectionsPerYear: frequencySchema,
          heldBackFrom: gradeWord.optional(),
        }),
        recorded: z
          .object({
            grade: gradeWord,
            score: z.int(),
            inspectionRatioBp: z.int().min(0).max(10_000),
            model: z.string(),
            event: placeSchema,
            pointsSince: z.int().min(0),
          })
          .nullable(),
        initialScore: z.int(),
      })
      .nullable(),
    points: z.array(gradePointSchema),
  })
  .meta({ id: 'GradeAnswer' });

export type GradeAnswer = Readonly<z.infer<typeof gradeAnswerSchema>>;

/** A question to the list of grades; both points in time default to now. */
export const gradeListQuerySchema = z.strictObject({
  asOf: pointInTimeParameter.optional(),
  knownAt: pointInTimeParameter.optional(),
  jurisdiction: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  grade: gradeWord.optional(),
  cursor: z.string().max(4000).optional(),
  limit: limitParameter,
});

const gradeListItemSchema = z
  .object({
    fileId: z.string(),
    rulebook: z.string(),
    simulation: z.boolean().meta({ description: 'True under a draft: simulation, without legal effect' }),
    grade: gradeWord,
    decidedBy: z.enum(['authority', 'computation']),
    score: z.int().min(0).max(100),
    inspectionRatioBp: z.int().min(0).max(10_000),
  })
  .meta({ id: 'GradeListItem' });

/** One page of grades, in the order of file ids. Shape: `total` counts all that match. */
export const gradeListSchema = z
  .object({
    items: z.array(gradeListItemSchema),
    total: z.int().min(0),
    next: z.string().optional(),
    position: z.int().min(0),
  })
  .meta({ id: 'GradeList' });

export type GradeListItem = z.infer<typeof gradeListItemSchema>;
