import { addDays, parseInstant, parseLegalDate, startOfDay } from '@ledger/statutory-calendar';
import { z } from 'zod';
import { actorSchema, documentReferenceSchema, instantSchema, sha256Schema } from '../envelope.ts';
import { fileIdParameter, limitParameter } from './parameters.ts';

/** One end of a range of time: an instant, or a day, which is inside the range with all its hours. */
function edgeOfRange(side: 'from' | 'before') {
  return z
    .string()
    .transform((text, context) => {
      const day = parseLegalDate(text);
      if ('value' in day) return startOfDay(side === 'from' ? day.value : addDays(day.value, 1)) as string;
      const instant = parseInstant(text.replace(/ (?=\d{2}:\d{2}$)/, '+'));
      if ('value' in instant) return instant.value as string;
      const rule =
        day.fault.code === 'DATE_IMPOSSIBLE' || instant.fault.code === 'INSTANT_IMPOSSIBLE'
          ? 'no such day or time of day exists'
          : 'is YYYY-MM-DD or RFC 3339 with +08:00';
      context.issues.push({ code: 'custom', message: rule, input: text });
      return z.NEVER;
    })
    .meta({
      description:
        side === 'from' ? 'From this day or instant on' : 'To the end of this day, or before this instant',
    });
}

/** A question to the audit trail; all conditions given must hold. */
export const auditQuerySchema = z.strictObject({
  fileId: fileIdParameter.optional(),
  type: z.string().min(1).max(60).optional(),
  actor: z.string().min(1).max(100).optional().meta({ description: 'Id of who acted' }),
  org: z.string().min(1).max(100).optional(),
  division: z
    .string()
    .regex(/^\d{6}$/, 'a division is six digits of GB/T 2260')
    .optional(),
  rule: z
    .string()
    .regex(/^[A-Z]{2,3}\d*(-[0-9.]+)+$/, 'a rule id looks like XJ-11-2; XJ-11 is the whole article')
    .optional(),
  document: z.string().min(1).max(200).optional().meta({ description: 'Number of the document' }),
  provenance: z.literal('incomplete').optional(),
  imported: z.uuid('a batch id is a UUID').optional(),
  recordedFrom: edgeOfRange('from').optional(),
  recordedTo: edgeOfRange('before').optional(),
  occurredFrom: edgeOfRange('from').optional(),
  occurredTo: edgeOfRange('before').optional(),
  cursor: z.string().max(4000).optional(),
  limit: limitParameter,
});

/** One event as an auditor looks it up: who did what, by what right, when, and on what paper. */
export const auditItemSchema = z
  .object({
    position: z.int().min(1),
    eventId: z.uuid(),
    stream: z.string(),
    revision: z.int().min(0),
    fileId: z.string().optional(),
    type: z.string(),
    actor: actorSchema,
    basis: z.array(z.object({ id: z.string(), article: z.string().optional() })),
    rulebook: z.string(),
    simulation: z.boolean().meta({ description: 'True under a draft: simulation, without legal effect' }),
    occurredAt: instantSchema,
    effectiveFrom: instantSchema,
    recordedAt: instantSchema,
    document: documentReferenceSchema.optional(),
    provenance: z.literal('incomplete').optional(),
    imported: z.uuid().optional(),
    commandId: z.uuid(),
    causationId: z.uuid().optional(),
    hash: sha256Schema,
  })
  .meta({ id: 'AuditItem' });

/** One page of the audit trail. Shape: newest first; `next` is absent on the last page. */
export const auditPageSchema = z
  .object({
    items: z.array(auditItemSchema),
    total: z.int().min(0),
    next: z.string().optional(),
    position: z.int().min(0),
  })
  .meta({ id: 'AuditPage' });

export type AuditQuery = z.output<typeof auditQuerySchema>;
export type AuditItem = Readonly<z.infer<typeof auditItemSchema>>;
export type AuditPage = Readonly<z.infer<typeof auditPageSchema>>;
