import type { EventData } from '@ledger/schemas';
import type { Case } from '../case-table.ts';
import { caseOf, factIn, timeOf } from '../cases.ts';
import { dayOf } from '../process/act.ts';
import { afterDay, dueOf, hasRunOut } from '../process/clock.ts';
import type { Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { recordOf } from '../repair/records.ts';
import { excludedDays, isStopped, type StageClock, stageClocks } from './stages.ts';

/**
 * Objections (异议): at the agency in one term, at the public body in four with a clock that stops.
 *
 * The information is marked as disputed meanwhile: by the public body on its own pages at once, by an agency on its own,
 * which it reports. What cannot be verified is withdrawn with the reason; projections drop the value (G-15).
 *
 * Law: XJ-22; LNR-36, LNR-37; decisions G-15, G-22.
 */
export const objection: Process = {
  guards: {
    objected: [addresseeIsKnown],
    'objection-annotated': [isNotAnnotated],
    'objection-annotation-removed': [isAnnotated],
    'objection-referred': [sentToWhoDetermined],
    'objection-escalated': [sentToWhoDetermined],
    'objection-replied': [clockRuns],
    'objection-resolved': [clockRuns, reasonIsGiven, correctionCameFirst, withdrawalCameFirst],
    'clock-suspended': [clockRuns, stopIsLawful],
    'clock-resumed': [clockIsStopped],
    'objection-overdue': [termHasRunOut],
  },
  formalities: {
    'objection-resolved': [resultIsWritten],
  },
  computed: {
    object: (matter) => dueOf(firstTerm(matter), matter.act.occurredAt, matter),
    'refer-objection': (matter) =>
      dueOf(matter.rulebook.rights.objectionAtPublicBody?.reply, matter.act.occurredAt, matter),
    'resume-clock': (matter) => {
      const own = caseOf(matter.file.cases, 'objection', matter.act);
      return {
        excludedWorkingDays: own === undefined ? 0 : excludedDays(own, matter.act.occurredAt, matter),
      };
    },
    'declare-objection-overdue': (matter) => {
      const missed = missedStage(matter);
      return {
        ...(missed === undefined ? {} : { dueDate: missed.lastDay, stage: missed.kind }),
        ...(missed?.responsible === undefined ? {} : { responsible: missed.responsible }),
      };
    },
  },
  consequences: {
    objected: ({ act }) => {
      const { ref, addressee } = act.data as EventData<'objected'>;
      return addressee === 'public-body' ? [{ type: 'objection-annotated', data: { ref } }] : [];
    },
    'objection-resolved': (matter) => {
      const own = caseOf(matter.file.cases, 'objection', matter.act);
      const { ref } = matter.act.data as EventData<'objection-resolved'>;
      return own !== undefined && isAtPublicBody(own) && annotated(own)
        ? [{ type: 'objection-annotation-removed', data: { ref } }]
        : [];
    },
    'objection-escalated': ({ file, act }) => {
      const own = caseOf(file.cases, 'objection', act);
      const { ref } = act.data as EventData<'objection-escalated'>;
      return own !== undefined && annotated(own) ? [] : [{ type: 'objection-annotated', data: { ref } }];
    },
  },
  clocks: (file, law) =>
    objectionsIn(file.cases).flatMap((one) =>
      stageClocks(one, file, law).map(({ responsible: _unit, ...clock }) => clock),
    ),
  duties: (file, law, today) =>
    objectionsIn(file.cases).flatMap((one) => {
      const missed = stageClocks(one, file, law).find((clock) => isMissed(clock, one, today));
      if (missed === undefined || one.ref === undefined) return [];
      return [{ name: 'declare-objection-overdue', data: { ref: one.ref }, at: afterDay(missed.lastDay) }];
    }),
};

function objectionsIn(cases: readonly Case[]): readonly Case[] {
  return cases.filter(({ kind }) => kind === 'objection');
}

function isAtPublicBody(one: Case): boolean {
  return factIn(one, 'addressee') === 'public-body';
}

function annotated(one: Case): boolean {
  const on = one.acts.findLastIndex(({ type }) => type === 'objection-annotated');
  return on > one.acts.findLastIndex(({ type }) => type === 'objection-annotation-removed');
}

/** Binding, run out, and not flagged before. */
function isMissed(clock: StageClock, one: Case, today: string): boolean {
  const already = one.acts.some(
    ({ type, at, said }) =>
      type === 'objection-overdue' &&
      dayOf(at) > clock.lastDay &&
      (said['stage'] ?? clock.kind) === clock.kind,
  );
  return clock.target === undefined && hasRunOut(clock, today) && !already;
}

/** Whom one may object to is the rulebook's. Law: XJ-22-1, LNR-36-1. */
function addresseeIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { addressee } = act.data as EventData<'objected'>;
  const known = rulebook.rights.objectionAddressees;
  if (known?.value.includes(addressee) === true) return undefined;
  return refuse(
    'ADDRESSEE_UNKNOWN',
    known === undefined ? act.basis : [known.basis],
    `under ${rulebook.id} an objection goes to ${known?.value.join(' or ') ?? 'nobody that the ledger knows'}`,
  );
}

function isNotAnnotated(matter: Matter): Refusal | undefined {
  return withCase(matter, (one) =>
    annotated(one)
      ? refuse(
          'ALREADY_ANNOTATED',
          matter.act.basis,
          `the information of objection ${one.ref} is marked as disputed`,
        )
      : undefined,
  );
}

function isAnnotated(matter: Matter): Refusal | undefined {
  return withCase(matter, (one) =>
    annotated(one)
      ? undefined
      : refuse(
          'NOT_ANNOTATED',
          matter.act.basis,
          `objection ${one.ref} bears no mark that could be taken off`,
        ),
  );
}

/** An objection goes to the department that determined what is disputed. Law: LNR-7-2, LNR-37-3, LNR-37-5. */
function sentToWhoDetermined(matter: Matter): Refusal | undefined {
  return withCase(matter, (one) => {
    const disputed = factIn(one, 'disputes');
    const record = disputed === undefined ? undefined : recordOf(matter.file, disputed);
    const { to } = matter.act.data as EventData<'objection-referred'>;
    if (record === undefined || record.determinedBy === to) return undefined;
    return refuse(
      'DETERMINED_BY_ANOTHER',
      matter.act.basis,
      `${disputed} was determined by ${record.determinedBy}; send the objection there, not to ${to}`,
    );
  });
}

/** A denial states its reason. Law: XJ-22-4. */
function reasonIsGiven({ act, rulebook }: Matter): Refusal | undefined {
  const { outcome, reason } = act.data as EventData<'objection-resolved'>;
  if (outcome !== 'denied' || reason !== undefined) return undefined;
  return refuse(
    'REASON_REQUIRED',
    rulebook.acts[act.type] ?? act.basis,
    'a denial states why the information is not corrected or deleted',
  );
}

/** What the public body upholds it has corrected. Law: LNR-37-2. */
function correctionCameFirst(matter: Matter): Refusal | undefined {
  const { outcome } = matter.act.data as EventData<'objection-resolved'>;
  return withCase(matter, (one) => {
    if (outcome !== 'upheld' || !isAtPublicBody(one) || timeOf(one, 'corrected') !== undefined)
      return undefined;
    return refuse(
      'CORRECTION_REQUIRED',
      basisOf(matter, matter.rulebook.rights.objectionAtPublicBody?.notifyCorrection.basis),
      'correct the information at once, then tell the result',
    );
  });
}

/** Deleted as unverifiable means withdrawn, with the reason kept. Law: LNR-37-7; decision G-15. */
function withdrawalCameFirst(matter: Matter): Refusal | undefined {
  const { outcome } = matter.act.data as EventData<'objection-resolved'>;
  return withCase(matter, (one) => {
    if (outcome !== 'deleted-unverifiable' || timeOf(one, 'withdrawn') !== undefined) return undefined;
    return refuse(
      'CORRECTION_REQUIRED',
      matter.rulebook.acts['withdrawn'] ?? matter.act.basis,
      'withdraw the information with the reason first',
    );
  });
}

/** The public body tells the result in writing. Law: LNR-37-4. */
function resultIsWritten(matter: Matter): Refusal | undefined {
  const { written } = matter.act.data as EventData<'objection-resolved'>;
  return withCase(matter, (one) => {
    if (written === true || !isAtPublicBody(one)) return undefined;
    return refuse(
      'WRITTEN_RESULT_REQUIRED',
      basisOf(matter, matter.rulebook.rights.objectionAtPublicBody?.result.basis),
      'tell the applicant the result in writing',
    );
  });
}

/** Only what the law names stops the clock. Law: LNR-37-8. */
function stopIsLawful({ act, rulebook }: Matter): Refusal | undefined {
  const { reason } = act.data as EventData<'clock-suspended'>;
  const stops = rulebook.rights.objectionAtPublicBody?.clockStops;
  if (stops?.value.includes(reason) === true) return undefined;
  return refuse(
    'GROUND_UNKNOWN',
    stops === undefined ? act.basis : [stops.basis],
    `the clock stops for ${stops?.value.join('、') ?? 'nothing under this rulebook'}, not for ${reason}`,
  );
}

function clockRuns(matter: Matter): Refusal | undefined {
  return withCase(matter, (one) =>
    isStopped(one)
      ? refuse(
          'CLOCK_STOPPED',
          matter.act.basis,
          `the clock of objection ${one.ref} is stopped; let it run again first`,
        )
      : undefined,
  );
}

function clockIsStopped(matter: Matter): Refusal | undefined {
  return withCase(matter, (one) =>
    isStopped(one)
      ? undefined
      : refuse('CLOCK_NOT_STOPPED', matter.act.basis, `the clock of objection ${one.ref} runs`),
  );
}

/** A term of law is missed after its last day, once; a target only an officer may find missed. Law: LNR-53-5. */
function termHasRunOut(matter: Matter): Refusal | undefined {
  return withCase(matter, (one) => {
    if (missedStage(matter) !== undefined) return undefined;
    const [running] = stageClocks(one, matter.file, matter);
    const why =
      running === undefined
        ? 'no term runs on it'
        : `it is in time to the end of ${running.lastDay}, or flagged already`;
    return refuse(
      'NOT_OVERDUE',
      running === undefined ? matter.act.basis : [running.rule],
      `objection ${one.ref} is not overdue: ${why}`,
    );
  });
}

function missedStage(matter: Matter): StageClock | undefined {
  const own = caseOf(matter.file.cases, 'objection', matter.act);
  if (own === undefined) return undefined;
  const today = dayOf(matter.act.occurredAt);
  const clocks = stageClocks(own, matter.file, matter);
  const missed = clocks.find((clock) => isMissed(clock, own, today));
  if (missed !== undefined || matter.act.actor.kind === 'system') return missed;
  return clocks.find(({ target, ...clock }) => target === true && isMissed(clock, own, today));
}

function firstTerm({ act, rulebook }: Matter) {
  const { addressee } = act.data as EventData<'objected'>;
  const { objectionAtAgency, objectionAtPublicBody } = rulebook.rights;
  return addressee === 'agency' ? objectionAtAgency : objectionAtPublicBody?.verify;
}

function basisOf({ act }: Matter, rule: string | undefined): readonly string[] {
  return rule === undefined ? act.basis : [rule];
}

function withCase(
  { file, act }: Matter,
  judge: (objection: Case) => Refusal | undefined,
): Refusal | undefined {
  const own = caseOf(file.cases, 'objection', act);
  return own === undefined ? undefined : judge(own);
}
