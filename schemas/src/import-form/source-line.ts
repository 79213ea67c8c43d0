import { z } from 'zod';
import { instantSchema, legalDateSchema, ruleIdSchema } from '../envelope.ts';
import { label, partyId, reference, rulebook, text } from '../events/vocabulary.ts';

const sourceActor = z.strictObject({
  kind: z.enum([
    'agency',
    'authority',
    'department',
    'public',
    'system',
    'importer',
    'portal',
    'platform',
    'subject',
    'pboc',
  ]),
  org: partyId,
  officer: partyId.optional(),
  on_behalf: label.optional(),
});

const sourceDue = z.strictObject({
  date: legalDateSchema,
  rule: ruleIdSchema.optional(),
  amount: z.int().min(1).optional(),
  unit: z.enum(['calendar-day', 'working-day']).optional(),
  basis: text.optional(),
});

/**
 * One line of the import form: an event as another register exported it, in its words.
 *
 * `version` counts the file's events from 1; `position` is the source's own and is not kept.
 */
export const sourceLineSchema = z.strictObject({
  event_id: reference,
  agency_id: reference,
  version: z.int().min(1),
  type: z.string(),
  jurisdiction: z.string(),
  rule_pack: rulebook,
  occurred_at: instantSchema,
  recorded_at: instantSchema,
  actor: sourceActor,
  legal_basis: z.union(
    [ruleIdSchema, z.array(ruleIdSchema).min(1)],
    'a rule id like XJ-11-2, or a list of them',
  ),
  uscc: z.string(),
  agency_name: label,
  data: z.record(z.string(), z.unknown()),
  position: z.int().min(1).optional(),
  causation_id: reference.nullable().optional(),
  due: sourceDue.optional(),
});

export type SourceLine = Readonly<z.infer<typeof sourceLineSchema>>;

/** Jurisdictions of the import form, as the codes of GB/T 2260 that files are named by. */
export const JURISDICTION_CODES: ReadonlyMap<string, string> = new Map([
  ['XJ', '650000'],
  ['LN', '210000'],
  ['ZY', '620700'],
  ['ND', '000000'],
]);

/** Kinds of actor of the import form that the ledger calls otherwise. */
export const ACTOR_KINDS = {
  portal: 'system',
  platform: 'department',
  subject: 'public',
  pboc: 'department',
} as const;
