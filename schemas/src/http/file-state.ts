import { z } from 'zod';
import { instantSchema, legalDateSchema, ruleIdSchema } from '../envelope.ts';
import { fileStatusSchema } from './register.ts';

const caseSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    step: z.string(),
    ref: z.string().optional(),
    openedAt: instantSchema,
    movedAt: instantSchema,
  })
  .meta({ id: 'Case' });

const clockSchema = z
  .object({
    kind: z.string(),
    rule: ruleIdSchema,
    caseId: z.string().optional(),
    startedOn: legalDateSchema,
    lastDay: legalDateSchema.meta({ description: 'An act on this day is in time' }),
    target: z.literal(true).optional().meta({ description: 'A target of the product, not a term of law' }),
    provisional: z.boolean().meta({ description: 'A year without a published calendar lies in the count' }),
  })
  .meta({ id: 'Clock' });

/** A file's state at a view: the same shape from the API, from `replay --json` and on the pages. */
export const fileStateSchema = z
  .object({
    fileId: z.string(),
    uscc: z.string(),
    name: z.string().nullable(),
    jurisdiction: z.string().regex(/^\d{6}$/),
    division: z.string().nullable(),
    status: fileStatusSchema,
    revision: z.int().min(0).nullable(),
    position: z.int().min(1).nullable(),
    rulebook: z.string().nullable(),
    simulation: z.boolean().meta({ description: 'True under a draft: simulation, without legal effect' }),
    openCases: z.array(caseSchema),
    clocks: z.array(clockSchema),
  })
  .meta({ id: 'FileState' });
