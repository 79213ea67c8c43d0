import { z } from 'zod';
import { type actorSchema, documentReferenceSchema, instantSchema, ruleIdSchema } from '../envelope.ts';
import { EVENT_CATALOGUE, type EventType } from '../events/catalogue.ts';

/** One thing a person may ask of a file: the event it comes to, and who may ask. */
export interface CommandWord {
  readonly event: EventType;
  readonly by: readonly ('agency' | 'authority' | 'department' | 'public' | 'system')[];
  /** Whose file an agency gives it on; its own unless this says otherwise. */
  readonly onFileOf?: 'another';
  /** Payload fields that the decision works out itself; a caller cannot send them. */
  readonly computed?: readonly string[];
}

/** Every command, imperative, with the past-tense event it comes to. */
export const COMMANDS = {
  file: { event: 'filed', by: ['agency'], computed: ['annualReportExempt', 'due'] },
  'withdraw-filing': { event: 'filing-withdrawn', by: ['agency'] },
  'pass-verification': { event: 'verified', by: ['system', 'authority'] },
  'fail-verification': { event: 'verification-failed', by: ['system', 'authority'] },
  'request-supplement': { event: 'supplement-requested', by: ['authority'], computed: ['due'] },
  supplement: { event: 'supplemented', by: ['agency'], computed: ['due'] },
  accept: { event: 'accepted', by: ['authority'], computed: ['reviewDays'] },
  refuse: { event: 'refused', by: ['authority'], computed: ['reviewDays'] },
  refile: {
    event: 'refiled',
    by: ['agency'],
    computed: ['annualReportExempt', 'due', 'previousRefusal', 'previousRevocation'],
  },
  'reject-filing': { event: 'filing-rejected', by: ['authority'], computed: ['barLastDay'] },
  route: { event: 'routed', by: ['system', 'authority'], computed: ['reviewer', 'division'] },
  'declare-review-overdue': { event: 'review-overdue', by: ['system'], computed: ['dueDate'] },
  publish: { event: 'published', by: ['authority', 'system'] },
  commit: { event: 'committed', by: ['agency'] },
  'check-commitment': { event: 'commitment-checked', by: ['authority'] },
  'find-breach': { event: 'commitment-breached', by: ['authority'] },
  amend: { event: 'amended', by: ['agency'], computed: ['late', 'due'] },
  'accept-amendment': { event: 'amendment-accepted', by: ['authority'], computed: ['reviewDays', 'due'] },
  'refuse-amendment': { event: 'amendment-refused', by: ['authority'], computed: ['reviewDays', 'due'] },
  'declare-amendment-overdue': {
    event: 'amendment-overdue',
    by: ['system', 'authority'],
    computed: ['due'],
  },
  report: { event: 'reported', by: ['agency', 'authority'], computed: ['due'] },
  'report-work': { event: 'work-reported', by: ['agency', 'authority'], computed: ['due', 'late'] },
  'declare-report-overdue': { event: 'report-overdue', by: ['system'], computed: ['dueDate'] },
  'declare-work-report-overdue': {
    event: 'work-report-overdue',
    by: ['system'],
    computed: ['dueDate'],
  },
  remind: { event: 'reminded', by: ['system'] },
  sample: { event: 'sampled', by: ['system', 'authority'], computed: ['inspectionRatioBp'] },
  inspect: { event: 'inspected', by: ['authority'] },
  'record-obstruction': { event: 'inspection-obstructed', by: ['authority'] },
  grade: { event: 'graded', by: ['authority'], computed: ['previous', 'inspectionRatioBp'] },
  interview: { event: 'interviewed', by: ['authority'] },
  'order-rectification': { event: 'rectification-ordered', by: ['authority'], computed: ['due'] },
  rectify: { event: 'rectified', by: ['agency'] },
  'confirm-rectification': { event: 'rectification-verified', by: ['authority'] },
  'refuse-rectification': { event: 'rectification-refused', by: ['authority'] },
  warn: { event: 'warned', by: ['authority'] },
  criticise: { event: 'criticised', by: ['authority'] },
  penalise: { event: 'penalised', by: ['authority', 'department'], computed: ['rangeFen'] },
  expose: { event: 'exposed', by: ['authority', 'department'], computed: ['banLastDay'] },
  refer: { event: 'referred', by: ['authority'] },
  'notify-listing': { event: 'listing-notified', by: ['department', 'authority'] },
  'hear-statement': { event: 'statement-heard', by: ['department', 'authority'] },
  // An agency lists another where the rulebook lets it, and informs only (G-14).
  list: {
    event: 'listed',
    by: ['department', 'authority', 'agency'],
    onFileOf: 'another',
    computed: ['extendsTo', 'effect'],
  },
  delist: { event: 'delisted', by: ['department', 'authority'] },
  'end-measures': { event: 'measure-ended', by: ['system', 'department', 'authority'] },
  object: { event: 'objected', by: ['agency', 'public', 'authority'], computed: ['due'] },
  'annotate-objection': { event: 'objection-annotated', by: ['agency', 'authority'] },
  'verify-objection': { event: 'objection-verified', by: ['authority'] },
  'refer-objection': { event: 'objection-referred', by: ['authority'], computed: ['due'] },
  'reply-to-objection': { event: 'objection-replied', by: ['department', 'authority'] },
  'suspend-clock': { event: 'clock-suspended', by: ['department', 'authority'] },
  'resume-clock': {
    event: 'clock-resumed',
    by: ['department', 'authority'],
    computed: ['excludedWorkingDays'],
  },
  correct: { event: 'corrected', by: ['authority', 'agency'] },
  'withdraw-information': { event: 'withdrawn', by: ['authority'] },
  'resolve-objection': { event: 'objection-resolved', by: ['agency', 'authority'], computed: ['due'] },
  'notify-objector': { event: 'objection-notified', by: ['agency', 'authority'] },
  'remove-annotation': { event: 'objection-annotation-removed', by: ['agency', 'authority'] },
  'escalate-objection': { event: 'objection-escalated', by: ['authority'] },
  'declare-objection-overdue': {
    event: 'objection-overdue',
    by: ['system', 'authority'],
    computed: ['dueDate', 'stage', 'responsible'],
  },
  complain: { event: 'complained', by: ['public', 'authority'] },
  'accept-complaint': { event: 'complaint-accepted', by: ['authority'], computed: ['due'] },
  'resolve-complaint': { event: 'complaint-resolved', by: ['authority'] },
  'transfer-complaint': { event: 'complaint-transferred', by: ['authority'] },
  'notify-complainant': { event: 'complainant-notified', by: ['authority'] },
  'declare-complaint-overdue': {
    event: 'complaint-overdue',
    by: ['system', 'authority'],
    computed: ['dueDate', 'responsible'],
  },
  'apply-for-repair': { event: 'repair-applied', by: ['agency'], computed: ['routedTo'] },
  'accept-repair': { event: 'repair-accepted', by: ['authority', 'department'], computed: ['due'] },
  'refuse-repair': { event: 'repair-refused', by: ['authority', 'department'] },
  'complete-repair': { event: 'repaired', by: ['authority', 'department'] },
  unpublish: { event: 'unpublished', by: ['system', 'authority'] },
  'review-credit-report': { event: 'pbc-reviewed', by: ['department'] },
  'file-credit-report': { event: 'credit-report-filed', by: ['agency'] },
  'accept-credit-report': { event: 'credit-report-accepted', by: ['authority'] },
  'refuse-credit-report': { event: 'credit-report-refused', by: ['authority'] },
  'publish-credit-report': {
    event: 'credit-report-published',
    by: ['authority', 'system'],
    computed: ['usableFrom', 'due'],
  },
  'object-to-credit-report': { event: 'credit-report-objected', by: ['public', 'authority'] },
  'deny-credit-report-objection': { event: 'credit-report-objection-denied', by: ['authority'] },
  'clear-credit-report': {
    event: 'credit-report-cleared',
    by: ['system', 'authority'],
    computed: ['objections'],
  },
  'use-credit-report': { event: 'credit-report-used', by: ['department', 'authority'] },
  'reject-credit-report': { event: 'credit-report-rejected', by: ['department', 'authority'] },
  'record-practitioner': { event: 'practitioner-recorded', by: ['agency', 'authority'] },
  'sign-agreement': { event: 'agreement-signed', by: ['authority', 'department'] },
  authorise: { event: 'authorised', by: ['authority', 'department'], computed: ['informational'] },
  commission: { event: 'commissioned', by: ['authority', 'department'] },
  'share-data': { event: 'data-shared', by: ['agency'] },
  'look-up': { event: 'checked', by: ['department', 'authority', 'system'] },
  'record-association-discipline': { event: 'association-disciplined', by: ['authority', 'department'] },
  'record-participation': { event: 'participation-recorded', by: ['agency', 'authority'] },
  'file-industry-report': { event: 'industry-report-filed', by: ['agency'] },
  'report-issue': { event: 'issue-reported', by: ['authority'] },
  'record-honour': { event: 'honour-recorded', by: ['authority', 'department'] },
  'apply-incentive': { event: 'incentive-applied', by: ['authority', 'department'] },
  'apply-for-pilot': { event: 'pilot-applied', by: ['agency'] },
  'designate-pilot': { event: 'pilot-designated', by: ['authority'] },
  revoke: { event: 'revoked', by: ['authority', 'system'], computed: ['automatic', 'barMonths'] },
  'confirm-revocation': { event: 'revocation-confirmed', by: ['authority'] },
  restore: { event: 'restored', by: ['authority'], computed: ['reversesType', 'reversesEventId'] },
  'expire-bar': { event: 'bar-expired', by: ['system'], computed: ['barLastDay'] },
  'apply-deregistration': { event: 'deregistration-applied', by: ['agency'] },
  deregister: { event: 'deregistered', by: ['authority'], computed: ['openCases'] },
  'dispose-database': { event: 'database-disposed', by: ['authority'], computed: ['supervisedBy'] },
} as const satisfies Readonly<Record<string, CommandWord>>;

export type CommandName = keyof typeof COMMANDS;

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** What a caller sends: the payload less what is computed, and the paper and rule it rests on. */
export interface CommandBody {
  readonly data: Readonly<Record<string, unknown>>;
  readonly basis?: readonly string[] | undefined;
  readonly document?: z.infer<typeof documentReferenceSchema> | undefined;
  /** When the act took effect; now, unless an authority records what was handed in before. */
  readonly occurredAt?: string | undefined;
}

/** A command as the domain decides on it. */
export interface Command extends CommandBody {
  readonly name: CommandName;
  readonly actor: z.infer<typeof actorSchema>;
}

/**
 * The schema of a command's body.
 *
 * Shape: `{ data, basis?, document?, occurredAt? }`, `data` the newest payload of the event without its computed fields;
 *        unknown keys are refused.
 */
export function commandBodySchema(name: CommandName): z.ZodType<CommandBody> {
  const known = bodies.get(name);
  if (known !== undefined) return known;
  const word: CommandWord = COMMANDS[name];
  const payload: z.ZodType = EVENT_CATALOGUE[word.event].latest;
  const body = z
    .strictObject({
      data: payload instanceof z.ZodObject ? withoutComputed(payload, word.computed ?? []) : payload,
      basis: z.array(ruleIdSchema).min(1).max(10).optional(),
      document: documentReferenceSchema.optional(),
      occurredAt: instantSchema.optional(),
    })
    .meta({ id: `Command-${name}` }) as unknown as z.ZodType<CommandBody>;
  bodies.set(name, body);
  return body;
}

const bodies = new Map<CommandName, z.ZodType<CommandBody>>();

function withoutComputed(payload: z.ZodObject, computed: readonly string[]): z.ZodType {
  const kept = Object.entries(payload.shape).filter(([field]) => !computed.includes(field));
  return z.strictObject(Object.fromEntries(kept));
}
