import { z } from 'zod';
import { legalDateSchema, ruleIdSchema } from '../envelope.ts';
import { pointInTimeParameter } from './parameters.ts';

/** A question about a report: on which day, and as the ledger knew it when. */
export const usabilityQuerySchema = z.strictObject({
  on: legalDateSchema
    .optional()
    .meta({ description: 'The day on which a department means to use it; today' }),
  knownAt: pointInTimeParameter.optional(),
});

/** Whether a department may use a credit report on a day, or why not and from when. */
export const usabilitySchema = z
  .object({
    fileId: z.string(),
    reportNo: z.string(),
    on: legalDateSchema,
    usable: z.boolean(),
    why: z
      .enum(['not-filed', 'not-published', 'publicity-runs', 'objected', 'rejected', 'expired'])
      .optional()
      .meta({ description: 'What stands in the way; absent when it may be used' }),
    from: legalDateSchema
      .optional()
      .meta({ description: 'First day on which it may be used if nobody objects, where one is known' }),
    provisional: z
      .boolean()
      .meta({ description: 'True when `from` is counted through a year without a published calendar' }),
    basis: z.array(ruleIdSchema).min(1),
    article: z.string().optional(),
    rulebook: z.string(),
    simulation: z.boolean().meta({ description: 'True under a draft: simulation, without legal effect' }),
    position: z
      .int()
      .min(0)
      .meta({ description: 'What the answer stands for; 0 when the file has no event' }),
  })
  .meta({ id: 'Usability' });

export type UsabilityAnswer = Readonly<z.infer<typeof usabilitySchema>>;
