import { z } from 'zod';
import { ruleIdSchema } from '../envelope.ts';
import { fileStatusSchema } from './register.ts';

const monthSchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month is YYYY-MM')
  .meta({ description: 'A month in Beijing time', examples: ['2025-06'] });

const jurisdictionSchema = z.string().regex(/^\d{6}$/, 'a jurisdiction has six digits');

/** Of which files, and in which months acts are counted; the months include both ends. */
export const statisticsQuerySchema = z
  .strictObject({
    jurisdiction: jurisdictionSchema.optional(),
    from: monthSchema.optional(),
    until: monthSchema.optional(),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    path: ['until'],
    error: 'is not before `from`',
  });

const count = z.int().min(0);
const ruleSchema = { rule: ruleIdSchema, article: z.string().optional() };

/**
 * The figures of supervision. Shape: agencies as they stand now; terms and sanctions of the asked months, in order of kind and
 * rule; `months` without holes from the first to the last with an act, `standings` as they were at the end of each.
 */
export const statisticsSchema = z
  .object({
    position: z.int().min(0),
    agencies: z.object({
      byStatus: z.array(z.object({ status: fileStatusSchema, count })),
      /** On file. */
      byDivision: z.array(z.object({ division: z.string(), name: z.string().optional(), count })),
      /** On file; an agency counts under each of its services. */
      byService: z.array(z.object({ service: z.string(), count })),
      byGrade: z.array(z.object({ grade: z.string(), count })),
    }),
    terms: z.array(z.object({ kind: z.string(), ...ruleSchema, met: count, missed: count, running: count })),
    sanctions: z.array(z.object({ ...ruleSchema, type: z.string(), standing: count, withdrawn: count })),
    months: z.array(
      z.object({
        month: monthSchema,
        standings: z.partialRecord(fileStatusSchema, count),
        met: count,
        missed: count,
        sanctions: count,
      }),
    ),
  })
  .meta({ id: 'Statistics' });

export type Statistics = Readonly<z.infer<typeof statisticsSchema>>;
