import { z } from 'zod';
import { legalDateSchema, ruleIdSchema } from '../envelope.ts';
import { limitParameter } from './parameters.ts';
import { fileStatusSchema } from './register.ts';

/** A question to the worklist; all conditions given must hold. */
export const worklistQuerySchema = z.strictObject({
  division: z
    .string()
    .regex(/^\d{6}$/, 'a division is six digits of GB/T 2260')
    .optional()
    .meta({ description: 'Files whose address or whose reviewer lies in this division' }),
  due: legalDateSchema.optional().meta({ description: 'Terms that end on this day or before' }),
  kind: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9-]{0,59}$/, 'a kind is a word like review, report or report-2025')
    .optional()
    .meta({ description: 'Terms of this kind; `report` is every period of it' }),
  cursor: z.string().max(4000).optional(),
  limit: limitParameter,
});

const countedDaySchema = z
  .object({
    date: legalDateSchema,
    counted: z.boolean(),
    why: z
      .string()
      .meta({ description: 'Why offices work on that day or not, with the notice that says so' }),
  })
  .meta({ id: 'CountedDay' });

/** How a last day was counted: day 1 is the day after `startedOn`. */
const clockCountSchema = z
  .object({
    amount: z.int().min(1),
    unit: z.enum(['working-day', 'calendar-day', 'month']),
    stopped: z.int().min(1).optional().meta({ description: 'Working days for which the clock stood still' }),
    days: z.array(countedDaySchema).meta({ description: 'Every day of a term of working days, else empty' }),
  })
  .meta({ id: 'ClockCount' });

/** A term that runs on a file, and how its last day was counted. */
export const worklistItemSchema = z
  .object({
    fileId: z.string(),
    name: z.string().nullable(),
    division: z.string().nullable(),
    status: fileStatusSchema,
    kind: z.string(),
    rule: ruleIdSchema,
    article: z.string().optional(),
    caseId: z.string().optional(),
    startedOn: legalDateSchema,
    lastDay: legalDateSchema.meta({ description: 'An act on this day is in time' }),
    daysLeft: z
      .int()
      .meta({ description: 'Calendar days from today to the last day; negative when it has passed' }),
    target: z.literal(true).optional().meta({ description: 'A target of the product, not a term of law' }),
    provisional: z.boolean().meta({
      description: 'A year without a published calendar lies in the count; nothing adverse follows by itself',
    }),
    count: clockCountSchema
      .nullable()
      .meta({ description: 'Null for a day that the law fixes or an act states, such as 30 June' }),
  })
  .meta({ id: 'WorklistItem' });

/** One page of the worklist. Shape: the term that ends first in front; `next` is absent on the last page. */
export const worklistPageSchema = z
  .object({
    today: legalDateSchema,
    items: z.array(worklistItemSchema),
    next: z.string().optional(),
    position: z.int().min(0),
  })
  .meta({ id: 'WorklistPage' });

export type WorklistQuery = z.output<typeof worklistQuerySchema>;
export type WorklistItem = Readonly<z.infer<typeof worklistItemSchema>>;
export type WorklistPage = Readonly<z.infer<typeof worklistPageSchema>>;
