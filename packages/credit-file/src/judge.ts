import { isCitableOn, type Rulebook, repairInstrumentOn, ruleIsCitable } from '@ledger/rulebooks';
import { type EventType, isAdverse } from '@ledger/schemas';
import { forbiddenByCase } from './cases.ts';
import type { CreditFile } from './credit-file.ts';
import { type Act, dayOf } from './process/act.ts';
import type { Guard, Law, Matter } from './process/process.ts';
import { type Refusal, refuse } from './process/refusal.ts';
import { PROCESSES } from './processes.ts';
import { TRANSITIONS } from './transition-table.ts';

/** What an act is judged under. Live acts need their document; imported history may lack it and is marked instead. */
export interface JudgementContext extends Law {
  readonly origin: 'live' | 'imported';
}

/**
 * Judges an act against the file as it stood when the act happened; undefined when the law lets it be.
 *
 * The first failing check speaks, in this order: legal basis, standing, cases, the guards of the act, the document.
 *
 * Errors: one of `REFUSAL_CODES`; never throws.
 */
export function judge(
  file: CreditFile,
  act: Act,
  { rulebook, calendar, origin }: JudgementContext,
): Refusal | undefined {
  return (
    judgeBasis(act, rulebook) ??
    judgeStanding(file, act, rulebook) ??
    judgeCases(file, act) ??
    judgeInstruments(act) ??
    judgeGuards({ file, act, rulebook, calendar }, origin) ??
    judgeDocument(act, origin)
  );
}

/** An act cites the law of its own jurisdiction, the national notice, or a named national instrument. */
function judgeBasis(act: Act, rulebook: Rulebook): Refusal | undefined {
  if (rulebook.acts[act.type] === undefined) {
    return refuse(
      'ACT_NOT_PROVIDED',
      [],
      `${rulebook.id} provides for no ${act.type}; take one of the acts that it names`,
    );
  }
  const foreign = act.basis.filter((rule) => !ruleIsCitable(rulebook, rule));
  if (act.basis.length > 0 && foreign.length === 0) return undefined;
  const cited = act.basis.length === 0 ? 'no rule at all' : foreign.join(', ');
  return refuse(
    'FOREIGN_BASIS',
    rulebook.acts[act.type] ?? [],
    `${act.type} cites ${cited}; under ${rulebook.id} cite a rule of that rulebook or of the national notice`,
  );
}

function judgeStanding(file: CreditFile, act: Act, rulebook: Rulebook): Refusal | undefined {
  const transition = TRANSITIONS[act.type];
  const { status } = file.standing;
  if (transition.from.includes(status)) return undefined;
  return refuse(
    'FILE_IN_OTHER_STATE',
    (rulebook.acts[act.type] ?? []).filter((rule) => act.basis.includes(rule)),
    `${act.type} may follow ${transition.from.join(', ')}; on ${act.occurredAt} the file was ${status}`,
  );
}

/**
 * An act of an earlier day does not undo what came after it: one that moves the standing must still find one it may move.
 *
 * Units:  `present` is the file with all that is recorded, also what took effect after the act.
 * Errors: refuses `FILE_IN_OTHER_STATE`; never throws.
 */
export function judgeMove(present: CreditFile, act: Act, rulebook: Rulebook): Refusal | undefined {
  const { from, to } = TRANSITIONS[act.type];
  const { status } = present.standing;
  if (to === undefined || from.includes(status)) return undefined;
  return refuse(
    'FILE_IN_OTHER_STATE',
    (rulebook.acts[act.type] ?? []).filter((rule) => act.basis.includes(rule)),
    `${act.type} was open on ${act.occurredAt}, but the file has become ${status} since; undo that first`,
  );
}

function judgeCases(file: CreditFile, act: Act): Refusal | undefined {
  const forbidden = forbiddenByCase(file.cases, act);
  if (forbidden === undefined) return undefined;
  const { kind, step, expected } = forbidden;
  return refuse(
    'CASE_AT_OTHER_STEP',
    act.basis,
    `${act.type} may follow ${expected.join(', ')} of the ${kind}; it is at ${step}`,
  );
}

/** A national instrument is cited while it is in force. Law: NR58-1, NR36-1. */
function judgeInstruments(act: Act): Refusal | undefined {
  const day = dayOf(act.occurredAt);
  const others = act.basis.filter((rule) => !isCitableOn(rule, day));
  if (others.length === 0) return undefined;
  return refuse(
    'INSTRUMENT_NOT_IN_FORCE',
    others,
    `${others.join(', ')} is not in force on ${day}; cite ${repairInstrumentOn(day)?.rule ?? 'another rule'}`,
  );
}

function judgeGuards(matter: Matter, origin: 'live' | 'imported'): Refusal | undefined {
  for (const guard of guardsOf(matter.act.type, origin)) {
    const refusal = guard(matter);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function judgeDocument(act: Act, origin: 'live' | 'imported'): Refusal | undefined {
  if (!isAdverse(act.type) || origin === 'imported' || act.actor.kind === 'system') return undefined;
  if (act.document?.sha256 !== undefined) return undefined;
  return refuse(
    'DOCUMENT_REQUIRED',
    act.basis,
    `${act.type} is adverse to the agency: name its document (kind, number, organ, date) and the SHA-256 of its bytes`,
  );
}

/** The conditions of an act, from the processes that know it. */
function guardsOf(type: EventType, origin: 'live' | 'imported'): readonly Guard[] {
  const guards = PROCESSES.flatMap((process) => process.guards?.[type] ?? []);
  if (origin === 'imported') return guards;
  return [...guards, ...PROCESSES.flatMap((process) => process.formalities?.[type] ?? [])];
}
