import { z } from 'zod';
import { documentReferenceSchema, instantSchema, ruleIdSchema } from '../envelope.ts';
import { limitParameter, pointInTimeParameter } from './parameters.ts';

/** A question to the provenance of a file; without `fact`, of every fact. */
export const provenanceQuerySchema = z.strictObject({
  fact: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .meta({ description: 'Only the changes of this fact, e.g. `name`' }),
  asOf: pointInTimeParameter.optional(),
  knownAt: pointInTimeParameter.optional(),
  after: z
    .string()
    .regex(/^\d{1,9}$/, 'is the number of changes read so far')
    .transform(Number)
    .default(0),
  limit: limitParameter,
});

/**
 * What a fact of a file became, by which event, from which source and why.
 *
 * Shape: `value` is absent where it could name a person; `masked` says so.
 */
const factChangeSchema = z
  .object({
    fact: z.string(),
    value: z.unknown().optional(),
    masked: z.boolean(),
    revision: z.int().min(0),
    eventId: z.uuid(),
    type: z.string(),
    source: z.object({
      kind: z.string(),
      org: z.string(),
      document: documentReferenceSchema.optional(),
    }),
    basis: z.array(ruleIdSchema).min(1),
    reason: z.string().optional(),
    occurredAt: instantSchema,
    recordedAt: instantSchema,
  })
  .meta({ id: 'FactChange' });

/** One page of changes. Shape: in the order of the events; hand `next` back as `after`, absent at the end. */
export const provenancePageSchema = z
  .object({
    fileId: z.string(),
    facts: z
      .array(z.string())
      .meta({ description: 'Facts that have ever changed, in the order of the file' }),
    changes: z.array(factChangeSchema),
    next: z.int().min(1).optional(),
    position: z.int().min(0),
  })
  .meta({ id: 'ProvenancePage' });

export type FactChangeItem = Readonly<z.infer<typeof factChangeSchema>>;
export type ProvenancePage = Readonly<z.infer<typeof provenancePageSchema>>;
