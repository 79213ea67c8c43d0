import { z } from 'zod';
import {
  actorSchema,
  documentReferenceSchema,
  instantSchema,
  ruleIdSchema,
  sha256Schema,
} from '../envelope.ts';
import { limitParameter, pointInTimeParameter, revisionParameter } from './parameters.ts';

/** A question to the history of a file. */
export const historyQuerySchema = z.strictObject({
  from: revisionParameter.optional().meta({ description: 'First revision wanted' }),
  to: revisionParameter.optional().meta({ description: 'Last revision wanted' }),
  type: z.string().min(1).max(60).optional().meta({ description: 'Only events of this type' }),
  asOf: pointInTimeParameter.optional(),
  knownAt: pointInTimeParameter.optional(),
  limit: limitParameter,
});

/**
 * One event of a file with where it came from.
 *
 * Shape: personal values of `data` are masked, and `masked` lists their paths; `hash` is over the event as stored.
 */
export const historicEventSchema = z
  .object({
    position: z.int().min(1),
    revision: z.int().min(0),
    id: z.uuid(),
    type: z.string(),
    schema: z.int().min(1),
    occurredAt: instantSchema,
    effectiveFrom: instantSchema.optional(),
    recordedAt: instantSchema,
    actor: actorSchema,
    basis: z.array(ruleIdSchema).min(1),
    rulebook: z.string(),
    simulation: z.boolean().meta({ description: 'True under a draft: simulation, without legal effect' }),
    document: documentReferenceSchema.optional(),
    provenance: z.enum(['complete', 'incomplete']),
    data: z.record(z.string(), z.unknown()),
    masked: z.array(z.string()),
    commandId: z.uuid(),
    causationId: z.uuid().optional(),
    correlationId: z.uuid(),
    imported: z.uuid().optional(),
    prior: sha256Schema.optional(),
    hash: sha256Schema,
  })
  .meta({ id: 'HistoricEvent' });

/** One page of a file's history. Shape: in revision order; `next` is the revision to go on from, absent at the end. */
export const historyPageSchema = z
  .object({
    fileId: z.string(),
    total: z.int().min(0).meta({ description: 'Events of the file at this view, filtered or not' }),
    matching: z.int().min(0),
    events: z.array(historicEventSchema),
    next: z.int().min(0).optional(),
    position: z.int().min(0).meta({ description: 'What the page stands for' }),
  })
  .meta({ id: 'HistoryPage' });

export type HistoryQuery = z.output<typeof historyQuerySchema>;
export type HistoricEvent = Readonly<z.infer<typeof historicEventSchema>>;
export type HistoryPage = Readonly<z.infer<typeof historyPageSchema>>;
