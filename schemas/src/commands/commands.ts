import { z } from 'zod';
import { type actorSchema, documentReferenceSchema, instantSchema, ruleIdSchema } from '../envelope.ts';
import { EVENT_CATALOGUE, type EventType } from '../events/catalogue.ts';

/** One thing a person may ask of a file: the event it comes to, and who may ask. */
export interface CommandWord {
  readonly event: EventType;
  readonly by: readonly ('agency' | 'authority' | 'department' | 'public' | 'system')[];
  /** Payload fields that the decision works out itself; a caller cannot send them. */
  readonly computed?: readonly string[];
}

/** Every command, imperative, with the past-tense event it comes to. */
export const COMMANDS = {
  file: { event: 'filed', by: ['agency'], computed: ['annualReportExempt', 'due'] },
  'withdraw-filing': { event: 'filing-withdrawn', by: ['agency'] },
  'pass-verification': { event: 'verified', by: ['system', 'authority'] },
  'fail-verification': { event: 'verification-failed', by: ['system', 'authority'] },
  'request-supplement': { event: 'supplement-requested', by: ['authority'] },
  supplement: { event: 'supplemented', by: ['agency'], computed: ['due'] },
  accept: { event: 'accepted', by: ['authority'], computed: ['reviewDays'] },
  refuse: { event: 'refused', by: ['authority'], computed: ['reviewDays'] },
  refile: { event: 'refiled', by: ['agency'], computed: ['annualReportExempt', 'due'] },
  publish: { event: 'published', by: ['authority', 'system'] },
  commit: { event: 'committed', by: ['agency'] },
  'check-commitment': { event: 'commitment-checked', by: ['authority'] },
  'find-breach': { event: 'commitment-breached', by: ['authority'] },
  amend: { event: 'amended', by: ['agency'], computed: ['late', 'due'] },
  'accept-amendment': { event: 'amendment-accepted', by: ['authority'], computed: ['reviewDays', 'due'] },
  'refuse-amendment': { event: 'amendment-refused', by: ['authority'], computed: ['reviewDays', 'due'] },
  report: { event: 'reported', by: ['agency', 'authority'], computed: ['due'] },
  'report-work': { event: 'work-reported', by: ['agency', 'authority'], computed: ['due'] },
  'declare-report-overdue': { event: 'report-overdue', by: ['system'], computed: ['dueDate'] },
  inspect: { event: 'inspected', by: ['authority'] },
  grade: { event: 'graded', by: ['authority'] },
  interview: { event: 'interviewed', by: ['authority'] },
  'order-rectification': { event: 'rectification-ordered', by: ['authority'], computed: ['due'] },
  rectify: { event: 'rectified', by: ['agency'] },
  'confirm-rectification': { event: 'rectification-verified', by: ['authority'] },
  'refuse-rectification': { event: 'rectification-refused', by: ['authority'] },
  warn: { event: 'warned', by: ['authority'] },
  criticise: { event: 'criticised', by: ['authority'] },
  penalise: { event: 'penalised', by: ['authority', 'department'] },
  'notify-listing': { event: 'listing-notified', by: ['department', 'authority'] },
  'hear-statement': { event: 'statement-heard', by: ['department', 'authority'] },
  list: { event: 'listed', by: ['department', 'authority'] },
  delist: { event: 'delisted', by: ['department', 'authority'] },
  revoke: { event: 'revoked', by: ['authority', 'system'], computed: ['automatic', 'barMonths'] },
  'confirm-revocation': { event: 'revocation-confirmed', by: ['authority'] },
  restore: { event: 'restored', by: ['authority'], computed: ['reversesType', 'reversesEventId'] },
  'expire-bar': { event: 'bar-expired', by: ['system'], computed: ['barLastDay'] },
  'apply-deregistration': { event: 'deregistration-applied', by: ['agency'] },
  deregister: { event: 'deregistered', by: ['authority'], computed: ['openCases'] },
  'dispose-database': { event: 'database-disposed', by: ['authority'] },
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
