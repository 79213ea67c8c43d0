import { type Rulebook, ruleIsCitable } from '@ledger/rulebooks';
import { type EventType, isAdverse } from '@ledger/schemas';
import { forbiddenByCase } from './cases.ts';
import type { CreditFile } from './credit-file.ts';
import type { Act } from './process/act.ts';
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
    judgeStanding(file, act) ??
    judgeCases(file, act) ??
    judgeGuards({ file, act, rulebook, calendar }) ??
    judgeDocument(act, origin)
  );
}

/** An act cites the law of its own jurisdiction, the national notice, or a named national instrument. */
function judgeBasis(act: Act, rulebook: Rulebook): Refusal | undefined {
  const foreign = act.basis.filter((rule) => !ruleIsCitable(rulebook, rule));
  if (act.basis.length > 0 && foreign.length === 0) return undefined;
  const cited = act.basis.length === 0 ? 'no rule at all' : foreign.join(', ');
  return refuse(
    'FOREIGN_BASIS',
    TRANSITIONS[act.type].basis.filter((rule) => ruleIsCitable(rulebook, rule)),
    `${act.type} cites ${cited}; under ${rulebook.id} cite a rule of that rulebook or of the national notice`,
  );
}

function judgeStanding(file: CreditFile, act: Act): Refusal | undefined {
  const transition = TRANSITIONS[act.type];
  const { status } = file.standing;
  if (transition.from.includes(status)) return undefined;
  return refuse(
    'FILE_IN_OTHER_STATE',
    transition.basis.filter((rule) => act.basis.includes(rule)),
    `${act.type} may follow ${transition.from.join(', ')}; on ${act.occurredAt} the file was ${status}`,
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

function judgeGuards(matter: Matter): Refusal | undefined {
  for (const guard of guardsOf(matter.act.type)) {
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
function guardsOf(type: EventType): readonly Guard[] {
  return PROCESSES.flatMap((process) => process.guards?.[type] ?? []);
}
