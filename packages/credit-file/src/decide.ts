import { isCitableOn, type Rulebook } from '@ledger/rulebooks';
import type {
  Actor,
  Command,
  CommandWord,
  DecidedEvent,
  EventId,
  EventType,
  StreamName,
} from '@ledger/schemas';
import { COMMANDS, streamOf } from '@ledger/schemas';
import { compareInstants, type Instant, type WorkingCalendar } from '@ledger/statutory-calendar';
import { evolve } from './evolve.ts';
import type { FileEvent } from './file-event.ts';
import { type FileHistory, fileAt } from './history.ts';
import { judge, judgeMove } from './judge.ts';
import { type Act, dayOf } from './process/act.ts';
import type { Matter } from './process/process.ts';
import { type Refusal, refuse } from './process/refusal.ts';
import { PROCESSES } from './processes.ts';

/** The system, when the law itself acts. */
const SYSTEM: Actor = { kind: 'system', id: 'ledger', org: 'ledger' };

/** What a decision is made under; all of it comes from outside. */
export interface DecisionContext {
  /** The rulebook in force on the day of the act; undefined where none is. */
  readonly rulebook: Rulebook | undefined;
  readonly calendar: WorkingCalendar;
  /** +08:00. */
  readonly now: Instant;
}

/** Events to record, or the law's no. */
export type Decision = { readonly events: readonly DecidedEvent[] } | { readonly refused: Refusal };

/**
 * Decides a command on a file: the events it comes to, or why the law refuses it.
 *
 * The act is judged in the file as it stood when it occurred; what follows from it by law (a bar behind a revocation, the
 * publication behind an acceptance) is decided with it, so all of it is recorded or none.
 *
 * Shape:  the event of the command first, its consequences behind it.
 * Errors: a refusal of `REFUSAL_CODES`; never throws on a command that its schema admits.
 */
export function decide(history: FileHistory, command: Command, context: DecisionContext): Decision {
  const { rulebook, calendar, now } = context;
  const occurredAt = command.occurredAt ?? now;
  if (rulebook === undefined) {
    return {
      refused: refuse(
        'RULEBOOK_UNKNOWN',
        [],
        `no rulebook of this jurisdiction is in force on ${occurredAt}`,
      ),
    };
  }
  const early = refuseTime(command, occurredAt, now);
  if (early !== undefined) return { refused: early };

  const file = fileAt(history, occurredAt);
  const word: CommandWord = COMMANDS[command.name];
  const sent: Act = {
    type: word.event,
    data: command.data,
    occurredAt,
    actor: command.actor,
    basis: command.basis ?? defaultBasis(word.event, rulebook, occurredAt),
    document: command.document,
    ...(word.event === 'restored' && file.standing.status === 'revoked'
      ? { effectiveFrom: file.standing.since }
      : {}),
  };
  const matter: Matter = { file, act: sent, rulebook, calendar };
  const act: Act = { ...sent, data: { ...command.data, ...computedFields(command.name, matter) } };
  return decideAll(history, { ...matter, act });
}

/** The act and what follows from it, each judged in the file that the ones before it leave. */
function decideAll(history: FileHistory, matter: Matter): Decision {
  const decided: DecidedEvent[] = [];
  const waiting: Act[] = [matter.act];
  let { file } = matter;
  let present = history.file;
  for (let act = waiting.shift(); act !== undefined; act = waiting.shift()) {
    const refused =
      judge(file, act, { ...matter, origin: 'live' }) ?? judgeMove(present, act, matter.rulebook);
    if (refused !== undefined) return { refused };
    const follows = consequencesOf({ ...matter, file, act });
    decided.push(asDecided(act, matter.rulebook));
    const event = asFoldable(history, act, matter.rulebook, decided.length);
    file = evolve(file, event);
    present = evolve(present, event);
    waiting.push(...follows);
  }
  return { events: decided };
}

function consequencesOf(matter: Matter): readonly Act[] {
  const { act, rulebook } = matter;
  return PROCESSES.flatMap((process) => process.consequences?.[act.type]?.(matter) ?? []).map((follows) => ({
    type: follows.type,
    data: follows.data,
    occurredAt: act.occurredAt,
    effectiveFrom: act.effectiveFrom,
    actor: SYSTEM,
    basis:
      follows.basis === undefined ? defaultBasis(follows.type, rulebook, act.occurredAt) : [follows.basis],
    // A consequence rests on the paper of the act it follows.
    document: act.document,
  }));
}

function computedFields(name: Command['name'], matter: Matter): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...PROCESSES.map((process) => process.computed?.[name]?.(matter) ?? {}));
}

/** The first rule that the rulebook rests such an act on; none where it names none. */
function defaultBasis(type: EventType, rulebook: Rulebook, occurredAt: string): readonly string[] {
  return rulebook.acts[type]?.filter((rule) => isCitableOn(rule, dayOf(occurredAt))).slice(0, 1) ?? [];
}

/** Agencies act now; an authority may record what was handed in before; nobody acts in the future. */
function refuseTime(command: Command, occurredAt: string, now: Instant): Refusal | undefined {
  const order = compareInstants(occurredAt as Instant, now);
  if (order > 0) {
    return refuse(
      'ACT_IN_THE_FUTURE',
      [],
      `${occurredAt} is after now, ${now}; send the act when it has happened`,
    );
  }
  const mayLookBack = command.actor.kind === 'authority' || command.actor.kind === 'system';
  if (order === 0 || mayLookBack) return undefined;
  return refuse(
    'AUTHOR_NOT_ENTITLED',
    [],
    `only an authority records an act of an earlier time; leave occurredAt out, or hand the papers to the authority`,
  );
}

function asDecided(act: Act, rulebook: Rulebook): DecidedEvent {
  return {
    type: act.type,
    data: act.data,
    occurredAt: act.occurredAt,
    ...(act.effectiveFrom === undefined ? {} : { effectiveFrom: act.effectiveFrom }),
    actor: act.actor,
    basis: act.basis,
    rulebook: rulebook.id,
    ...(act.document === undefined ? {} : { document: act.document }),
  };
}

/** The act in the shape that `evolve` folds, so that its consequences meet the file it leaves. */
function asFoldable(history: FileHistory, act: Act, rulebook: Rulebook, ordinal: number): FileEvent {
  const stream: StreamName = streamOf(history.fileId);
  const unrecorded = '00000000-0000-0000-0000-000000000000';
  return {
    stream,
    revision: history.events.length + ordinal - 1,
    id: unrecorded as EventId,
    type: act.type,
    data: act.data,
    metadata: {
      schema: 1,
      occurredAt: act.occurredAt,
      ...(act.effectiveFrom === undefined ? {} : { effectiveFrom: act.effectiveFrom }),
      recordedAt: act.occurredAt,
      actor: act.actor,
      basis: [...act.basis],
      rulebook: rulebook.id,
      ...(act.document === undefined ? {} : { document: act.document }),
      commandId: unrecorded,
      correlationId: unrecorded,
      salt: '0'.repeat(32),
    },
  } as FileEvent;
}
